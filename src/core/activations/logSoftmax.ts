/** Logarithm of softmax along the last axis, computed without ever taking the logarithm of 0 (Goodfellow, Bengio, Courville: Deep Learning, 6.2.2.3). */
import type { ActivationDefinition } from './types';

export const logSoftmax: ActivationDefinition = {
  kind: 'logSoftmax',
  symbol: '\\log\\operatorname{softmax}',
  operation: 'logSoftmax',
};
