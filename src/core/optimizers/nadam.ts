/**
 * Nadam: Adam that looks ahead as Nesterov's momentum does, with a momentum that grows towards beta1 (Dozat: Incorporating
 * Nesterov momentum into Adam, ICLR workshop 2016, section 2 and algorithm 2). `muProduct` is the product of all momenta
 * so far, one number for the whole weight. As in PyTorch, the first denominator has the present momentum twice; the paper
 * has it once. Both factors are 1 after some dozens of steps.
 */
import { z } from 'zod';
import { moments } from './adam';
import { lines } from './lines';
import type { OptimizerDefinition } from './types';

const settings = z.object({ ...moments, momentumDecay: z.number().min(0).max(1).default(0.004) }).strict();

export const nadam: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'nadam',
  settings,
  state: () => ['m', 'v', { name: 'muProduct', initial: 1, scalar: true }],
  lines: () =>
    lines(
      'mu = beta1 * (1 - 0.96^(t * momentumDecay) / 2)',
      'muNext = beta1 * (1 - 0.96^((t + 1) * momentumDecay) / 2)',
      'muProduct = muProduct * mu',
      'm = beta1 * m + (1 - beta1) * g',
      'v = beta2 * v + (1 - beta2) * g^2',
      'mHat = muNext * m / (1 - muProduct * mu * muNext) + (1 - mu) * g / (1 - muProduct)',
      'vHat = v / (1 - beta2^t)',
      'theta = theta - learningRate * mHat / (sqrt(vHat) + epsilon)',
    ),
};
