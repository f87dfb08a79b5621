/** Mean squared error: (ŷ − t)², mean over all elements (Goodfellow, Bengio, Courville: Deep Learning, 5.1.4). */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

export const meanSquaredError: LossDefinition = {
  kind: 'meanSquaredError',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      { expr: parse('(p - t)^2'), args: { p: prediction, t: target }, definition: 'squaredError' },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
