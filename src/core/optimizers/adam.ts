/**
 * Adam: running averages of gradient and squared gradient, corrected for their start at zero (Kingma and Ba, ICLR 2015).
 * With `amsgrad` the denominator never shrinks: it takes the largest v so far (Reddi, Kale, Kumar, ICLR 2018).
 */
import { z } from 'zod';
import { lines } from './lines';
import { decay, epsilon, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({
    learningRate: learningRate(0.001),
    beta1: decay(0.9),
    beta2: decay(0.999),
    epsilon: epsilon(1e-7),
    amsgrad: z.boolean().default(false),
  })
  .strict();

export const adam: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adam',
  settings,
  state: ({ amsgrad }) => (amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']),
  lines: ({ amsgrad }) =>
    lines(
      'm = beta1 * m + (1 - beta1) * g',
      'v = beta2 * v + (1 - beta2) * g^2',
      'mHat = m / (1 - beta1^t)',
      ...(amsgrad ? ['vMax = max(vMax, v)', 'vHat = vMax / (1 - beta2^t)'] : ['vHat = v / (1 - beta2^t)']),
      'theta = theta - learningRate * mHat / (sqrt(vHat) + epsilon)',
    ),
};
