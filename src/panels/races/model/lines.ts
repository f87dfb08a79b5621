/** The curves of a race as lines of one chart, and its axes. */
import { smoothed } from '@/core/smoothing';
import { thin } from '@/state/metrics';
import type { RaceLane } from '@/state/races/types';
import { axisUpTo, ticksUpTo } from '@/ui';

export const METRICS = ['loss', 'validationLoss', 'accuracy', 'learningRate', 'gradientNorm'] as const;
export type Metric = (typeof METRICS)[number];
export type Axis = 'step' | 'epoch' | 'seconds';
export type Scale = 'linear' | 'log';

export interface Point {
  x: number;
  y: number;
}

export interface LaneLine {
  /** Place of the lane in the race. */
  lane: number;
  /** As measured; empty where that is the same as `points`. */
  raw: Point[];
  points: Point[];
}

/** Points of a line in the chart, and of all bold lines together: what is drawn five times a second must stay cheap. */
export const CHART_POINTS = 300;
const ALL_POINTS = 900;

/** The numbers of a lane that a metric shows. The accuracy is that of validation where samples are held back. */
export function seriesOf(
  lane: RaceLane,
  metric: Metric,
  validated: boolean,
): { step: number[]; seconds: number[]; values: number[] } {
  const { train, validation } = lane;
  switch (metric) {
    case 'loss':
      return { ...train, values: train.loss };
    case 'validationLoss':
      return { ...validation, values: validation.loss };
    case 'accuracy': {
      const from = validated ? validation : train;
      return { ...from, values: from.accuracy };
    }
    case 'learningRate':
      return { ...train, values: train.learningRate };
    case 'gradientNorm':
      return { ...train, values: train.gradientNorm };
  }
}

/**
 * What is noisy, since each value is of another batch. A rate is not, and a validation is always over the same samples:
 * smoothing would only make it lag behind.
 */
export const isNoisy = (metric: Metric, validated: boolean): boolean =>
  metric === 'loss' || metric === 'gradientNorm' || (metric === 'accuracy' && !validated);

interface LineOptions {
  metric: Metric;
  axis: Axis;
  /** Weight of the moving average, 0 … 1; 0: none. */
  smoothing: number;
  /** Whether samples are held back. */
  validated: boolean;
  stepsPerEpoch: number;
  /** Only what a logarithm can be taken of. */
  scale: Scale;
}

function placed(lane: RaceLane, options: LineOptions, values: readonly number[], limit: number): Point[] {
  const { metric, axis, validated, stepsPerEpoch, scale } = options;
  const { step, seconds } = seriesOf(lane, metric, validated);
  const steps: number[] = [];
  const shown: number[] = [];
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value) || (scale === 'log' && value <= 0)) continue;
    steps.push(step[i]);
    shown.push(value);
    places.push(axis === 'step' ? step[i] : axis === 'seconds' ? seconds[i] : step[i] / stepsPerEpoch);
  }
  return thin(steps, shown, shown.length, limit).map((i) => ({ x: places[i], y: shown[i] }));
}

function lineOf(lane: RaceLane, index: number, options: LineOptions, limit: number): LaneLine | null {
  const { values } = seriesOf(lane, options.metric, options.validated);
  const smooth = options.smoothing > 0 && isNoisy(options.metric, options.validated);
  const points = placed(lane, options, smooth ? smoothed(values, options.smoothing) : values, limit);
  return points.length === 0
    ? null
    : { lane: index, points, raw: smooth ? placed(lane, options, values, Math.round(limit / 2)) : [] };
}

/** A lane is another object as soon as something of it is new, so what was made of one holds for as long as it is there. */
const made = new WeakMap<RaceLane, { key: string; line: LaneLine | null }>();

/** The lines of a race's lanes that have something to show. */
export function linesOf(lanes: readonly RaceLane[], options: LineOptions): LaneLine[] {
  const limit = Math.min(CHART_POINTS, Math.round(ALL_POINTS / lanes.length));
  return lanes.flatMap((lane, index) => {
    const key = JSON.stringify([index, limit, options]);
    let known = made.get(lane);
    if (known?.key !== key) {
      known = { key, line: lineOf(lane, index, options, limit) };
      made.set(lane, known);
    }
    return known.line ?? [];
  });
}

/** Value of a line at `x`: of its last point there or before. Null before its first and after its last. */
export function valueAt(points: readonly Point[], x: number): number | null {
  const last = points.length - 1;
  if (last < 0 || x > points[last].x * (1 + 1e-9)) return null;
  let low = 0;
  let high = last;
  if (points[0].x > x) return null;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (points[middle].x <= x) low = middle;
    else high = middle - 1;
  }
  return points[low].y;
}

/** A loss or a norm this many times the largest of the first ones has exploded, and would flatten all the rest. */
const EXPLODED = 3;

export interface Axes {
  x: [number, number];
  xTicks: number[];
  y: [number, number];
  yTicks: number[];
}

const powersBetween = (low: number, high: number): number[] => {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const stride = Math.max(1, Math.ceil((to - from) / 6));
  const powers: number[] = [];
  for (let power = from; power <= to; power += stride) powers.push(Number(`1e${power}`));
  return powers;
};

/** An axis of shares up to 1, from below the least that is drawn and a level that is marked: what happens between 90 and 97 % is seen, too. */
function sharesFrom(lines: readonly LaneLine[], level: number): Pick<Axes, 'y' | 'yTicks'> {
  const least = lines.reduce((low, { points }) => points.reduce((a, { y }) => Math.min(a, y), low), level);
  const fifth = [0.02, 0.05, 0.1].find((step) => 1 - 5 * step <= least) ?? 0.2;
  return {
    y: [1 - 5 * fifth, 1].map((y) => Number(y.toFixed(2))) as [number, number],
    yTicks: [5, 4, 3, 2, 1, 0].map((i) => Number((1 - i * fifth).toFixed(2))),
  };
}

/**
 * @param right where the axis of steps, epochs or seconds ends at least: what is still to come has its place.
 * @param level of the accuracies that has a line of its own.
 * A lane that diverged does not stretch the axis of values: it leaves the picture at the top.
 */
export function axesOf(
  lines: readonly LaneLine[],
  { metric, axis, scale }: Pick<LineOptions, 'metric' | 'axis' | 'scale'>,
  right: number,
  level = 1,
): Axes {
  const end = Math.max(right, ...lines.map(({ points }) => points[points.length - 1].x), 1e-9);
  const x: [number, number] = [0, end];
  const xTicks = ticksUpTo(end, axis === 'step');
  if (metric === 'accuracy') return { x, xTicks, ...sharesFrom(lines, level) };
  // What is drawn bold decides; of faint lines as much is seen as there is room for.
  const cap =
    metric === 'learningRate'
      ? Number.POSITIVE_INFINITY
      : EXPLODED * Math.max(...lines.map(({ points }) => points[0].y));
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y).filter((y) => y <= cap));
  const largest = values.length > 0 ? Math.max(...values) : 1;
  if (scale === 'log') {
    const low = values.length > 0 ? Math.min(...values) : 0.1;
    const yTicks = powersBetween(low, largest);
    return { x, xTicks, y: [yTicks[0], Math.max(yTicks[yTicks.length - 1], largest)], yTicks };
  }
  const { top, ticks } = axisUpTo(largest > 0 ? largest : 1);
  return { x, xTicks, y: [0, top], yTicks: ticks };
}
