/**
 * RMSprop: steps divided by the root of a running mean of squared gradients (Hinton: Neural networks for machine
 * learning, lecture 6e, 2012). `centered` takes the variance instead of the mean square (Graves, 2013, equations 38–45);
 * with `momentum` the steps are gathered in a velocity.
 */
import { z } from 'zod';
import { lines } from './lines';
import { decay, epsilon, learningRate } from './settings';
import type { OptimizerDefinition } from './types';

const settings = z
  .object({
    learningRate: learningRate(0.001),
    rho: decay(0.9),
    momentum: decay(0),
    epsilon: epsilon(1e-7),
    centered: z.boolean().default(false),
  })
  .strict();

export const rmsprop: OptimizerDefinition<z.output<typeof settings>> = {
  kind: 'rmsprop',
  settings,
  state: ({ momentum, centered }) => ['v', ...(centered ? ['m'] : []), ...(momentum > 0 ? ['velocity'] : [])],
  lines({ momentum, centered }) {
    // Rounding must not make a variance negative.
    const root = centered ? 'sqrt(max(v - m^2, 0))' : 'sqrt(v)';
    const step = `g / (${root} + epsilon)`;
    return lines(
      'v = rho * v + (1 - rho) * g^2',
      ...(centered ? ['m = rho * m + (1 - rho) * g'] : []),
      ...(momentum > 0
        ? [`velocity = momentum * velocity + ${step}`, 'theta = theta - learningRate * velocity']
        : [`theta = theta - learningRate * ${step}`]),
    );
  },
};
