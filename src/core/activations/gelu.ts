/** Gaussian error linear unit: x times the probability that a standard normal number is below it (Hendrycks and Gimpel, 2016). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const gelu: ActivationDefinition = {
  kind: 'gelu',
  symbol: '\\operatorname{GELU}',
  elementwise: {
    expr: parse('x * (1 + erf(x / sqrt(2))) / 2'),
    derivative: parse(`(1 + erf(x / sqrt(2))) / 2 + x * exp(-(x^2) / 2) / sqrt(2 * ${Math.PI})`),
  },
};
