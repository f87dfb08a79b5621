/**
 * The precision–recall curve and the average precision. Between two thresholds precision does not move along a straight
 * line (Davis and Goadrich: The relationship between precision-recall and ROC curves, 2006), so the curve is drawn in
 * steps and nothing is interpolated: AP = Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds, descending.
 */
import { type Curve, distinct, trapezoidArea } from './roc';
import type { Thresholds } from './thresholds';

/** `x` is recall, `y` precision, in steps: every level begins where the one before ends. */
export interface PrecisionRecallCurve extends Curve {
  /** Threshold of every point. Absent of an averaged curve. */
  thresholds?: Float64Array;
  /** Area under the steps, 0 … 1. */
  averagePrecision: number;
  /** Precision of guessing at random: the share of samples that are of the class. */
  chance: number;
}

/** Null where there are no samples of the class: recall would be 0 divided by 0. */
export function precisionRecallCurve(thresholds: Thresholds): PrecisionRecallCurve | null {
  const { values, truePositives: tp, falsePositives: fp, positives, negatives } = thresholds;
  if (positives === 0) return null;
  const x: number[] = [];
  const y: number[] = [];
  const at: number[] = [];
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    // More of the others and none of the class: recall stands, and no step is made.
    if (tp[i] === before) continue;
    const precision = tp[i] / (tp[i] + fp[i]);
    x.push(before / positives, tp[i] / positives);
    y.push(precision, precision);
    at.push(values[i], values[i]);
    before = tp[i];
  }
  const curve = { x: Float64Array.from(x), y: Float64Array.from(y), thresholds: Float64Array.from(at) };
  // Under steps the trapezoidal rule is the sum of their rectangles.
  return { ...curve, averagePrecision: trapezoidArea(curve), chance: positives / (positives + negatives) };
}

/** The mean of several curves at every recall; its area is the mean of their average precisions. Null without curves. */
export function meanPrecisionRecall(curves: readonly PrecisionRecallCurve[]): PrecisionRecallCurve | null {
  if (curves.length === 0) return null;
  // Each level reaches from one recall, left out, to the next, which belongs to it.
  const ends = distinct(curves.map(({ x }) => x));
  const levels = ends.length - 1;
  const x = new Float64Array(2 * levels);
  const y = new Float64Array(2 * levels);
  for (const curve of curves) {
    let step = 0;
    for (let i = 0; i < levels; i++) {
      while (curve.x[step + 1] < ends[i + 1]) step += 2;
      x[2 * i] = ends[i];
      x[2 * i + 1] = ends[i + 1];
      y[2 * i] += curve.y[step] / curves.length;
      y[2 * i + 1] += curve.y[step] / curves.length;
    }
  }
  const mean = { x, y };
  const chance = curves.reduce((total, curve) => total + curve.chance, 0) / curves.length;
  return { ...mean, averagePrecision: trapezoidArea(mean), chance };
}
