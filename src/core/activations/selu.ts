/** Scaled ELU: with its two constants, deep stacks keep mean 0 and variance 1 by themselves (Klambauer et al., NeurIPS 2017). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

/** Solutions of the fixed-point equations for mean 0 and variance 1. */
const LAMBDA = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

export const selu: ActivationDefinition = {
  kind: 'selu',
  symbol: '\\operatorname{SELU}',
  elementwise: {
    expr: parse(`${LAMBDA} * where(x > 0, x, ${ALPHA} * (exp(x) - 1))`),
    stable: parse(`${LAMBDA} * where(x > 0, x, ${ALPHA} * expm1(x))`),
    derivative: parse(`where(x > 0, ${LAMBDA}, y + ${LAMBDA} * ${ALPHA})`),
  },
};
