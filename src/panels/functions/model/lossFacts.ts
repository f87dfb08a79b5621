/** What is found by looking along a loss: its lowest place, how it is curved, and how hard far-off predictions pull. */
import { alongAxis, type LossSetup } from './losses';

export interface LossFacts {
  least: number;
  /** Where: at a place, all the way to one end of the range from there, or beyond the end, where it still falls. */
  leastAt: number;
  leastIs: 'at' | 'above' | 'below' | 'beyond';
  curved: 'straight' | 'convex' | 'concave' | 'neither' | 'jumps';
  /** Slope near the lowest place, and at the end of the range that is farther from it. */
  pulls: [{ x: number; slope: number }, { x: number; slope: number }];
  /** Whether the pull grows with the distance, stays, fades, or is nowhere. */
  pull: 'grows' | 'stays' | 'fades' | 'none';
}

const PLACES = 241;

export function lossFacts(
  setup: LossSetup,
  base: readonly number[],
  axis: number,
  target: readonly number[],
  [low, high]: readonly [number, number],
): LossFacts {
  // The very ends of a probability are clipped: their slope is that of the clip.
  const inset = low === 0 && high === 1 ? 1e-3 : 0;
  const xs = Array.from({ length: PLACES }, (_, i) => low + inset + ((high - low - 2 * inset) * i) / (PLACES - 1));
  const { loss, slope } = alongAxis(setup, base, axis, target, xs);
  const at = loss.reduce((best, value, i) => (value < loss[best] - 1e-12 ? i : best), 0);
  const end = at * 2 < PLACES ? PLACES - 1 : 0;
  const middle = Math.round((at + end) / 2);
  const [near, far] = [Math.abs(slope[middle]), Math.abs(slope[end])];
  const biggest = slope.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const pull =
    biggest < 1e-9 ? 'none' : far > 1.15 * near ? 'grows' : far < 0.5 * Math.max(near, biggest) ? 'fades' : 'stays';
  return {
    ...lowest(xs, loss, slope, at),
    curved: curvature(loss, biggest * (xs[1] - xs[0])),
    pulls: [
      { x: xs[middle], slope: slope[middle] },
      { x: xs[end], slope: slope[end] },
    ],
    pull,
  };
}

/** The lowest place: a point, a plateau that reaches an end of the range, or an end at which the loss still falls. */
function lowest(
  xs: readonly number[],
  loss: Float64Array,
  slope: Float64Array,
  at: number,
): Pick<LossFacts, 'least' | 'leastAt' | 'leastIs'> {
  const least = loss[at];
  const isLow = (i: number) => Math.abs(loss[i] - least) < 1e-9;
  let [first, last] = [at, at];
  while (first > 0 && isLow(first - 1)) first--;
  while (last + 1 < xs.length && isLow(last + 1)) last++;
  const end = xs.length - 1;
  if (first === last) {
    const falling = (at === 0 && slope[0] > 1e-6) || (at === end && slope[end] < -1e-6);
    return { least, leastAt: xs[at], leastIs: falling ? 'beyond' : 'at' };
  }
  // A plateau behind a jump begins between two places; behind a slope, at one.
  const edge = (inside: number, outside: number) =>
    Math.abs(loss[outside] - loss[inside]) > 0.2 ? (xs[inside] + xs[outside]) / 2 : xs[inside];
  if (last === end && first > 0) return { least, leastAt: edge(first, first - 1), leastIs: 'above' };
  if (first === 0 && last < end) return { least, leastAt: edge(last, last + 1), leastIs: 'below' };
  return { least, leastAt: xs[at], leastIs: 'at' };
}

/** From second differences; a step larger than any slope can explain is a jump. */
function curvature(values: Float64Array, steepest: number): LossFacts['curved'] {
  let [bent, hollow] = [0, 0];
  for (let i = 1; i + 1 < values.length; i++) {
    if (Math.abs(values[i] - values[i - 1]) > 0.2 && Math.abs(values[i] - values[i - 1]) > 5 * steepest) return 'jumps';
    const second = values[i - 1] - 2 * values[i] + values[i + 1];
    if (second > 1e-9) bent++;
    else if (second < -1e-9) hollow++;
  }
  if (bent + hollow === 0) return 'straight';
  return bent === 0 ? 'concave' : hollow === 0 ? 'convex' : 'neither';
}
