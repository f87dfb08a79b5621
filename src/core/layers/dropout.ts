/**
 * Dropout: in training each element is zeroed with probability `rate` and the rest scaled by 1/(1 − rate); in
 * inference nothing happens (Srivastava et al., JMLR 2014; scaled in training as in Keras).
 */
import { z } from 'zod';
import { parse } from '../expr';
import { dropoutMask, elementwise } from '../ops/emit';
import type { LayerDefinition } from './types';

const settings = z.object({ rate: z.number().min(0).lt(1) }).strict();

export const dropout: LayerDefinition<z.output<typeof settings>> = {
  kind: 'dropout',
  settings,
  weights: () => [],
  forward(sink, { inputs: [x], mode, layer, random, symbol }, { rate }) {
    if (mode === 'inference' || rate === 0) return x;
    const { shape } = sink.node(x);
    const mask = dropoutMask(sink, random, { shape, layer, rate }, { name: `${layer}/mask`, symbol: symbol('r') });
    return elementwise(
      sink,
      { expr: parse('x * r'), args: { x, r: mask }, definition: 'dropout' },
      { symbol: symbol('a') },
    );
  },
};
