/** Adamax: Adam with the largest recent gradient instead of a root mean square (Kingma and Ba, ICLR 2015, algorithm 2). */
import { z } from 'zod';
import { moments } from './adam';
import { lines } from './lines';
import type { OptimizerDefinition } from './types';

const settings = z.object(moments).strict();

export const adamax: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adamax',
  settings,
  state: () => ['m', 'u'],
  lines: () =>
    lines(
      'm = beta1 * m + (1 - beta1) * g',
      'u = max(beta2 * u, abs(g) + epsilon)',
      'theta = theta - learningRate / (1 - beta1^t) * m / u',
    ),
};
