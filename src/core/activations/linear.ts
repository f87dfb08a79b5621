/** The identity: the pre-activation itself (Goodfellow, Bengio, Courville: Deep Learning, 6.2.2.1). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const linear: ActivationDefinition = { kind: 'linear', symbol: '', elementwise: { expr: parse('x') } };
