/**
 * The learning-rate range test (Smith, WACV 2017: "Cyclical learning rates for training neural networks"): the rate grows
 * by a constant factor every update while the loss is watched. The smoothed loss falls fastest at a rate that trains
 * well; soon after its lowest point the rate is too large.
 */
import { smoothed } from './smoothing';

/** Weight of what was before in the smoothed loss: some ten batches count. */
const SMOOTHING = 0.9;
/** The test ends when the smoothed loss is so many times its smallest. */
const GROWN = 4;
/** Losses before anything can be said. */
const FEWEST = 10;
/** A loss that falls by less than this share of itself has not fallen. */
const FALLEN = 0.01;
/** A slope is fitted over this share of the losses to either side. */
const REACH = 1 / 20;

export interface RangeSuggestion {
  /** The rate at which the smoothed loss falls fastest over the logarithm of the rate. */
  steepest: number;
  /** A tenth of the rate at which the smoothed loss is lowest. */
  tenth: number;
}

/** The rate of the update after `step` others, of `steps` ≥ 2 in all: `from` at the first, `to` at the last. */
export function rangeRate(step: number, from: number, to: number, steps: number): number {
  return from * (to / from) ** (step / (steps - 1));
}

/** The losses of a range test, smoothed and corrected for their start. */
export const smoothedLosses = (losses: ArrayLike<number>): number[] => smoothed(losses, SMOOTHING);

/**
 * At which loss the test ends before its last update, as an index: the first that is not finite, or at which the smoothed
 * loss is above 4 times the smallest so far. Null while neither has happened.
 */
export function rangeEnd(losses: ArrayLike<number>): number | null {
  let smallest = Number.POSITIVE_INFINITY;
  for (const [i, loss] of smoothedLosses(losses).entries()) {
    // A negative loss has no multiples that say anything.
    if (!Number.isFinite(loss) || (smallest > 0 && loss > GROWN * smallest)) return i;
    smallest = Math.min(smallest, loss);
  }
  return null;
}

/** Slope of the straight line through `values[from … to]` by least squares, over their positions. */
function slope(values: readonly number[], from: number, to: number): number {
  const middle = (from + to) / 2;
  let products = 0;
  let squares = 0;
  for (let i = from; i <= to; i++) {
    products += (i - middle) * values[i];
    squares += (i - middle) ** 2;
  }
  return products / squares;
}

/**
 * What the losses of a test say. The rates grow by a constant factor, so that slopes over positions are slopes over the
 * logarithm of the rate but for one factor.
 * @param losses of each batch before its update, at `rates`.
 * @returns null with fewer than 10 finite losses, or where the loss does not fall by a hundredth.
 */
export function suggestRate(rates: ArrayLike<number>, losses: ArrayLike<number>): RangeSuggestion | null {
  const smooth = smoothedLosses(losses);
  const broken = smooth.findIndex((loss) => !Number.isFinite(loss));
  const count = Math.min(rates.length, broken < 0 ? smooth.length : broken);
  if (count < FEWEST) return null;
  let lowest = 0;
  for (let i = 1; i < count; i++) if (smooth[i] < smooth[lowest]) lowest = i;
  const highest = smooth.slice(0, lowest + 1).reduce((a, b) => Math.max(a, b));
  if (highest - smooth[lowest] < FALLEN * Math.abs(highest)) return null;
  const reach = Math.max(2, Math.round(count * REACH));
  let steepest: number | null = null;
  let fall = 0;
  for (let i = reach; i <= Math.min(lowest, count - 1 - reach); i++) {
    const here = slope(smooth, i - reach, i + reach);
    if (here < fall) {
      fall = here;
      steepest = i;
    }
  }
  return steepest === null ? null : { steepest: rates[steepest], tenth: rates[lowest] / 10 };
}
