/** What is watched from epoch to epoch, and when it counts as better than the best so far. */

/** Values that can be watched at the end of an epoch. */
export const MONITORS = ['valLoss', 'valAccuracy', 'loss'] as const;
export type Monitor = (typeof MONITORS)[number];

/** Whether less or more is better. */
export type Mode = 'min' | 'max';
export const modeOf = (monitor: Monitor): Mode => (monitor === 'valAccuracy' ? 'max' : 'min');

/** The best value so far (null before the first epoch) and the epochs since. Plain JSON. */
export interface Best {
  best: number | null;
  wait: number;
}

/**
 * Whether `value` is better than `best` by more than `minDelta`. Anything is better than nothing, and NaN is never
 * better.
 */
export function improved(value: number, best: number | null, minDelta: number, mode: Mode): boolean {
  if (Number.isNaN(value)) return false;
  if (best === null) return true;
  return mode === 'min' ? value < best - minDelta : value > best + minDelta;
}
