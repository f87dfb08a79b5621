/** Softsign, range (−1, 1), which saturates slower than tanh (Bergstra et al., 2009). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const softsign: ActivationDefinition = {
  kind: 'softsign',
  symbol: '\\operatorname{softsign}',
  elementwise: { expr: parse('x / (1 + abs(x))'), derivative: parse('1 / (1 + abs(x))^2') },
};
