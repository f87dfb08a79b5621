/**
 * Half the squared error, ½(ŷ − t)²: summed over outputs, mean over the batch. Its gradient is ŷ − t (Bishop: Pattern
 * Recognition and Machine Learning, 5.2, equation 5.11).
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfSampleSums } from './reduce';
import type { LossDefinition } from './types';

export const halfSquaredError: LossDefinition = {
  kind: 'halfSquaredError',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      { expr: parse('(p - t)^2 / 2'), args: { p: prediction, t: target }, definition: 'halfSquaredError' },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfSampleSums(sink, terms, inputs);
  },
};
