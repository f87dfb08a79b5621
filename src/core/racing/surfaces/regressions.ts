/**
 * The loss of a model with two numbers to learn: x is the slope, y the intercept. The surface is the mean over samples,
 * and a batch of them gives the gradient with the noise that training has.
 */
import type { SurfaceDefinition } from '../types';

/** The mean of the samples' losses, written out. */
const meanOf = (samples: readonly string[]): string =>
  `(${samples.map((loss) => `(${loss})`).join(' + ')}) / ${samples.length}`;

/** slope · input + intercept. */
const line = (input: number): string =>
  input === 0 ? 'y' : input === 1 ? 'x + y' : input === -1 ? 'y - x' : `${input} * x + y`;

const minus = (text: string, value: number): string => (value < 0 ? `${text} + ${-value}` : `${text} - ${value}`);

function squaredErrors(points: readonly (readonly [number, number])[]): string[] {
  return points.map(([input, target]) => `(${minus(line(input), target)})^2`);
}

const LINE_POINTS = [
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
] as const;
const lineSamples = squaredErrors(LINE_POINTS);

/** A line through (1, 2), (2, 3), (3, 4), (4, 5) by its mean squared error: slope 1 and intercept 1 fit exactly. */
export const linearRegression: SurfaceDefinition = {
  kind: 'linearRegression',
  text: meanOf(lineSamples),
  samples: lineSamples,
  window: { x: [-2, 4], y: [-4, 6] },
  start: { x: -1, y: -2 },
  minima: [{ x: 1, y: 1 }],
  levels: 'log',
  noise: 0,
  steps: 300,
};

/** Inputs and classes that no threshold separates, so that the best slope is finite. */
export const LOGISTIC_POINTS = [
  [-3, 0],
  [-2, 0],
  [-1, 0],
  [-0.5, 1],
  [0.5, 0],
  [1, 1],
  [2, 1],
  [3, 1],
] as const;
/** −log σ(z) of class 1 and −log(1 − σ(z)) of class 0. */
const logisticSamples = LOGISTIC_POINTS.map(([input, target]) =>
  target === 1 ? `log1p(exp(-(${line(input)})))` : `log1p(exp(${line(input)}))`,
);

/**
 * The probability of class 1 is σ(slope · input + intercept); the loss is the mean cross-entropy. The points are
 * symmetric about 0, so that the best intercept is 0; the slope is the root of the gradient, rounded to float64.
 */
export const logisticRegression: SurfaceDefinition = {
  kind: 'logisticRegression',
  text: meanOf(logisticSamples),
  samples: logisticSamples,
  window: { x: [-2, 6], y: [-4, 4] },
  start: { x: -1, y: 3 },
  minima: [{ x: 1.4417455709510485, y: 0 }],
  levels: 'linear',
  noise: 0,
  steps: 300,
};
