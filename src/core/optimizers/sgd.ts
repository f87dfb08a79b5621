/** Gradient descent on batches: θ ← θ − ηg (Robbins and Monro 1951). */
import { z } from 'zod';
import { lines } from './lines';
import { learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z.object({ learningRate: learningRate(0.01) }).strict();

export const sgd: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'sgd',
  settings,
  state: () => [],
  lines: () => lines('theta = theta - learningRate * g'),
};
