/**
 * What an evaluation says as curves: one score for a binary classifier, one against the rest for several classes; and
 * what of it is drawn, as no chart needs ten thousand points.
 */

import { targetForm } from '@/core/losses/targets';
import { binaryCurves, type ClassCurves, microCurves, type OneVsRest, oneVsRest } from '@/core/metrics/oneVsRest';
import { type RegressionReport, regressionReport } from '@/core/metrics/regression';
import type { Curve } from '@/core/metrics/roc';
import { type BinaryScores, binaryScores, countsAt, type Thresholds } from '@/core/metrics/thresholds';
import type { Evaluation } from '@/state';

/** Points of a series at most. */
export const CHART_POINTS = 300;
/** … of the curves that are only there to be compared with. */
export const FAINT_POINTS = 60;

/** A class against the rest, or all decisions together. A binary classifier has only class 1, against class 0. */
export type Choice = number | 'micro';

export interface Judged {
  kind: 'binary' | 'classes';
  classes: ClassCurves[];
  macro: OneVsRest['macro'] | null;
  /** All decisions together: ten times as many as of one class, so worked out only when they are asked for. */
  micro(): ClassCurves;
}

/** The curves of an evaluation; null where it judges no classes, or kept no outputs. */
export function judgedOf({ outputs, truth, classes }: Evaluation): Judged | null {
  if (!outputs || !truth || truth.length === 0) return null;
  if (outputs.length === truth.length) {
    const curves = binaryCurves(outputs, truth);
    return { kind: 'binary', classes: [curves], macro: null, micro: () => curves };
  }
  if (outputs.length !== truth.length * classes) return null;
  let micro: ClassCurves | null = null;
  return {
    kind: 'classes',
    ...oneVsRest(outputs, truth, classes),
    micro: () => {
      micro ??= microCurves(outputs, truth, classes);
      return micro;
    },
  };
}

export const curvesOf = (judged: Judged, choice: Choice): ClassCurves =>
  choice === 'micro' ? judged.micro() : (judged.classes[choice] ?? judged.classes[0]);

/** The class with the smallest area under its precision–recall curve: where there is most to see. */
export function hardestClass({ classes }: Judged): number {
  const area = (k: number) => classes[k].precisionRecall?.averagePrecision ?? Number.POSITIVE_INFINITY;
  return classes.reduce((hardest, _, k) => (area(k) < area(hardest) ? k : hardest), 0);
}

/** Losses that compare outputs with targets as numbers, whatever else the outputs are read as. */
const NUMERIC = new Set(['meanSquaredError', 'meanAbsoluteError', 'halfSquaredError', 'huber', 'logCosh', 'poisson']);

/** Errors of the outputs as numbers, where it makes sense to speak of them. */
export function regressionOf(evaluation: Evaluation, loss: string): RegressionReport | null {
  const { outputs, truth, targets, count } = evaluation;
  if (!outputs || count === 0) return null;
  const width = outputs.length / count;
  if (targets) return targets.length === outputs.length ? regressionReport(outputs, targets, width) : null;
  if (!truth || !NUMERIC.has(loss)) return null;
  const wanted = new Float64Array(outputs.length);
  for (let i = 0; i < count; i++) {
    if (width === 1) wanted[i] = truth[i];
    else wanted[i * width + truth[i]] = 1;
  }
  return regressionReport(outputs, wanted, width);
}

export interface Point {
  x: number;
  y: number;
}

/** The part of a plot that is shown. */
export interface Frame {
  x: [number, number];
  y: [number, number];
}

/** All of a plot, or the corner where the curves of a good classifier lie. */
export const FRAMES: Record<'whole' | 'corner', Record<'roc' | 'precisionRecall', Frame>> = {
  whole: { roc: { x: [0, 1], y: [0, 1] }, precisionRecall: { x: [0, 1], y: [0, 1] } },
  corner: { roc: { x: [0, 0.1], y: [0.9, 1] }, precisionRecall: { x: [0.9, 1], y: [0.9, 1] } },
};

/** Where a point lies in a frame, as shares from the lower left; null outside. */
export function within({ x, y }: Frame, point: Point): Point | null {
  const place = { x: (point.x - x[0]) / (x[1] - x[0]), y: (point.y - y[0]) / (y[1] - y[0]) };
  const out = (share: number) => share < -1e-9 || share > 1 + 1e-9;
  return out(place.x) || out(place.y) ? null : place;
}

/** Of a curve's points, at most `limit` (≥ 4), no two of them closer than they must be; the ends stay. */
export function drawn({ x, y }: Curve, limit: number): Point[] {
  const last = x.length - 1;
  const at = (i: number): Point => ({ x: x[i], y: y[i] });
  if (last < 0) return [];
  for (let apart = x.length <= limit ? 0 : 2 / limit; ; apart *= 1.4) {
    const kept = [at(0)];
    for (let i = 1; i < last; i++) {
      const before = kept[kept.length - 1];
      if (Math.abs(x[i] - before.x) + Math.abs(y[i] - before.y) >= apart) kept.push(at(i));
    }
    if (last > 0) kept.push(at(last));
    if (kept.length <= limit) return kept;
  }
}

/** The points of a curve within a part of the plot, and the ones that lead into it and out of it. */
export function framed({ x, y }: Curve, frame: Frame): Curve {
  const inside = (i: number) => i >= 0 && i < x.length && within(frame, { x: x[i], y: y[i] }) !== null;
  const kept = (_: number, i: number) => inside(i) || inside(i - 1) || inside(i + 1);
  return { x: x.filter(kept), y: y.filter(kept) };
}

/** The ends of a precision–recall curve's levels, and where the first begins: what a stepped line is drawn through. */
export function levelsOf({ x, y }: Curve): Curve {
  const ends = (values: Float64Array) => values.filter((_, i) => i % 2 === 1 || i === 0);
  return { x: ends(x), y: ends(y) };
}

/** Where a threshold lies on both curves; null where one of the rates is 0 divided by 0. */
export interface Position {
  threshold: number;
  counts: ReturnType<typeof countsAt>;
  scores: BinaryScores;
  roc: Point | null;
  precisionRecall: Point | null;
}

export function positionAt(thresholds: Thresholds, threshold: number): Position {
  const counts = countsAt(thresholds, threshold);
  const scores = binaryScores(counts);
  const { recall, falsePositiveRate, precision } = scores;
  return {
    threshold,
    counts,
    scores,
    roc: recall === null || falsePositiveRate === null ? null : { x: falsePositiveRate, y: recall },
    precisionRecall: recall === null || precision === null ? null : { x: recall, y: precision },
  };
}

/** The threshold whose place on a curve is nearest to a point of the plot. */
export function nearestThreshold(
  { values, truePositives, falsePositives, positives, negatives }: Thresholds,
  plot: 'roc' | 'precisionRecall',
  { x, y }: Point,
): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const recall = truePositives[i] / positives;
    const precision = truePositives[i] / (truePositives[i] + falsePositives[i]);
    const rate = falsePositives[i] / negatives;
    const distance = plot === 'roc' ? (rate - x) ** 2 + (recall - y) ** 2 : (recall - x) ** 2 + (precision - y) ** 2;
    if (distance < least) {
      least = distance;
      best = values[i];
    }
  }
  return best;
}

/** Where a yes and a no meet: at one half of what counts from 0 to 1, at 0 of margins and of sums before a sigmoid. */
export const middleOf = (loss: { kind: string; fromLogits?: unknown }): number =>
  targetForm(loss) === 'sign' || loss.fromLogits === true ? 0 : 0.5;

/** The range a threshold moves in: 0 … 1 for probabilities, else over all scores, with the middle among them. */
export function rangeOf({ values }: Thresholds, middle: number): { min: number; max: number; step: number } {
  const high = values[0] ?? 1;
  const low = values[values.length - 1] ?? 0;
  if (middle > 0 && low >= 0 && high <= 1) return { min: 0, max: 1, step: 0.001 };
  const [min, max] = [Math.min(low, middle), Math.max(high, middle)];
  return { min, max, step: (max - min) / 1000 || 1 };
}

/** Evenly chosen thresholds for a table, highest first. */
export function tableOf(thresholds: Thresholds, middle: number, rows: number): Position[] {
  const { min, max } = rangeOf(thresholds, middle);
  return Array.from({ length: rows }, (_, i) => positionAt(thresholds, max - ((max - min) * i) / (rows - 1)));
}
