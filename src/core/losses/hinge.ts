/** Hinge loss for targets −1 and 1: nothing is lost from a margin of 1 on (Cortes and Vapnik, Machine Learning 1995). Mean over all elements. */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

export const hinge: LossDefinition = {
  kind: 'hinge',
  settings: z.object({}).strict(),
  emit(sink, { prediction, target }) {
    const terms = elementwise(
      sink,
      {
        expr: parse('max(1 - t * p, 0)'),
        args: { p: prediction, t: target },
        definition: 'hinge',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms);
  },
};
