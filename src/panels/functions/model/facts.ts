/**
 * What can be found out about a function of one number by looking at it: how far it reaches, where it is flat, whether it
 * rises, how it is curved, and what it makes of standard normal inputs. Nothing here knows which function it is.
 */

export interface NumberFunction {
  f(x: number): number;
  derivative(x: number): number;
}

/** An interval; infinite ends are meant literally. */
export type Interval = [number, number];

export interface Facts {
  /** Least and largest value; infinite where it grows without end. */
  range: Interval;
  /** Where the least and the largest value are taken, when that is a single place in the middle. */
  lowestAt: number | null;
  highestAt: number | null;
  atZero: { value: number; slope: number };
  /** Slopes left and right of 0 where they differ. */
  kinkAtZero: Interval | null;
  /** Where the slope is less than FLAT in size. */
  flat: Interval[];
  /** The largest size of the slope; infinite where it grows without end. */
  steepest: number;
  /** `rising` never falls and is nowhere flat; `notFalling` has flat parts. */
  monotone: 'rising' | 'notFalling' | 'falling' | 'notRising' | 'level' | 'neither';
  curved: 'straight' | 'convex' | 'concave' | 'neither';
  /** Of the output, and of the squared slope, for standard normal inputs. */
  mean: number;
  deviation: number;
  squaredSlope: number;
  jumps: boolean;
}

/** Below this a slope passes on less than a hundredth of a gradient. */
export const FLAT = 0.01;
const REACH = 30;
const STEPS = 6000;

const grid = Array.from({ length: STEPS + 1 }, (_, i) => -REACH + (2 * REACH * i) / STEPS);

function bisect(inside: (x: number) => boolean, from: number, to: number): number {
  let [a, b] = [from, to];
  const start = inside(a);
  for (let n = 0; n < 60; n++) {
    const middle = (a + b) / 2;
    if (inside(middle) === start) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** Stretches of the line where a condition holds; a stretch that reaches the end of the search goes on for ever. */
export function intervalsWhere(holds: (x: number) => boolean, least = 1e-9): Interval[] {
  const found: Interval[] = [];
  let start: number | null = holds(grid[0]) ? Number.NEGATIVE_INFINITY : null;
  for (let i = 1; i < grid.length; i++) {
    const here = holds(grid[i]);
    if (here && start === null) start = bisect(holds, grid[i - 1], grid[i]);
    else if (!here && start !== null) {
      found.push([start, bisect(holds, grid[i - 1], grid[i])]);
      start = null;
    }
  }
  if (start !== null) found.push([start, Number.POSITIVE_INFINITY]);
  return found.filter(([a, b]) => b - a > least);
}

/** A value far out: infinite where the function is still growing there. */
function limit(f: (x: number) => number, sign: 1 | -1): number {
  const [near, far] = [f(sign * 1e4), f(sign * 1e8)];
  const value = Math.abs(far - near) > 1 ? (far > near ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY) : far;
  return Number.isNaN(value) ? f(sign * 700) : value;
}

/** The place of the least value around a place of the grid (golden section). */
function lowestNear(f: (x: number) => number, at: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const width = (2 * REACH) / STEPS;
  let [a, b] = [at - width, at + width];
  for (let n = 0; n < 60; n++) {
    const [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (f(c) < f(d)) b = d;
    else a = c;
  }
  return (a + b) / 2;
}

/** Least value over the whole line and where; no place when it is only approached, or taken on a whole stretch. */
function least(f: (x: number) => number): { value: number; at: number | null } {
  const values = grid.map(f);
  const ends = Math.min(limit(f, 1), limit(f, -1));
  const low = values.reduce((a, b) => Math.min(a, b));
  const index = values.indexOf(low);
  if (!(low < ends - 1e-6) || index === 0 || index === STEPS) return { value: Math.min(low, ends), at: null };
  const at = lowestNear(f, grid[index]);
  const value = Math.min(low, f(at));
  const single = values.filter((y) => y < low + 1e-12).length <= 2;
  return { value, at: single ? at : null };
}

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** The mean of g(x) for standard normal x. The middles of small steps keep clear of kinks at round places. */
export function normalMean(g: (x: number) => number): number {
  const width = 1 / 128;
  let sum = 0;
  for (let x = -9 + width / 2; x < 9; x += width) sum += g(x) * density(x) * width;
  return sum;
}

function monotony({ f }: NumberFunction): Facts['monotone'] {
  let [up, down, level] = [0, 0, 0];
  const inner = grid.filter((x) => Math.abs(x) <= 12);
  for (let i = 1; i < inner.length; i++) {
    const [before, after] = [f(inner[i - 1]), f(inner[i])];
    const change = after - before;
    if (Math.abs(change) < 1e-13 * Math.max(1, Math.abs(before))) level++;
    else if (change > 0) up++;
    else down++;
  }
  if (up + down === 0) return 'level';
  if (up > 0 && down > 0) return 'neither';
  if (up > 0) return level > 0 ? 'notFalling' : 'rising';
  return level > 0 ? 'notRising' : 'falling';
}

function curvature({ f }: NumberFunction): Facts['curved'] {
  const step = 0.05;
  let [bent, hollow] = [0, 0];
  for (let i = -160; i <= 160; i++) {
    const x = i * step;
    const [a, b, c] = [f(x - step), f(x), f(x + step)];
    const second = a - 2 * b + c;
    const noise = 1e-12 * Math.max(1, Math.abs(a), Math.abs(c));
    if (second > noise) bent++;
    else if (second < -noise) hollow++;
  }
  if (bent + hollow === 0) return 'straight';
  return bent === 0 ? 'concave' : hollow === 0 ? 'convex' : 'neither';
}

/** Whether the function leaps somewhere: its values differ on both sides of a place, however close. */
function hasJump({ f }: NumberFunction): boolean {
  for (let i = 1; i < grid.length; i++) {
    const change = Math.abs(f(grid[i]) - f(grid[i - 1]));
    if (change < 0.2 || change > 1e6) continue;
    const at = bisect((x) => Math.abs(f(x) - f(grid[i - 1])) < change / 2, grid[i - 1], grid[i]);
    if (Math.abs(f(at + 1e-9) - f(at - 1e-9)) > change / 2) return true;
  }
  return false;
}

export function factsOf(fn: NumberFunction): Facts {
  const { f, derivative } = fn;
  const low = least(f);
  const high = least((x) => -f(x));
  const mean = normalMean(f);
  const slopes = grid.map((x) => Math.abs(derivative(x)));
  const [left, right] = [derivative(-1e-9), derivative(1e-9)];
  const growing = Math.abs(derivative(20)) > 10 * Math.abs(derivative(10)) && Math.abs(derivative(20)) > 100;
  return {
    range: [low.value, -high.value + 0],
    lowestAt: low.at,
    highestAt: high.at,
    atZero: { value: f(0) + 0, slope: derivative(0) + 0 },
    kinkAtZero: Math.abs(left - right) > 1e-6 ? [left, right] : null,
    // Where the function merely turns is no saturation.
    flat: intervalsWhere((x) => Math.abs(derivative(x)) < FLAT, 0.5),
    steepest: growing ? Number.POSITIVE_INFINITY : slopes.reduce((a, b) => Math.max(a, b)),
    monotone: monotony(fn),
    curved: curvature(fn),
    mean,
    deviation: Math.sqrt(Math.max(0, normalMean((x) => f(x) ** 2) - mean ** 2)),
    squaredSlope: normalMean((x) => derivative(x) ** 2),
    jumps: hasJump(fn),
  };
}

/** Outputs that average out to nothing, for inputs that do. */
export const isZeroCentred = ({ mean, deviation }: Facts): boolean => Math.abs(mean) < 0.02 * Math.max(deviation, 1e-9);
