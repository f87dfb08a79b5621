/**
 * Adam: running means of the gradient and of its square, corrected for their start at zero (Kingma and Ba, ICLR 2015,
 * algorithm 1). `amsgrad` divides by the largest second moment so far (Reddi et al., ICLR 2018); without `biasCorrection`
 * the first steps are too small in m and too large in what divides them. `coupledDecay` puts a weight decay λθ into the
 * gradient, where the division takes its strength away again (Loshchilov and Hutter, ICLR 2019, algorithm 2, line 6);
 * AdamW does not.
 */
import { z } from 'zod';
import { lines } from './lines';
import { decay, epsilon, learningRate, weightDecay } from './settings';
import type { OptimizerDefinition } from './types';

/** Settings that Adam and its relatives share. */
export const moments = {
  learningRate: learningRate(0.001),
  beta1: decay(0.9),
  beta2: decay(0.999),
  epsilon: epsilon(1e-7),
};

const settings = z
  .object({
    ...moments,
    amsgrad: z.boolean().default(false),
    biasCorrection: z.boolean().default(true),
    coupledDecay: weightDecay(0),
  })
  .strict();

interface Form {
  amsgrad: boolean;
  biasCorrection: boolean;
}

export const adamState = ({ amsgrad }: Pick<Form, 'amsgrad'>) => (amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']);

/** m, v and the step. @param from what the step is taken from. @param g what is averaged. */
export function adamLines({ amsgrad, biasCorrection }: Form, from = 'theta', g = 'g'): string[] {
  const v = amsgrad ? 'vMax' : 'v';
  return [
    `m = beta1 * m + (1 - beta1) * ${g}`,
    `v = beta2 * v + (1 - beta2) * ${g}^2`,
    ...(amsgrad ? ['vMax = max(vMax, v)'] : []),
    ...(biasCorrection
      ? [
          'mHat = m / (1 - beta1^t)',
          `vHat = ${v} / (1 - beta2^t)`,
          `theta = ${from} - learningRate * mHat / (sqrt(vHat) + epsilon)`,
        ]
      : [`theta = ${from} - learningRate * m / (sqrt(${v}) + epsilon)`]),
  ];
}

export const adam: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'adam',
  settings,
  state: adamState,
  lines: ({ coupledDecay, ...form }) =>
    coupledDecay > 0
      ? lines('gDecayed = g + coupledDecay * theta', ...adamLines(form, 'theta', 'gDecayed'))
      : lines(...adamLines(form)),
};
