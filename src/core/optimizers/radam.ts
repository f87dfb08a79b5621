/**
 * RAdam: Adam that trusts its second moment only once enough gradients have been seen: `rho` estimates how many, and up
 * to 5 the step is plain momentum (Liu et al.: On the variance of the adaptive learning rate, ICLR 2020, algorithm 2).
 */
import { z } from 'zod';
import { moments } from './adam';
import { lines } from './lines';
import type { OptimizerDefinition } from './types';

const settings = z.object(moments).strict();

export const radam: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'radam',
  settings,
  state: () => ['m', 'v'],
  lines: () =>
    lines(
      'm = beta1 * m + (1 - beta1) * g',
      'v = beta2 * v + (1 - beta2) * g^2',
      'mHat = m / (1 - beta1^t)',
      'rhoMax = 2 / (1 - beta2) - 1',
      'rho = rhoMax - 2 * t * beta2^t / (1 - beta2^t)',
      // Below 4 the root would be of a negative number; there the step does not use it.
      'r = sqrt(max((rho - 4) * (rho - 2) * rhoMax / ((rhoMax - 4) * (rhoMax - 2) * rho), 0))',
      'theta = theta - learningRate * mHat * where(rho > 5, r * sqrt(1 - beta2^t) / (sqrt(v) + epsilon), 1)',
    ),
};
