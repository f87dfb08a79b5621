/** Many starts at once: where they are, and where each of them leads. */
import type { Point, Window } from '@/core/racing/types';

/** `side` × `side` starts in the middle of equal cells of the window, row by row from the smallest y. */
export function startsIn({ x, y }: Window, side: number): Point[] {
  const place = ([low, high]: readonly [number, number], i: number) => low + ((i + 0.5) / side) * (high - low);
  return Array.from({ length: side * side }, (_, i) => ({
    x: place(x, i % side),
    y: place(y, Math.floor(i / side)),
  }));
}

/** Index of the minimum that was reached; else `way`: still going, or resting elsewhere; `gone`: stopped early. */
export type Outcome = number | 'way' | 'gone';

/** So near a minimum counts as there: this share of the window's diagonal. */
const NEAR = 0.02;
export const reachIn = ({ x, y }: Window): number => NEAR * Math.hypot(x[1] - x[0], y[1] - y[0]);

/** Number of updates that a path has. */
export const updatesOf = (path: Float64Array): number => path.length / 2 - 1;

/**
 * @param path x, y after 0, 1, … updates.
 * @param steps updates asked for: a shorter path was stopped.
 */
export function outcomeOf(path: Float64Array, steps: number, minima: readonly Point[], reach: number): Outcome {
  if (updatesOf(path) < steps) return 'gone';
  const [x, y] = [path[path.length - 2], path[path.length - 1]];
  let [best, nearest]: [Outcome, number] = ['way', reach];
  minima.forEach((minimum, i) => {
    const distance = Math.hypot(minimum.x - x, minimum.y - y);
    if (distance <= nearest) [best, nearest] = [i, distance];
  });
  return best;
}

export interface Tally {
  /** How many paths ended at each minimum. */
  minima: number[];
  way: number;
  gone: number;
  all: number;
}

export function tallyOf(outcomes: readonly Outcome[], minima: number): Tally {
  const tally: Tally = { minima: new Array<number>(minima).fill(0), way: 0, gone: 0, all: outcomes.length };
  for (const outcome of outcomes) {
    if (typeof outcome === 'number') tally.minima[outcome]++;
    else tally[outcome]++;
  }
  return tally;
}

/** Updates of all racers from all starts that are asked for at most. */
export const MOST_UPDATES = 4_000_000;
export const tooMany = (side: number, racers: number, steps: number): boolean =>
  side * side * racers * steps > MOST_UPDATES;
