/**
 * Which samples are worth looking at: the worst mistakes and the closest calls of a classifier, from the probabilities
 * it gave to each class.
 */

/** Outputs of a classifier for many samples. */
export interface Judged {
  /** Probability of every class, row-major `[samples, classes]`. */
  outputs: ArrayLike<number>;
  classes: number;
  /** True and predicted class of every sample. */
  truth: ArrayLike<number>;
  predicted: ArrayLike<number>;
}

/** The two likeliest classes of one sample, likeliest first; of equal ones the first class first. Needs two classes. */
export function topTwo(outputs: ArrayLike<number>, sample: number, classes: number): [number, number] {
  const first = sample * classes;
  let [best, second] = outputs[first + 1] > outputs[first] ? [1, 0] : [0, 1];
  for (let k = 2; k < classes; k++) {
    if (outputs[first + k] > outputs[first + best]) [best, second] = [k, best];
    else if (outputs[first + k] > outputs[first + second]) second = k;
  }
  return [best, second];
}

/** By how much the likeliest class is ahead of the second, 0 … 1: near 0 is a close call. */
export function marginOf(outputs: ArrayLike<number>, sample: number, classes: number): number {
  const [best, second] = topTwo(outputs, sample, classes);
  return outputs[sample * classes + best] - outputs[sample * classes + second];
}

/**
 * The samples that were judged wrongly, the highest cross-entropy first: as −ln p falls with p, that is the smallest
 * probability for the true class. Of equal ones the most confident mistake comes first, then the earlier sample.
 */
export function worstMistakes({ outputs, classes, truth, predicted }: Judged): number[] {
  const wrong: number[] = [];
  for (let i = 0; i < truth.length; i++) if (truth[i] !== predicted[i]) wrong.push(i);
  const forTruth = (i: number) => ordered(outputs[i * classes + truth[i]]);
  const forAnswer = (i: number) => ordered(outputs[i * classes + predicted[i]]);
  return wrong.sort((a, b) => forTruth(a) - forTruth(b) || forAnswer(b) - forAnswer(a) || a - b);
}

/** All samples, the closest call first; of equal ones the earlier sample. */
export function mostUncertain({ outputs, classes, truth }: Judged): number[] {
  const margins = Float64Array.from({ length: truth.length }, (_, i) => ordered(marginOf(outputs, i, classes)));
  return Array.from(margins.keys()).sort((a, b) => margins[a] - margins[b] || a - b);
}

/** A number with a place in any order: what is not a number comes before all that are. */
const ordered = (value: number) => (Number.isNaN(value) ? -1 : value);
