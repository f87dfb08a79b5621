/** Rectified linear unit, max(x, 0); its derivative at 0 is 0 (Nair and Hinton, ICML 2010). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const relu: ActivationDefinition = {
  kind: 'relu',
  symbol: '\\operatorname{ReLU}',
  elementwise: { expr: parse('max(x, 0)') },
};
