/** Hyperbolic tangent, range (−1, 1). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const tanh: ActivationDefinition = {
  kind: 'tanh',
  symbol: '\\tanh',
  elementwise: { expr: parse('tanh(x)'), derivative: parse('1 - y^2') },
};
