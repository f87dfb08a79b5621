/** Sigmoid in three straight pieces, 0 below −3, 1 above 3 (Howard et al., ICCV 2019; as in Keras 3). */
import { parse } from '../expr';
import type { ActivationDefinition } from './types';

export const hardSigmoid: ActivationDefinition = {
  kind: 'hardSigmoid',
  symbol: '\\operatorname{HardSigmoid}',
  elementwise: { expr: parse('min(max(x / 6 + 1 / 2, 0), 1)') },
};
