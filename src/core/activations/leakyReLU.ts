/** ReLU with a slope of 0.3 below 0, where ReLU would stop learning (Maas, Hannun, Ng, 2013; slope as in Keras). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

/** x above 0, `slope` times x below: a number, or the name of one. */
export const leakySlope = (slope: string) => parse(`where(x > 0, x, ${slope} * x)`);

export const leakyReLU: ActivationDefinition = {
  kind: 'leakyReLU',
  symbol: '\\operatorname{LeakyReLU}',
  elementwise: { expr: leakySlope('0.3') },
};
