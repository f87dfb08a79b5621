/** Heaviside step: 1 from 0 on, else 0 (McCulloch and Pitts, 1943). Its derivative is 0 everywhere, so nothing before it can learn. */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const step: ActivationDefinition = {
  kind: 'step',
  symbol: 'H',
  elementwise: { expr: parse('x >= 0'), derivative: parse('0') },
};
