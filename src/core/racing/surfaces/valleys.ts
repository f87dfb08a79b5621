/** Curved valleys: the way to the minimum is not the steepest way down. */
import type { SurfaceDefinition } from '../types';

/** Rosenbrock: An automatic method for finding the greatest or least value of a function, The Computer Journal 3, 1960. */
export const rosenbrock: SurfaceDefinition = {
  kind: 'rosenbrock',
  text: '(1 - x)^2 + 100 * (y - x^2)^2',
  window: { x: [-2, 2], y: [-1, 3] },
  start: { x: -1.2, y: 1 },
  minima: [{ x: 1, y: 1 }],
  levels: 'log',
  noise: 0,
  steps: 1000,
};

/** Beale: On an iterative method for finding a local minimum of a function of more than one variable, Princeton, 1958. */
export const beale: SurfaceDefinition = {
  kind: 'beale',
  text: '(1.5 - x + x * y)^2 + (2.25 - x + x * y^2)^2 + (2.625 - x + x * y^3)^2',
  window: { x: [-4.5, 4.5], y: [-4.5, 4.5] },
  start: { x: 1, y: 1.5 },
  minima: [{ x: 3, y: 0.5 }],
  levels: 'log',
  noise: 0,
  steps: 500,
};
