/** Rows of numbers, and what is measured of them: mean, variance, range, covariance. All in float64. */
import type { FeatureRows } from './types';

/** An array of whole rows as one block. @throws RangeError when it is not. */
export function rowsOf(values: ArrayLike<number>, features: number): FeatureRows {
  const count = values.length / features;
  if (!Number.isInteger(count)) throw new RangeError(`${values.length} numbers are no rows of ${features}.`);
  return { count, features, blocks: () => [values] };
}

/** Whether a measurement is made for each feature apart, or over all of them together. */
export type Per = 'feature' | 'all';

const groupsOf = ({ features }: FeatureRows, per: Per) => (per === 'feature' ? features : 1);
const sizeOf = ({ count, features }: FeatureRows, per: Per) => (per === 'feature' ? count : count * features);
/** Feature j is measured in result j · stride: its own, or the one of all. */
const strideOf = (per: Per) => (per === 'feature' ? 1 : 0);

/** Smallest and largest number of every feature, or of all. */
export function rangeOf(rows: FeatureRows, per: Per): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(groupsOf(rows, per)).fill(Infinity);
  const high = new Float64Array(groupsOf(rows, per)).fill(-Infinity);
  const { features } = rows;
  const stride = strideOf(per);
  for (const block of rows.blocks()) {
    for (let from = 0; from < block.length; from += features) {
      for (let j = 0; j < features; j++) {
        const value = block[from + j];
        const group = j * stride;
        if (value < low[group]) low[group] = value;
        if (value > high[group]) high[group] = value;
      }
    }
  }
  return { low, high };
}

/** Mean and variance (divided by the count) of every feature, or of all, in two passes: first the mean, then around it. */
export function momentsOf(rows: FeatureRows, per: Per): { mean: Float64Array; variance: Float64Array } {
  const mean = new Float64Array(groupsOf(rows, per));
  const variance = new Float64Array(groupsOf(rows, per));
  const size = sizeOf(rows, per);
  const { features } = rows;
  const stride = strideOf(per);
  for (const block of rows.blocks()) {
    for (let from = 0; from < block.length; from += features) {
      for (let j = 0; j < features; j++) mean[j * stride] += block[from + j];
    }
  }
  for (let group = 0; group < mean.length; group++) mean[group] /= size;
  for (const block of rows.blocks()) {
    for (let from = 0; from < block.length; from += features) {
      for (let j = 0; j < features; j++) variance[j * stride] += (block[from + j] - mean[j * stride]) ** 2;
    }
  }
  for (let group = 0; group < mean.length; group++) variance[group] /= size;
  return { mean, variance };
}

/**
 * Mean and covariance (divided by the count), row-major `[features, features]`.
 *
 * Products are summed around an anchor: 0 for features that reach across it, else their smallest value. Images are mostly
 * 0, and what is at its anchor adds nothing and is passed over; the anchor lies within the data, so that subtracting the
 * means at the end loses no digits that count.
 */
export function covarianceOf(rows: FeatureRows): { mean: Float64Array; covariance: Float64Array } {
  const { features, count } = rows;
  const { low, high } = rangeOf(rows, 'feature');
  const anchor = low.map((value, j) => (value <= 0 && high[j] >= 0 ? 0 : value));
  const mean = new Float64Array(features);
  const covariance = new Float64Array(features * features);
  const places = new Uint32Array(features);
  const values = new Float64Array(features);
  for (const block of rows.blocks()) {
    for (let from = 0; from < block.length; from += features) {
      let used = 0;
      for (let j = 0; j < features; j++) {
        const value = block[from + j] - anchor[j];
        if (value === 0) continue;
        places[used] = j;
        values[used++] = value;
        mean[j] += value;
      }
      for (let a = 0; a < used; a++) {
        const row = places[a] * features;
        const value = values[a];
        for (let b = a; b < used; b++) covariance[row + places[b]] += value * values[b];
      }
    }
  }
  for (let j = 0; j < features; j++) mean[j] /= count;
  for (let i = 0; i < features; i++) {
    for (let j = i; j < features; j++) {
      const value = covariance[i * features + j] / count - mean[i] * mean[j];
      covariance[i * features + j] = value;
      covariance[j * features + i] = value;
    }
  }
  for (let j = 0; j < features; j++) mean[j] += anchor[j];
  return { mean, covariance };
}
