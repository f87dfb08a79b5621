/** ReLU that stops at 6 (Howard et al.: MobileNets, 2017). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const relu6: ActivationDefinition = {
  kind: 'relu6',
  symbol: '\\operatorname{ReLU6}',
  elementwise: { expr: parse('min(max(x, 0), 6)') },
};
