/** How the racers stand after so many updates, as rows of a table. */
import { type Standing, summarize } from '@/core/racing/summary';
import type { Surface } from '@/core/racing/surfaces';
import type { Race } from '@/core/racing/types';
import { valueAt } from '../curves/series';

export interface Row extends Standing {
  /** Place among the racers of the race, which its colour follows. */
  index: number;
  /** Norm of the gradient there, without noise. */
  gradient: number;
  /** Learning rate of the update that led there; NaN before the first. */
  rate: number;
}

/** Digits with which different values are written differently, as far as that can be read. */
export function digitsApart(values: readonly number[], least = 3, most = 7): number {
  const different = new Set(values).size;
  let digits = least;
  while (digits < most && new Set(values.map((value) => value.toPrecision(digits))).size < different) digits++;
  return digits;
}

/** In the order of the summary: lowest loss first, stopped racers last. */
export function standingOf(race: Race, surface: Surface, position: number): Row[] {
  return summarize(race, position).standings.map((standing): Row => {
    const index = race.tracks.findIndex(({ id }) => id === standing.id);
    const track = race.tracks[index];
    const k = Math.min(position, track.steps);
    return {
      ...standing,
      index,
      gradient: valueAt(track, surface, 'gradient', k),
      rate: valueAt(track, surface, 'rate', k),
    };
  });
}
