/**
 * Squared hinge loss for targets −1 and 1 (0 is taken as −1, as in Keras): the hinge without its corner (Tang: Deep
 * learning using linear support vector machines, 2013). Mean over all elements.
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import { signed } from './signed';
import type { LossDefinition } from './types';

export const squaredHinge: LossDefinition = {
  kind: 'squaredHinge',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('max(1 - t * p, 0)^2'),
        args: { p: prediction, t: signed(sink, inputs.target) },
        definition: 'squaredHinge',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
