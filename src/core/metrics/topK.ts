/** Top-k accuracy: whether the true class is among the k likeliest. */

/**
 * Place of a sample's true class among all classes by output, counted from 0. Of equal outputs the first class comes
 * first, so that place 0 is the predicted class.
 * @param outputs row-major `[samples, classes]`
 */
export function rankOf(outputs: ArrayLike<number>, sample: number, classes: number, truth: number): number {
  const first = sample * classes;
  const own = outputs[first + truth];
  let rank = 0;
  for (let k = 0; k < classes; k++) {
    if (outputs[first + k] > own || (outputs[first + k] === own && k < truth)) rank++;
  }
  return rank;
}

/**
 * Share of samples whose true class is among the `k` with the largest outputs, 0 … 1; NaN without samples. With k = 1
 * the accuracy, with k = classes always 1. An output that is not a number is never among them.
 */
export function topKAccuracy(outputs: ArrayLike<number>, truth: ArrayLike<number>, classes: number, k: number): number {
  let hits = 0;
  for (let i = 0; i < truth.length; i++) {
    const known = !Number.isNaN(outputs[i * classes + truth[i]]);
    if (known && rankOf(outputs, i, classes, truth[i]) < k) hits++;
  }
  return hits / truth.length;
}
