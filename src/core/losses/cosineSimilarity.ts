/**
 * Cosine similarity, negated so that less is better: −1 where prediction and target point the same way, 1 where they
 * point apart (Manning, Raghavan, Schütze: Introduction to information retrieval, 2008, 6.3.1). Over the last axis, mean
 * over everything else.
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise, reduceSum } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import { weightedMean } from './reduce';
import type { LossDefinition } from './types';

/** Square of the shortest vector that has a direction, as in Keras. */
const SHORTEST = 1e-12;

/** Σ a·b along the last axis. */
function dot(sink: NodeSink, a: number, b: number, name: string, symbol: string): number {
  const products = elementwise(
    sink,
    { expr: parse('a * b'), args: { a, b }, definition: 'product' },
    { name: `loss/${name}/products`, symbol: 'q' },
  );
  const last = sink.node(products).shape.length - 1;
  return reduceSum(sink, products, [last], false, { name: `loss/${name}`, symbol });
}

export const cosineSimilarity: LossDefinition = {
  kind: 'cosineSimilarity',
  settings: z.object({}).strict(),
  emit(sink, inputs) {
    const { prediction, target } = inputs;
    const terms = elementwise(
      sink,
      {
        expr: parse('-(d / sqrt(max(a, least) * max(b, least)))'),
        args: {
          d: dot(sink, prediction, target, 'dot', 'd'),
          a: dot(sink, prediction, prediction, 'prediction', '{\\|\\hat{y}\\|^2}'),
          b: dot(sink, target, target, 'target', '{\\|t\\|^2}'),
        },
        constants: { least: SHORTEST },
        definition: 'cosineSimilarity',
      },
      { name: 'loss/sample', symbol: 'E' },
    );
    return weightedMean(sink, terms, inputs);
  },
};
