/** Places where the gradient says nothing: the middle of a saddle, the far reaches of a plateau. */
import type { SurfaceDefinition } from '../types';

/**
 * The saddle x² − y², bounded softly by y⁴/4: without that it falls for ever, and there is nothing to arrive at. On the
 * line y = 0 the gradient leads straight into the saddle point and never out of it.
 */
export const saddle: SurfaceDefinition = {
  kind: 'saddle',
  text: 'x^2 - y^2 + y^4 / 4',
  window: { x: [-2.5, 2.5], y: [-2.5, 2.5] },
  start: { x: -2, y: 0.01 },
  minima: [
    { x: 0, y: Math.SQRT2 },
    { x: 0, y: -Math.SQRT2 },
  ],
  levels: 'linear',
  noise: 0,
  steps: 200,
};

/** A hole in a plain: the further away, the smaller the gradient, as with a saturated activation. */
export const plateau: SurfaceDefinition = {
  kind: 'plateau',
  text: '1 - exp(-(x^2 + y^2) / 6)',
  window: { x: [-6, 6], y: [-6, 6] },
  start: { x: -4.5, y: 3 },
  minima: [{ x: 0, y: 0 }],
  levels: 'linear',
  noise: 0,
  steps: 300,
};
