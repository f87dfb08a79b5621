/**
 * Mean absolute error: |ŷ − t|, mean over all elements. Its gradient has the same size wherever ŷ is (Bishop: Pattern
 * Recognition and Machine Learning, 1.5.5, with q = 1).
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

export const meanAbsoluteError: LossDefinition = {
  kind: 'meanAbsoluteError',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('abs(p - t)'),
        args: { p: prediction, t: target },
        definition: 'meanAbsoluteError',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
