/** Exponential, for outputs that must be positive (McCullagh and Nelder: Generalized linear models, 1989, section 2.2: the log link). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const exponential: ActivationDefinition = {
  kind: 'exponential',
  symbol: '\\exp',
  elementwise: { expr: parse('exp(x)'), derivative: parse('y') },
};
