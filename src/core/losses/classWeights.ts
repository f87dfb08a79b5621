/** Class weights: samples of some classes count for more, rare ones say. As in Keras they multiply the sample's loss. */
import { z } from 'zod';
import { parse } from '../expr';
import { constants, elementwise, reduceSum } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';

/** One number a class; none when left out. */
export const classWeightsSetting = z.array(z.number().min(0).max(1e6)).min(1).max(10_000).optional();

const OPTIONS = { name: 'loss/classWeight', symbol: 'c' };

/** The weights along the last axis of the target. */
function weightsLeaf(sink: NodeSink, weights: readonly number[], target: number, loss: string): number {
  const { shape } = sink.node(target);
  const classes = shape[shape.length - 1];
  if (weights.length !== classes)
    throw new GraphError('classWeights', { loss, setting: 'classWeights', given: weights.length, wanted: classes });
  const along = shape.map((_, axis) => (axis === shape.length - 1 ? classes : 1));
  return constants(sink, weights, along, { name: 'loss/classWeights', symbol: '\\lambda' });
}

/** The weight of each row's class, given its one-hot target: Σ λ t along the last axis. */
export function rowClassWeight(sink: NodeSink, target: number, weights: readonly number[], loss: string): number {
  const leaf = weightsLeaf(sink, weights, target, loss);
  const terms = elementwise(
    sink,
    { expr: parse('l * t'), args: { l: leaf, t: target }, definition: 'classWeight' },
    { name: 'loss/classWeight/terms', symbol: 'q' },
  );
  return reduceSum(sink, terms, [sink.node(terms).shape.length - 1], false, OPTIONS);
}

/** The weight of each element, where targets are 0 and 1: two weights are those of 0 and 1, more belong to the outputs. */
export function elementClassWeight(sink: NodeSink, target: number, weights: readonly number[], loss: string): number {
  const { shape } = sink.node(target);
  const outputs = shape[shape.length - 1];
  if (outputs > 1 && weights.length !== 2) return weightsLeaf(sink, weights, target, loss);
  if (weights.length !== 2)
    throw new GraphError('classWeights', { loss, setting: 'classWeights', given: weights.length, wanted: 2 });
  const [c0, c1] = weights;
  const expr = parse('c0 * (1 - t) + c1 * t');
  return elementwise(sink, { expr, args: { t: target }, constants: { c0, c1 }, definition: 'classWeight' }, OPTIONS);
}
