/**
 * Momentum: a velocity that remembers past gradients (Polyak 1964). `form: "ema"` keeps an exponential average
 * instead, so that the velocity has the size of a gradient.
 */
import { z } from 'zod';
import { lines } from './lines';
import { decay, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({
    learningRate: learningRate(0.01),
    momentum: decay(0.9),
    form: z.enum(['classical', 'ema']).default('classical'),
  })
  .strict();

export const momentum: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'momentum',
  settings,
  state: () => ['velocity'],
  lines: ({ form }) =>
    lines(
      form === 'ema' ? 'velocity = momentum * velocity + (1 - momentum) * g' : 'velocity = momentum * velocity + g',
      'theta = theta - learningRate * velocity',
    ),
};
