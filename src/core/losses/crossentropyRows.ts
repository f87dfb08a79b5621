/**
 * What categorical cross-entropy is made of, whether its targets are vectors or class numbers: −Σ t ln ŷ along the last
 * axis. From logits ln ŷ is logSoftmax, whose gradient is the well-known ŷ − t (Bishop: Pattern Recognition and Machine
 * Learning, 4.3.4).
 */
import { parse } from '../expr';
import { elementwise, logSoftmax, reduceSum } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import { rowClassWeight } from './classWeights';
import { clipProbabilities } from './clip';
import { meanOfRowSums } from './reduce';
import type { LossInputs } from './types';

export interface CrossentropyForm {
  /** The loss that is computed. */
  kind: string;
  fromLogits: boolean;
  /** Divide probabilities by their sum first. */
  normalize: boolean;
  classWeights?: readonly number[];
  /** One-hot targets, and what the logarithms are multiplied by: the same unless labels are smoothed. */
  oneHot: number;
  target: number;
}

/** p / Σ p along the last axis. */
function normalized(sink: NodeSink, p: number): number {
  const last = sink.node(p).shape.length - 1;
  const total = reduceSum(sink, p, [last], true, { name: 'loss/rowTotal', symbol: 's' });
  return elementwise(
    sink,
    { expr: parse('p / s'), args: { p, s: total }, definition: 'normalize' },
    { name: 'loss/normalize', symbol: '\\bar{p}' },
  );
}

/** −t ln ŷ for each class. */
function terms(sink: NodeSink, { prediction, logits }: LossInputs, form: CrossentropyForm): number {
  const { fromLogits, normalize, target: t } = form;
  const source = fromLogits ? prediction : logits;
  const options = { name: 'loss/element', symbol: 'e' };
  if (source !== null) {
    const q = logSoftmax(sink, source, { name: 'loss/logSoftmax', symbol: '\\ell' });
    const definition = 'categoricalCrossentropyFromLogits';
    return elementwise(sink, { expr: parse('-(t * q)'), args: { q, t }, definition }, options);
  }
  const p = clipProbabilities(sink, normalize ? normalized(sink, prediction) : prediction);
  const definition = 'categoricalCrossentropy';
  return elementwise(sink, { expr: parse('-(t * log(p))'), args: { p, t }, definition }, options);
}

/** The loss: sum over the last axis, mean over everything else. */
export function crossentropy(sink: NodeSink, inputs: LossInputs, form: CrossentropyForm): number {
  const { classWeights, oneHot, kind } = form;
  const classWeight = classWeights && rowClassWeight(sink, oneHot, classWeights, kind);
  return meanOfRowSums(sink, terms(sink, inputs, form), { ...inputs, classWeight });
}
