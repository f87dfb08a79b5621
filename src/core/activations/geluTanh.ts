/** GELU by a tanh, as the first transformers computed it (Hendrycks and Gimpel, 2016, section 2). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const geluTanh: ActivationDefinition = {
  kind: 'geluTanh',
  symbol: '\\operatorname{GELU}_{\\tanh}',
  elementwise: { expr: parse(`x * (1 + tanh(sqrt(2 / ${Math.PI}) * (x + 0.044715 * x^3))) / 2`) },
};
