/**
 * The receiver operating characteristic: true positive rate over false positive rate for every threshold, and the area
 * under it (Fawcett: An introduction to ROC analysis, 2006). The area is the chance that a sample of the class has a
 * higher score than one of another class, a tie counted as one half: the Mann–Whitney U statistic over the number of pairs.
 */
import type { Thresholds } from './thresholds';

/** A curve through points, straight between two; `x` never falls. */
export interface Curve {
  x: Float64Array;
  y: Float64Array;
}

export interface RocCurve extends Curve {
  /** Threshold of every point; the first, where nothing is above it, is Infinity. Absent of an averaged curve. */
  thresholds?: Float64Array;
  /** Area under the curve, 0 … 1. */
  auc: number;
}

/** Area under a curve by the trapezoidal rule. */
export function trapezoidArea({ x, y }: Curve): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) * 0.5;
  return area;
}

/**
 * From (0, 0) to (1, 1), with the points where the curve bends: those between lie on a straight line. Null where there
 * are no samples of the class, or none of others: then one of the rates is 0 divided by 0.
 */
export function rocCurve(thresholds: Thresholds): RocCurve | null {
  const { values, truePositives: tp, falsePositives: fp, positives, negatives } = thresholds;
  if (positives === 0 || negatives === 0) return null;
  const kept: number[] = [];
  const count = values.length;
  for (let i = 0; i < count; i++) {
    const [beforeT, beforeF] = i === 0 ? [0, 0] : [tp[i - 1], fp[i - 1]];
    const bends =
      i === count - 1 || (tp[i] - beforeT) * (fp[i + 1] - fp[i]) !== (fp[i] - beforeF) * (tp[i + 1] - tp[i]);
    if (bends) kept.push(i);
  }
  const curve = {
    x: Float64Array.from([0, ...kept.map((i) => fp[i] / negatives)]),
    y: Float64Array.from([0, ...kept.map((i) => tp[i] / positives)]),
    thresholds: Float64Array.from([Infinity, ...kept.map((i) => values[i])]),
  };
  return { ...curve, auc: trapezoidArea(curve) };
}

/**
 * The mean of several curves at every false positive rate (vertical averaging, Fawcett 2006). Its area is the mean of
 * theirs. Where a curve rises straight up, so does the mean. Null without curves.
 */
export function meanRoc(curves: readonly RocCurve[]): RocCurve | null {
  if (curves.length === 0) return null;
  const places = distinct(curves.map(({ x }) => x));
  const x = new Float64Array(2 * places.length);
  const y = new Float64Array(2 * places.length);
  for (const curve of curves) {
    let at = 0;
    for (let i = 0; i < places.length; i++) {
      const place = places[i];
      // The first point at or after the place, and the last at it.
      while (curve.x[at] < place) at++;
      const below = curve.x[at] === place ? curve.y[at] : between(curve, at, place);
      while (at + 1 < curve.x.length && curve.x[at + 1] === place) at++;
      const above = curve.x[at] === place ? curve.y[at] : below;
      x[2 * i] = place;
      x[2 * i + 1] = place;
      y[2 * i] += below / curves.length;
      y[2 * i + 1] += above / curves.length;
    }
  }
  const mean = { x, y };
  return { ...mean, auc: trapezoidArea(mean) };
}

/** Height of the line into point `at`, at `place`. */
function between({ x, y }: Curve, at: number, place: number): number {
  const share = (place - x[at - 1]) / (x[at] - x[at - 1]);
  return y[at - 1] + share * (y[at] - y[at - 1]);
}

/** All values of several arrays, ascending, each once. */
export function distinct(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((total, { length }) => total + length, 0));
  let to = 0;
  for (const values of arrays) {
    all.set(values, to);
    to += values.length;
  }
  all.sort();
  return all.filter((value, i) => i === 0 || value !== all[i - 1]);
}
