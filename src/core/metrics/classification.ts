/** Counting what a classifier gets right: predicted classes, accuracy, the confusion matrix. */

/**
 * The class that an output vector predicts: the first largest of several outputs; for a single one (a probability) 1
 * from one half upwards, else 0.
 * @param outputs row-major `[samples, size]`
 */
export function predictedClass(outputs: ArrayLike<number>, sample: number, size: number): number {
  const first = sample * size;
  if (size === 1) return outputs[first] >= 0.5 ? 1 : 0;
  let best = 0;
  for (let i = 1; i < size; i++) if (outputs[first + i] > outputs[first + best]) best = i;
  return best;
}

/** Predicted classes of all rows of `outputs`, `[samples, size]`. */
export function predictedClasses(outputs: ArrayLike<number>, size: number): Uint8Array {
  return Uint8Array.from({ length: outputs.length / size }, (_, sample) => predictedClass(outputs, sample, size));
}

/** Share of samples whose predicted class is the true one, 0 … 1; NaN without samples. */
export function accuracyOf(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}

/** Counts by true class (row) and predicted class (column), row-major `[classes, classes]`. */
export function confusionMatrix(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): Int32Array {
  const counts = new Int32Array(classes * classes);
  for (let i = 0; i < truth.length; i++) counts[truth[i] * classes + predicted[i]]++;
  return counts;
}
