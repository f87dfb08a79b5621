/**
 * One score a sample, and every threshold it can be compared with: how many samples of the class, and how many others,
 * have at least that score. ROC and precision–recall curves are two views of these counts. Samples of equal score
 * cannot be told apart by any threshold, so they are one step (Fawcett: An introduction to ROC analysis, 2006).
 */

export interface Thresholds {
  /** Scores that occur, descending. */
  values: Float64Array;
  /** Samples of the class, and of others, with at least that score. */
  truePositives: Uint32Array;
  falsePositives: Uint32Array;
  /** Samples in all. */
  positives: number;
  negatives: number;
}

/**
 * Counts for all thresholds.
 * @param scores the higher, the more a sample is held to be of the class; `NaN` makes the result null: it has no place.
 * @param positive whether a sample is of the class.
 */
export function thresholdsOf(scores: ArrayLike<number>, positive: (sample: number) => boolean): Thresholds | null {
  const own = new Float64Array(scores.length);
  const others = new Float64Array(scores.length);
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) return null;
    if (positive(i)) own[positives++] = scores[i];
    else others[negatives++] = scores[i];
  }
  // Sorted apart and merged: typed arrays of numbers sort many times faster than places by their numbers.
  return merged(own.subarray(0, positives).sort(), others.subarray(0, negatives).sort());
}

function merged(own: Float64Array, others: Float64Array): Thresholds {
  const most = own.length + others.length;
  const values = new Float64Array(most);
  const truePositives = new Uint32Array(most);
  const falsePositives = new Uint32Array(most);
  let count = 0;
  let a = own.length;
  let b = others.length;
  while (a > 0 || b > 0) {
    const value = Math.max(a > 0 ? own[a - 1] : -Infinity, b > 0 ? others[b - 1] : -Infinity);
    while (a > 0 && own[a - 1] === value) a--;
    while (b > 0 && others[b - 1] === value) b--;
    values[count] = value;
    truePositives[count] = own.length - a;
    falsePositives[count] = others.length - b;
    count++;
  }
  return {
    values: values.slice(0, count),
    truePositives: truePositives.slice(0, count),
    falsePositives: falsePositives.slice(0, count),
    positives: own.length,
    negatives: others.length,
  };
}

/** The four counts of a threshold: who has at least that score is held to be of the class. */
export interface BinaryCounts {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

/** The counts at any threshold, whether it is a score that occurs or not. */
export function countsAt(thresholds: Thresholds, threshold: number): BinaryCounts {
  const { values, truePositives, falsePositives, positives, negatives } = thresholds;
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] >= threshold) low = middle + 1;
    else high = middle;
  }
  const [tp, fp] = low === 0 ? [0, 0] : [truePositives[low - 1], falsePositives[low - 1]];
  return { truePositives: tp, falsePositives: fp, falseNegatives: positives - tp, trueNegatives: negatives - fp };
}

/** Shares of four counts, 0 … 1; null where they would be 0 divided by 0. */
export interface BinaryScores {
  /** Of those held to be of the class, the share that are. */
  precision: number | null;
  /** Of the samples of the class, the share that was found: the true positive rate. */
  recall: number | null;
  /** Of the others, the share that was held to be of the class all the same. */
  falsePositiveRate: number | null;
  /** Harmonic mean of precision and recall. */
  f1: number | null;
  /** Of all samples, the share that is on its side of the threshold. */
  accuracy: number | null;
}

export function binaryScores(counts: BinaryCounts): BinaryScores {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = counts;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    falsePositiveRate: share(fp, fp + tn),
    f1: share(2 * tp, 2 * tp + fp + fn),
    accuracy: share(tp + tn, tp + fp + fn + tn),
  };
}
