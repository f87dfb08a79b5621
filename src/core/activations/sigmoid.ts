/** Logistic function, range (0, 1) (Goodfellow, Bengio, Courville: Deep Learning, 3.10). For large negative x the exponential overflows to infinity and the quotient is 0, as it should be. */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const sigmoid: ActivationDefinition = {
  kind: 'sigmoid',
  symbol: '\\sigma',
  elementwise: { expr: parse('1 / (1 + exp(-x))'), derivative: parse('y * (1 - y)') },
};
