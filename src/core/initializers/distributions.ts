/** The distributions initializers draw from, each with its moments, support and density. */
import { num, parse, substitute } from '../expr';
import type { Distribution } from './types';

/** Standard deviation of a standard normal that is cut off at ±2. */
export const TRUNCATED_DEVIATION = 0.87962566103423978;

const UNIFORM = parse('where(x < low, 0, where(x > high, 0, 1 / (high - low)))');
const NORMAL = parse('exp(-((x - mean) / stddev)^2 / 2) / (stddev * sqrt(2 * pi))');
// erf(√2) is the share of a normal distribution within two standard deviations.
const TRUNCATED = parse(
  'where(abs(x - mean) > 2 * stddev, 0, exp(-((x - mean) / stddev)^2 / 2) / (stddev * sqrt(2 * pi) * erf(sqrt(2))))',
);

const withNumbers = (expr: typeof UNIFORM, numbers: Record<string, number>) =>
  substitute(expr, Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, num(value)])));

/** All elements are `value`. */
export function point(value: number): Distribution {
  return { mean: value, variance: 0, support: [value, value], density: null };
}

/** Evenly between two numbers, in either order. */
export function uniform(a: number, b: number): Distribution {
  if (a === b) return point(a);
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const variance = (high - low) ** 2 / 12;
  return { mean: (low + high) / 2, variance, support: [low, high], density: withNumbers(UNIFORM, { low, high }) };
}

export function normal(mean: number, stddev: number): Distribution {
  if (stddev === 0) return point(mean);
  const support = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  return { mean, variance: stddev ** 2, support, density: withNumbers(NORMAL, { mean, stddev }) };
}

/** Cut off two standard deviations from the mean; `stddev` is that of the whole normal distribution. */
export function truncatedNormal(mean: number, stddev: number): Distribution {
  if (stddev === 0) return point(mean);
  const support = [mean - 2 * stddev, mean + 2 * stddev] as const;
  const variance = (stddev * TRUNCATED_DEVIATION) ** 2;
  return { mean, variance, support, density: withNumbers(TRUNCATED, { mean, stddev }) };
}
