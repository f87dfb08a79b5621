/** Nesterov momentum: the gradient counts once more, as if looked up one step ahead (Sutskever et al., ICML 2013). */
import { z } from 'zod';
import { lines } from './lines';
import { decay, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z.object({ learningRate: learningRate(0.01), momentum: decay(0.9) }).strict();

export const nesterov: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'nesterov',
  settings,
  state: () => ['velocity'],
  lines: () => lines('velocity = momentum * velocity + g', 'theta = theta - learningRate * (g + momentum * velocity)'),
};
