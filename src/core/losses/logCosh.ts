/**
 * Logarithm of the hyperbolic cosine of the error: nearly ½e² near the target, nearly |e| − ln 2 far from it (Saleh and
 * Saleh: Statistical properties of the log-cosh loss function, 2022). Mean over all elements.
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

export const logCosh: LossDefinition = {
  kind: 'logCosh',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('log((exp(p - t) + exp(t - p)) / 2)'),
        args: { p: prediction, t: target },
        definition: 'logCosh',
        stable: parse('abs(p - t) + log1p(exp(-2 * abs(p - t))) - log(2)'),
        // The derived derivative has a kink at 0 that the function has not.
        gradients: { p: parse('tanh(p - t)') },
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
