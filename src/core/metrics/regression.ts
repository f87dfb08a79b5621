/**
 * How far numbers are from those wanted: mean absolute error, root mean squared error, and the coefficient of
 * determination R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², the share of the targets' variance that is accounted for: 1 is perfect,
 * 0 no better than always answering their mean, below 0 worse.
 */

export interface RegressionScores {
  /** In the unit of the targets. */
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  /** At most 1; null where all targets are equal: there is no variance to account for. */
  r2: number | null;
}

export interface RegressionReport {
  /** One an output of the network. */
  outputs: RegressionScores[];
  /**
   * Over all outputs: the mean of the absolute errors, the root of the mean of all squared errors, and the mean of the
   * R² of those outputs whose targets vary.
   */
  mean: RegressionScores;
  /** Outputs whose targets are all equal. */
  constant: number[];
}

/**
 * @param outputs and `targets`: row-major `[samples, width]`
 * @returns null without samples.
 */
export function regressionReport(
  outputs: ArrayLike<number>,
  targets: ArrayLike<number>,
  width: number,
): RegressionReport | null {
  const samples = targets.length / width;
  if (samples === 0) return null;
  const each = Array.from({ length: width }, (_, column) => scoresOf(outputs, targets, width, column, samples));
  const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
  const varying = each.flatMap(({ r2 }) => (r2 === null ? [] : [r2]));
  return {
    outputs: each,
    mean: {
      meanAbsoluteError: mean(each.map((one) => one.meanAbsoluteError)),
      rootMeanSquaredError: Math.sqrt(mean(each.map((one) => one.rootMeanSquaredError ** 2))),
      r2: varying.length === 0 ? null : mean(varying),
    },
    constant: each.flatMap(({ r2 }, column) => (r2 === null ? [column] : [])),
  };
}

function scoresOf(
  outputs: ArrayLike<number>,
  targets: ArrayLike<number>,
  width: number,
  column: number,
  samples: number,
): RegressionScores {
  let center = 0;
  for (let i = column; i < targets.length; i += width) center += targets[i] / samples;
  let [absolute, squared, spread] = [0, 0, 0];
  let varies = false;
  for (let i = column; i < targets.length; i += width) {
    const error = targets[i] - outputs[i];
    absolute += Math.abs(error);
    squared += error * error;
    spread += (targets[i] - center) ** 2;
    // By the targets themselves: around a rounded mean even equal ones would have a little spread.
    varies ||= targets[i] !== targets[column];
  }
  return {
    meanAbsoluteError: absolute / samples,
    rootMeanSquaredError: Math.sqrt(squared / samples),
    r2: varies ? 1 - squared / spread : null,
  };
}
