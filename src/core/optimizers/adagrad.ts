/**
 * Adagrad: every weight's steps shrink with the sum of its squared gradients, for ever (Duchi, Hazan, Singer, JMLR 2011).
 */
import { z } from 'zod';
import { lines } from './lines';
import { epsilon, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({
    learningRate: learningRate(0.001),
    initialAccumulatorValue: z.number().min(0).max(1e6).default(0.1),
    epsilon: epsilon(1e-7),
  })
  .strict();

export const adagrad: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adagrad',
  settings,
  state: ({ initialAccumulatorValue }) => [{ name: 'accumulator', initial: initialAccumulatorValue }],
  lines: () =>
    lines('accumulator = accumulator + g^2', 'theta = theta - learningRate * g / (sqrt(accumulator) + epsilon)'),
};
