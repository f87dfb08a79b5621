/** Hyperbolic tangent, range (−1, 1) (LeCun et al.: Efficient backprop, 1998, section 4.4). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const tanh: ActivationDefinition = {
  kind: 'tanh',
  symbol: '\\tanh',
  elementwise: { expr: parse('tanh(x)'), derivative: parse('1 - y^2') },
};
