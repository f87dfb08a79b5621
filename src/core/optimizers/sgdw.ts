/** SGDW: momentum with weights that decay by themselves (Loshchilov and Hutter, ICLR 2019, algorithm 1). */
import { z } from 'zod';
import { lines } from './lines';
import { decay, learningRate, weightDecay } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({ learningRate: learningRate(0.01), momentum: decay(0.9), weightDecay: weightDecay(0.004) })
  .strict();

export const sgdw: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'sgdw',
  settings,
  state: () => ['velocity'],
  lines: () =>
    lines(
      'decayed = theta - learningRate * weightDecay * theta',
      'velocity = momentum * velocity + g',
      'theta = decayed - learningRate * velocity',
    ),
};
