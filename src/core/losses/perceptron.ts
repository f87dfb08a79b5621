/**
 * The perceptron criterion for targets −1 and 1: a sample on the wrong side of the line costs its distance from it, up to
 * the weights' length; one on the right side costs nothing (Duda, Hart, Stork: Pattern Classification, 2nd edition, 5.5).
 * A sample on the line counts as wrong, so that the gradient step with learning rate 1 is Rosenblatt's rule, w ← w + t·x,
 * from weights of 0 on (Rosenblatt: Principles of Neurodynamics, 1962). Mean over all elements.
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

export const perceptron: LossDefinition = {
  kind: 'perceptron',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('max(0, -t * p)'),
        args: { p: prediction, t: target },
        definition: 'perceptron',
        gradients: { p: parse('where(t * p <= 0, -t, 0)') },
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
