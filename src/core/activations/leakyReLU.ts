/** ReLU with a slope of 0.3 below 0, where ReLU would stop learning (Maas, Hannun, Ng, 2013; slope as in Keras). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const leakyReLU: ActivationDefinition = {
  kind: 'leakyReLU',
  symbol: '\\operatorname{LeakyReLU}',
  elementwise: { expr: parse('where(x > 0, x, 0.3 * x)') },
};
