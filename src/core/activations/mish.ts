/** Mish: x times the tanh of its softplus (Misra, BMVC 2020). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const mish: ActivationDefinition = {
  kind: 'mish',
  symbol: '\\operatorname{mish}',
  // Where the exponential overflows, tanh is 1 all the same.
  elementwise: {
    expr: parse('x * tanh(log1p(exp(x)))'),
    derivative: parse('tanh(log1p(exp(x))) + x * (1 - tanh(log1p(exp(x)))^2) / (1 + exp(-x))'),
  },
};
