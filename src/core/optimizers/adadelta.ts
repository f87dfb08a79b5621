/** Adadelta: the step has the units of the weight, from running means of squared gradients and steps (Zeiler, 2012). */
import { z } from 'zod';
import { lines } from './lines';
import { decay, epsilon, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z.object({ learningRate: learningRate(0.001), rho: decay(0.95), epsilon: epsilon(1e-7) }).strict();

export const adadelta: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adadelta',
  settings,
  state: () => ['accumulator', 'deltaAccumulator'],
  lines: () =>
    lines(
      'accumulator = rho * accumulator + (1 - rho) * g^2',
      'delta = g * sqrt(deltaAccumulator + epsilon) / sqrt(accumulator + epsilon)',
      'deltaAccumulator = rho * deltaAccumulator + (1 - rho) * delta^2',
      'theta = theta - learningRate * delta',
    ),
};
