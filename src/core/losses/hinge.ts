/** Hinge loss for targets −1 and 1 (0 is taken as −1, as in Keras): nothing is lost from a margin of 1 on (Cortes and Vapnik, Machine Learning 1995). Mean over all elements. */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import { signed } from './signed';
import type { LossDefinition } from './types';

export const hinge: LossDefinition = {
  kind: 'hinge',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('max(1 - t * p, 0)'),
        args: { p: prediction, t: signed(sink, inputs.target) },
        definition: 'hinge',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
