/** Sample statistics with their standard errors, so that tests can say "within five of them". */

export interface Statistics {
  mean: number;
  /** Standard error of the mean. */
  meanError: number;
  variance: number;
  /** Standard error of the variance, from the fourth moment. */
  varianceError: number;
  min: number;
  max: number;
}

/** Of independent values. */
export function statistics(values: ArrayLike<number>): Statistics {
  const all = Array.from(values);
  const n = all.length;
  const mean = all.reduce((a, b) => a + b, 0) / n;
  const moment = (power: number) => all.reduce((sum, v) => sum + (v - mean) ** power, 0) / n;
  const variance = moment(2);
  return {
    mean,
    meanError: Math.sqrt(variance / n),
    variance,
    varianceError: Math.sqrt(Math.max(0, moment(4) - variance ** 2) / n),
    min: all.reduce((a, b) => Math.min(a, b)),
    max: all.reduce((a, b) => Math.max(a, b)),
  };
}

/** ∫ f over [from, to] by the midpoint rule. */
export function integral(f: (x: number) => number, from: number, to: number, parts = 20_000): number {
  const width = (to - from) / parts;
  let sum = 0;
  for (let i = 0; i < parts; i++) sum += f(from + (i + 0.5) * width);
  return sum * width;
}
