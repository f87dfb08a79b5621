/** Swish, or SiLU: x times its sigmoid (Ramachandran, Zoph, Le, 2017). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const swish: ActivationDefinition = {
  kind: 'swish',
  symbol: '\\operatorname{swish}',
  elementwise: { expr: parse('x / (1 + exp(-x))'), derivative: parse('1 / (1 + exp(-x)) * (1 + x - y)') },
};
