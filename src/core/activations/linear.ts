/** The identity: the pre-activation itself. */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const linear: ActivationDefinition = { kind: 'linear', symbol: '', elementwise: { expr: parse('x') } };
