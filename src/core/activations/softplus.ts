/** Softplus, a ReLU without the corner; its derivative is the sigmoid (Dugas et al., NIPS 2000). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const softplus: ActivationDefinition = {
  kind: 'softplus',
  symbol: '\\operatorname{softplus}',
  elementwise: {
    expr: parse('log(1 + exp(x))'),
    stable: parse('max(x, 0) + log1p(exp(-abs(x)))'),
    // The derived one would have a kink at 0 that the function has not.
    derivative: parse('1 / (1 + exp(-x))'),
  },
};
