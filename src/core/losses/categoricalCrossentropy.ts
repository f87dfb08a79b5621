/**
 * Categorical cross-entropy −Σ t ln ŷ: sum over the last axis, mean over everything else. From logits ln ŷ is
 * logSoftmax, whose gradient is the well-known ŷ − t (Bishop: Pattern Recognition and Machine Learning, 4.3.4).
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise, logSoftmax, reduceSum } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import { clipProbabilities } from './clip';
import { meanOfRowSums } from './reduce';
import type { LossDefinition } from './types';

const settings = z.object({ fromLogits: z.boolean().default(false), normalize: z.boolean().default(false) }).strict();

/** p / Σ p along the last axis. */
function normalized(sink: NodeSink, p: number): number {
  const last = sink.node(p).shape.length - 1;
  const total = reduceSum(sink, p, [last], true, { name: 'loss/total', symbol: 's' });
  return elementwise(
    sink,
    { expr: parse('p / s'), args: { p, s: total }, definition: 'normalize' },
    { name: 'loss/normalize', symbol: '\\bar{p}' },
  );
}

export const categoricalCrossentropy: LossDefinition<z.output<typeof settings>> = {
  kind: 'categoricalCrossentropy',
  settings,
  knows: 'softmax',
  emit(sink, { prediction, target: t, logits }, { fromLogits, normalize }) {
    const source = fromLogits ? prediction : logits;
    const options = { name: 'loss/element', symbol: 'e' };
    if (source !== null) {
      const q = logSoftmax(sink, source, { name: 'loss/logSoftmax', symbol: '\\ell' });
      const terms = elementwise(
        sink,
        { expr: parse('-(t * q)'), args: { q, t }, definition: 'categoricalCrossentropyFromLogits' },
        options,
      );
      return meanOfRowSums(sink, terms);
    }
    const p = clipProbabilities(sink, normalize ? normalized(sink, prediction) : prediction);
    const terms = elementwise(
      sink,
      { expr: parse('-(t * log(p))'), args: { p, t }, definition: 'categoricalCrossentropy' },
      options,
    );
    return meanOfRowSums(sink, terms);
  },
};
