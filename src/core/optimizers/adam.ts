/** Adam: running averages of gradient and squared gradient, corrected for their start at zero (Kingma and Ba, ICLR 2015). */
import { z } from 'zod';
import { lines } from './lines';
import { decay, epsilon, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({ learningRate: learningRate(0.001), beta1: decay(0.9), beta2: decay(0.999), epsilon: epsilon(1e-7) })
  .strict();

export const adam: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adam',
  settings,
  state: ['m', 'v'],
  lines: () =>
    lines(
      'm = beta1 * m + (1 - beta1) * g',
      'v = beta2 * v + (1 - beta2) * g^2',
      'mHat = m / (1 - beta1^t)',
      'vHat = v / (1 - beta2^t)',
      'theta = theta - learningRate * mHat / (sqrt(vHat) + epsilon)',
    ),
};
