/**
 * How well each class is told from the others: precision, recall and F1 from a confusion matrix, and their averages
 * (Sokolova and Lapalme: A systematic analysis of performance measures for classification tasks, 2009). What would be
 * 0 divided by 0 is null: the precision of a class that was never predicted, the recall of one without samples.
 */

export interface ClassScores {
  /** Of the samples this class was predicted for, the share that are of it, 0 … 1. */
  precision: number | null;
  /** Of the samples of this class, the share it was predicted for, 0 … 1. */
  recall: number | null;
  /** Harmonic mean of the two, 0 … 1; null only for a class with neither samples nor predictions. */
  f1: number | null;
  /** Samples of this class. */
  support: number;
  /** Samples it was predicted for. */
  predicted: number;
}

export type Averages = Pick<ClassScores, 'precision' | 'recall' | 'f1'>;

export interface ClassReport {
  classes: ClassScores[];
  /** Mean over the classes that have the number, each counting the same; of F1 the mean of the classes' F1. */
  macro: Averages;
  /**
   * From the counts of all classes together. With one class a sample every wrong prediction is both one too many and
   * one too few, so all three are the accuracy.
   */
  micro: Averages;
  /** Samples in all. */
  support: number;
}

/** Precision TP / (TP + FP), recall TP / (TP + FN) and F1 = 2 TP / (2 TP + FP + FN). */
function scores(right: number, predicted: number, support: number): ClassScores {
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    precision: share(right, predicted),
    recall: share(right, support),
    f1: share(2 * right, predicted + support),
    support,
    predicted,
  };
}

/**
 * @param confusion counts by true class (row) and predicted class (column), row-major `[classes, classes]`.
 */
export function classReport(confusion: ArrayLike<number>, classes: number): ClassReport {
  const right = new Array<number>(classes).fill(0);
  const predicted = new Array<number>(classes).fill(0);
  const support = new Array<number>(classes).fill(0);
  for (let row = 0; row < classes; row++) {
    for (let column = 0; column < classes; column++) {
      const count = confusion[row * classes + column];
      support[row] += count;
      predicted[column] += count;
      if (row === column) right[row] = count;
    }
  }
  const each = right.map((count, k) => scores(count, predicted[k], support[k]));
  const micro = scores(sum(right), sum(predicted), sum(support));
  const mean = (of: keyof Averages) => meanOf(each.map((one) => one[of]));
  return {
    classes: each,
    macro: { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') },
    micro: { precision: micro.precision, recall: micro.recall, f1: micro.f1 },
    support: micro.support,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known) / known.length;
}
