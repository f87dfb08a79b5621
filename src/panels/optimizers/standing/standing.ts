/** How the racers stand after so many updates. */
import type { Surface } from '@/core/racing/surfaces';
import type { Race, Stop } from '@/core/racing/types';
import { valueAt } from '../curves/series';

export interface Row {
  id: string;
  /** Place among the racers of the race, which its colour follows. */
  index: number;
  loss: number;
  /** To the nearest minimum; NaN where there is none. */
  distance: number;
  /** Norm of the gradient there, without noise. */
  gradient: number;
  /** Learning rate of the update that led there; NaN before the first. */
  rate: number;
  /** Set where it was stopped before; the numbers are those of its last place. */
  stopped: Stop | null;
}

/** Lowest loss first; racers that were stopped come last, the one that went furthest first. */
export function standingOf(race: Race, surface: Surface, position: number): Row[] {
  const rows = race.tracks.map((track, index): Row => {
    const k = Math.min(position, track.steps);
    const value = (measure: Parameters<typeof valueAt>[2]) => valueAt(track, surface, measure, k);
    return {
      id: track.id,
      index,
      loss: value('loss'),
      distance: value('distance'),
      gradient: value('gradient'),
      rate: value('rate'),
      stopped: position > track.steps ? track.stopped : null,
    };
  });
  return rows.sort((a, b) => {
    if (a.stopped && b.stopped) return b.stopped.step - a.stopped.step || a.index - b.index;
    if (a.stopped || b.stopped) return a.stopped ? 1 : -1;
    return a.loss - b.loss || a.index - b.index;
  });
}
