/** How a place of the picture stands out: in focus, pointed at, part of what is in focus, or not at all. */
import { type Place, samePlace } from '../model/network';
import { type Marks, placeKey } from '../stepper';

export type Mark = 'focus' | 'related' | undefined;

export function markOf(marks: Marks, place: Place): Mark {
  if (samePlace(marks.focus, place)) return 'focus';
  return samePlace(marks.hover, place) || marks.related.has(placeKey(place)) ? 'related' : undefined;
}
