/** How a place of the picture stands out: in focus, pointed at, part of what is in focus, or not at all. */
import { mapKey, neuronOf, type Place, placeKey, samePlace } from '../model/network';
import type { Marks } from '../stepper';

export type Mark = 'focus' | 'related' | undefined;

export function markOf(marks: Marks, place: Place): Mark {
  if (samePlace(marks.focus, place)) return 'focus';
  return samePlace(marks.hover, place) || marks.related.has(placeKey(place)) ? 'related' : undefined;
}

/** The same for a whole feature map: what is done to any of its cells, or to its filter, is done to it. */
export function markOfMap(marks: Marks, map: { column: number; unit: number }): Mark {
  const isHere = (place: Place | null) => {
    const own = neuronOf(place);
    return own?.column === map.column && own.unit === map.unit;
  };
  if (isHere(marks.focus)) return 'focus';
  return isHere(marks.hover) || marks.related.has(mapKey(map)) ? 'related' : undefined;
}
