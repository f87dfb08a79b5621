/** Exponential linear unit: below 0 it bends towards −1 (Clevert, Unterthiner, Hochreiter, ICLR 2016). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const elu: ActivationDefinition = {
  kind: 'elu',
  symbol: '\\operatorname{ELU}',
  elementwise: {
    expr: parse('where(x > 0, x, exp(x) - 1)'),
    stable: parse('where(x > 0, x, expm1(x))'),
    derivative: parse('where(x > 0, 1, y + 1)'),
  },
};
