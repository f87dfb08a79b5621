/**
 * Quadratics, whose curvature is the same everywhere: what a learning rate may be can be read off its two eigenvalues.
 * The ravine x²/20 + y² is the one on which many textbooks compare optimizers; its curvatures are 0.1 and 2.
 */
import type { SurfaceDefinition } from '../types';

export const bowl: SurfaceDefinition = {
  kind: 'bowl',
  text: 'x^2 + y^2',
  window: { x: [-4, 4], y: [-4, 4] },
  start: { x: -3, y: 2.5 },
  minima: [{ x: 0, y: 0 }],
  levels: 'linear',
  noise: 0,
  steps: 100,
};

export const ravine: SurfaceDefinition = {
  kind: 'ravine',
  text: 'x^2 / 20 + y^2',
  window: { x: [-10, 10], y: [-4, 4] },
  start: { x: -7, y: 2 },
  minima: [{ x: 0, y: 0 }],
  levels: 'log',
  noise: 0,
  steps: 100,
};

/** The same ravine, seen through gradients that are never quite right, as those of batches are. */
export const noisyRavine: SurfaceDefinition = {
  ...ravine,
  kind: 'noisyRavine',
  noise: 0.5,
  steps: 200,
};
