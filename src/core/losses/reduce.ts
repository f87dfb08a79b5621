/** The two reductions losses share: the mean over everything, and the sum over outputs with the mean over the batch. */
import { reduceMean, reduceSum } from '../ops/emit';
import type { NodeSink } from '../ops/types';

const axesOf = (sink: NodeSink, id: number) => sink.node(id).shape.map((_, axis) => axis);

/** Mean over all elements. */
export function meanOfAll(sink: NodeSink, terms: number): number {
  return reduceMean(sink, terms, axesOf(sink, terms), false, { name: 'loss', symbol: 'L' });
}

/** Sum over the last axis, mean over everything else. */
export function meanOfRowSums(sink: NodeSink, terms: number): number {
  const last = sink.node(terms).shape.length - 1;
  const rows = reduceSum(sink, terms, [last], false, { name: 'loss/sample', symbol: 'E' });
  return reduceMean(sink, rows, axesOf(sink, rows), false, { name: 'loss', symbol: 'L' });
}

/** Sum over every axis but the first, mean over the batch. */
export function meanOfSampleSums(sink: NodeSink, terms: number): number {
  const samples = reduceSum(sink, terms, axesOf(sink, terms).slice(1), false, { name: 'loss/sample', symbol: 'E' });
  return reduceMean(sink, samples, [0], false, { name: 'loss', symbol: 'L' });
}
