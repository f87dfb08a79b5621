/** The curves of several runs as the rows of one chart, its axes, and where the letters at the ends of the curves go. */
import { axisUpTo, ticksUpTo } from '@/ui';
import type { Curves, TimedPoint } from './useCurves';

export type Metric = 'loss' | 'accuracy';
export type Axis = 'epoch' | 'step' | 'seconds';
export type Part = 'validation' | 'train';

export interface CurveLine {
  /** Letter of the run and part: `A validation`. */
  key: string;
  letter: string;
  part: Part;
  points: { x: number; y: number }[];
}

/** The lines of one run that have something to show. */
export function linesOf(
  letter: string,
  curves: Curves,
  { metric, axis, parts }: { metric: Metric; axis: Axis; parts: readonly Part[] },
): CurveLine[] {
  const points = (all: readonly TimedPoint[]) =>
    all.flatMap((point) => {
      const x = point[axis];
      const y = point[metric];
      return x !== null && y !== null && Number.isFinite(y) ? [{ x, y }] : [];
    });
  return parts
    .map((part) => ({ key: `${letter} ${part}`, letter, part, points: points(curves[part]) }))
    .filter((line) => line.points.length > 0);
}

/** A row for every place on the axis: `x`, and a value for each line that has one there. */
export function rowsOf(lines: readonly CurveLine[]): Record<string, number>[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { key, points } of lines) {
    for (const { x, y } of points) rows.set(x, { ...(rows.get(x) ?? { x }), [key]: y });
  }
  return [...rows.values()].sort((a, b) => a.x - b.x);
}

/** A loss this many times the lowest of the first ones has exploded, and would flatten all the rest. */
const EXPLODED = 3;

export interface Axes {
  right: number;
  xTicks: number[];
  top: number;
  yTicks: number[];
}

export function axesOf(lines: readonly CurveLine[], metric: Metric, axis: Axis): Axes {
  const right = Math.max(...lines.map(({ points }) => points[points.length - 1].x), 1e-9);
  const xTicks = ticksUpTo(right, axis === 'step');
  if (metric === 'accuracy') return { right, xTicks, top: 1, yTicks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
  const cap = EXPLODED * Math.max(...lines.map(({ points }) => points[0].y));
  const largest = Math.max(...lines.flatMap(({ points }) => points.map(({ y }) => (y <= cap ? y : 0))));
  const { top, ticks } = axisUpTo(largest > 0 ? largest : 1);
  return { right, xTicks, top, yTicks: ticks };
}

/** Value of a line at `x`: of its last point there or before. Null before its first. */
export function valueAt({ points }: CurveLine, x: number): number | null {
  return points.findLast((point) => point.x <= x)?.y ?? null;
}

export interface EndLabel {
  letter: string;
  /** From the left end of the axis, 0 … 1. */
  x: number;
  /** From the top, in pixels. */
  y: number;
}

/** Labels closer than this overlap. */
const LABEL_HEIGHT = 17;
const LABEL_SHARE = 0.05;

/**
 * Where the letters at the ends of the curves go, in a plot `height` pixels high: one a run, beside its last point, moved
 * apart where they would overlap.
 */
export function endLabels(lines: readonly CurveLine[], { right, top }: Axes, height: number): EndLabel[] {
  const byLetter = new Map<string, EndLabel>();
  for (const { letter, points } of lines) {
    const { x, y } = points[points.length - 1];
    if (!byLetter.has(letter))
      byLetter.set(letter, { letter, x: x / right, y: (1 - Math.min(1, Math.max(0, y / top))) * height });
  }
  const placed: EndLabel[] = [];
  for (const label of [...byLetter.values()].sort((a, b) => a.y - b.y)) {
    const above = placed.filter((other) => Math.abs(other.x - label.x) < LABEL_SHARE).at(-1);
    const y = above ? Math.max(label.y, above.y + LABEL_HEIGHT) : label.y;
    placed.push({ ...label, y });
  }
  // Pushed below the plot: the lowest stays inside, and those above it give way upwards.
  for (let i = placed.length - 1; i >= 0; i--) {
    const below = placed.slice(i + 1).find((other) => Math.abs(other.x - placed[i].x) < LABEL_SHARE);
    placed[i] = { ...placed[i], y: Math.min(placed[i].y, below ? below.y - LABEL_HEIGHT : height) };
  }
  return placed;
}
