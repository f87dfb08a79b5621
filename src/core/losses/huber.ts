/** Huber loss: squared near the target, straight beyond `delta`, so that outliers pull no harder (Huber, Annals of Mathematical Statistics 1964). Mean over all elements. */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { meanOfAll } from './reduce';
import type { LossDefinition } from './types';

const settings = z.object({ delta: z.number().positive().max(1e6).default(1) }).strict();

export const huber: LossDefinition<z.output<typeof settings>> = {
  kind: 'huber',
  settings,
  emit(sink, inputs, given) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('where(abs(p - t) <= delta, (p - t)^2 / 2, delta * (abs(p - t) - delta / 2))'),
        args: { p: prediction, t: target },
        constants: { delta: given.delta },
        definition: 'huber',
      },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
