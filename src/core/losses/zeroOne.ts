/**
 * Zero–one loss: 1 where the prediction is wrong, 0 where it is right; its mean is one minus the accuracy. One output
 * is right on the same side of 0.5 as the target, several when the largest is where the target's is. What training
 * would have to follow, its gradient, is 0 everywhere: it is to be looked at, not trained on (Goodfellow, Bengio, Courville: Deep Learning, 8.1.2).
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise, reduceMax } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import { meanOfAll, weightedMean } from './reduce';
import type { LossDefinition } from './types';

/** 1 − (is there an output that is the largest, and the target's largest too?) for each row; equals count as right. */
function rowErrors(sink: NodeSink, p: number, t: number): number {
  const last = sink.node(p).shape.length - 1;
  const hits = elementwise(
    sink,
    {
      expr: parse('(p >= a) * (t >= b)'),
      args: {
        p,
        t,
        a: reduceMax(sink, p, [last], true, { name: 'loss/largest', symbol: '{\\max\\hat{y}}' }),
        b: reduceMax(sink, t, [last], true, { name: 'loss/largestTarget', symbol: '{\\max t}' }),
      },
      definition: 'zeroOne.hit',
    },
    { name: 'loss/hit', symbol: 'h' },
  );
  const right = reduceMax(sink, hits, [last], false, { name: 'loss/right', symbol: 'r' });
  return elementwise(
    sink,
    { expr: parse('1 - r'), args: { r: right }, definition: 'zeroOne' },
    { name: 'loss/sample', symbol: 'E' },
  );
}

export const zeroOne: LossDefinition = {
  kind: 'zeroOne',
  settings: z.object({}).strict(),
  trainable: false,
  emit(sink, inputs) {
    const { prediction: p, target: t } = inputs;
    if (sink.node(p).shape.at(-1)! > 1) return weightedMean(sink, rowErrors(sink, p, t), inputs);
    const terms = elementwise(
      sink,
      { expr: parse('(p > 0.5) != (t > 0.5)'), args: { p, t }, definition: 'zeroOne' },
      { name: 'loss/element', symbol: 'e' },
    );
    return meanOfAll(sink, terms, inputs);
  },
};
