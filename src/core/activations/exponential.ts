/** Exponential, for outputs that must be positive. */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const exponential: ActivationDefinition = {
  kind: 'exponential',
  symbol: '\\exp',
  elementwise: { expr: parse('exp(x)'), derivative: parse('y') },
};
