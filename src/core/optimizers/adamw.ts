/** AdamW: Adam with weights that decay by themselves, apart from the gradient (Loshchilov and Hutter, ICLR 2019). */
import { z } from 'zod';
import { adamLines, adamState, moments } from './adam';
import { lines } from './lines';
import { weightDecay } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({ ...moments, weightDecay: weightDecay(0.004), amsgrad: z.boolean().default(false) })
  .strict();

export const adamw: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adamw',
  settings,
  state: adamState,
  lines: ({ amsgrad }) =>
    lines(
      'decayed = theta - learningRate * weightDecay * theta',
      ...adamLines({ amsgrad, biasCorrection: true }, 'decayed'),
    ),
};
