/** Lion: every weight takes a step of the same size, in the direction its momentum votes for (Chen et al., NeurIPS 2023). */
import { z } from 'zod';
import { lines } from './lines';
import { decay, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z.object({ learningRate: learningRate(0.001), beta1: decay(0.9), beta2: decay(0.99) }).strict();

export const lion: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'lion',
  settings,
  state: () => ['m'],
  lines: () =>
    lines('theta = theta - learningRate * sign(beta1 * m + (1 - beta1) * g)', 'm = beta2 * m + (1 - beta2) * g'),
};
