/**
 * Poisson loss ŷ − t ln ŷ, for counts t and rates ŷ (McCullagh and Nelder: Generalized linear models, 1989, chapter 6).
 * Mean over all elements; epsilon as in Keras.
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

export const poisson: LossDefinition = {
  kind: 'poisson',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('p - t * log(p + epsilon)'),
        args: { p: prediction, t: target },
        constants: { epsilon: 1e-7 },
        definition: 'poisson',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
