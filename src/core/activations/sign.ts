/** Sign: −1, 0 or 1 (Rosenblatt, 1958). Its derivative is 0 everywhere, so nothing before it can learn. */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const sign: ActivationDefinition = {
  kind: 'sign',
  symbol: '\\operatorname{sign}',
  elementwise: { expr: parse('sign(x)'), derivative: parse('0') },
};
