/** Kullback–Leibler divergence Σ t ln(t / ŷ): what is lost by taking ŷ for t. Sum over the last axis, mean over everything else (Goodfellow, Bengio, Courville: Deep Learning, 3.13). */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { clipProbabilities } from './clip';
import { meanOfRowSums } from './reduce';
import type { LossDefinition } from './types';

export const klDivergence: LossDefinition = {
  kind: 'klDivergence',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('where(t > 0, t * log(max(t, epsilon) / p), 0)'),
        args: { p: clipProbabilities(sink, prediction), t: target },
        // Where t is 0 nothing is lost; the logarithm there must still be one of a positive number.
        constants: { epsilon: 1e-30 },
        definition: 'klDivergence',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfRowSums(sink, terms, inputs);
  },
};
