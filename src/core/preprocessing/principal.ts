/** Principal directions of training data, and what whitening along them divides by. */
import { symmetricEigen } from './eigen';
import { covarianceOf } from './rows';
import type { FeatureRows } from './types';

/** Training samples that principal directions are worked out from, at most: more would change them little. */
export const MOST_ROWS = 5000;
/** Directions that are kept to be looked at. */
const SHOWN = 64;
/** Variances below this share of the largest are nothing but rounding. */
const ROUNDING = 1e-12;

export interface Principal {
  mean: Float64Array;
  /** Largest first, none below 0. */
  variances: Float64Array;
  /** Unit vectors as rows. */
  vectors: Float64Array;
  /** √(λ + ε) of each direction; 0 for those without any variance, which nothing is divided by. */
  scales: Float64Array;
  directions: Float64Array;
}

/** @param epsilon added to every variance. */
export function principalOf(rows: FeatureRows, epsilon: number): Principal {
  const { features } = rows;
  const { mean, covariance } = covarianceOf(rows);
  const { values, vectors } = symmetricEigen(covariance, features);
  const variances = values.map((value) => Math.max(value, 0));
  const least = variances[0] * ROUNDING;
  const scales = variances.map((value) => (value + epsilon > least ? Math.sqrt(value + epsilon) : 0));
  return { mean, variances, vectors, scales, directions: vectors.slice(0, Math.min(SHOWN, features) * features) };
}

/** 1/s, and 0 for nothing. */
export const inverted = (scale: number): number => (scale === 0 ? 0 : 1 / scale);
