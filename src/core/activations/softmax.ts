/** Softmax along the last axis: positive numbers that sum to 1 (Bridle 1990). */
import type { ActivationDefinition } from './types';

export const softmax: ActivationDefinition = {
  kind: 'softmax',
  symbol: '\\operatorname{softmax}',
  operation: 'softmax',
};
