/** Histograms of many numbers in equal bins, with their mean and standard deviation. */

export interface Histogram {
  /** Edges of equal bins, ascending; one more than `counts`. */
  edges: number[];
  /** A value on an inner edge counts for the bin above it; the largest value for the last bin. */
  counts: number[];
  /** NaN without a finite value. */
  mean: number;
  /** Root of the mean squared difference from the mean. */
  deviation: number;
}

/** Width around a single value when all are the same: it needs a bin to be in. */
const NARROW = 0.5;

/**
 * Counts values from the smallest to the largest in equal bins; values that are not finite are left out.
 * @param bins whole number ≥ 1.
 */
export function histogram(values: ArrayLike<number>, bins = 40): Histogram {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    count++;
  }
  if (count === 0) return { edges: [], counts: [], mean: Number.NaN, deviation: Number.NaN };
  const mean = sum / count;
  if (low === high) {
    const around = Math.abs(low) * NARROW || NARROW;
    low -= around;
    high += around;
  }
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
    squares += (value - mean) ** 2;
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * width));
  return { edges, counts, mean, deviation: Math.sqrt(squares / count) };
}
