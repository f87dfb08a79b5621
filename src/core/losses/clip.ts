/** Probabilities kept away from 0 and 1, so that their logarithm is finite (Keras' epsilon). */
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import type { NodeSink } from '../ops/types';

const EPSILON = 1e-7;

export function clipProbabilities(sink: NodeSink, p: number): number {
  return elementwise(
    sink,
    {
      expr: parse('min(max(p, epsilon), 1 - epsilon)'),
      args: { p },
      constants: { epsilon: EPSILON },
      definition: 'clip',
    },
    { name: 'loss/clip', symbol: sink.node(p).symbol },
  );
}
