/**
 * Smoothing of a noisy series: an exponential moving average, corrected for its start as Adam's moments are (Kingma and Ba,
 * ICLR 2015, section 3): s ← w·s + (1 − w)·x and s / (1 − wⁿ) after n values, so that the first value is itself.
 */

/**
 * @param values in order; what is not finite leaves a gap and does not enter the average.
 * @param weight of what was before, 0 ≤ w < 1; with 0 the values stay as they are.
 */
export function smoothed(values: ArrayLike<number>, weight: number): number[] {
  const result = new Array<number>(values.length);
  let average = 0;
  let share = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isFinite(value)) {
      average = weight * average + (1 - weight) * value;
      share = weight * share + (1 - weight);
      result[i] = average / share;
    } else result[i] = Number.NaN;
  }
  return result;
}

/** The mean of each value and those before it, `count` ≥ 1 in all; NaN for as long as there are fewer. */
export function runningMean(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: values.length }, (_, i) => {
    if (i + 1 < count) return Number.NaN;
    // Summed anew each time: a sum carried along would drift, and a mean of ones be less than 1.
    let sum = 0;
    for (let k = i + 1 - count; k <= i; k++) sum += values[k];
    return sum / count;
  });
}
