/** Surfaces with more than one minimum: where one ends depends on where one starts, and on who goes. */
import type { SurfaceDefinition } from '../types';

/**
 * Himmelblau: Applied nonlinear programming, 1972. The first minimum is exact; the others are roots of the two brackets,
 * found by Newton's method and rounded to float64.
 */
export const himmelblau: SurfaceDefinition = {
  kind: 'himmelblau',
  text: '(x^2 + y - 11)^2 + (x + y^2 - 7)^2',
  window: { x: [-6, 6], y: [-6, 6] },
  start: { x: -0.5, y: -1 },
  minima: [
    { x: 3, y: 2 },
    { x: -2.805118086952745, y: 3.131312518250573 },
    { x: -3.779310253377747, y: -3.283185991286169 },
    { x: 3.5844283403304917, y: -1.8481265269644036 },
  ],
  levels: 'log',
  noise: 0,
  steps: 200,
};

/** Rastrigin: Systems of extremal control, 1974, in two variables: a bowl full of dents, one of them the lowest. */
export const rastrigin: SurfaceDefinition = {
  kind: 'rastrigin',
  text: '20 + x^2 + y^2 - 10 * (cos(2 * pi * x) + cos(2 * pi * y))',
  window: { x: [-5.12, 5.12], y: [-5.12, 5.12] },
  start: { x: -3.4, y: 2.7 },
  minima: [{ x: 0, y: 0 }],
  levels: 'linear',
  noise: 0,
  steps: 300,
};

/**
 * Ackley: A connectionist machine for genetic hillclimbing, 1987: nearly flat far out, a funnel in the middle. At the
 * bottom of the funnel is a kink.
 */
export const ackley: SurfaceDefinition = {
  kind: 'ackley',
  text: '20 - 20 * exp(-0.2 * sqrt((x^2 + y^2) / 2)) + exp(1) - exp((cos(2 * pi * x) + cos(2 * pi * y)) / 2)',
  window: { x: [-5, 5], y: [-5, 5] },
  start: { x: -3.2, y: 2.6 },
  minima: [{ x: 0, y: 0 }],
  levels: 'linear',
  noise: 0,
  steps: 300,
};
