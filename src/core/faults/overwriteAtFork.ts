/**
 * `=` for `+=`: where a value is used more than once, the last path back overwrites those before it. That happens at
 * forks of the graph (a residual connection), and, in a backward pass written with loops, inside every product: a neuron's
 * value is used by several neurons of the next layer, a weight by every sample.
 */

import type { Flow } from '../graph/autodiff';
import { reshape, slice } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import { forwardNodes, innerDense, isDenseProduct } from './network';
import { because, type FaultDefinition } from './types';

/** The last index of an axis, which is kept with size 1. */
function lastOf(sink: NodeSink, id: number, axis: number): number {
  const { shape, symbol } = sink.node(id);
  const begin = shape.map((n, i) => (i === axis ? n - 1 : 0));
  const size = shape.map((n, i) => (i === axis ? 1 : n));
  return slice(sink, id, { begin, size }, { symbol });
}

/** Sums over the samples become the last sample's term. */
function withoutSums(sink: NodeSink): NodeSink {
  return {
    node: (id) => sink.node(id),
    emit(op, inputs, attrs = {}, options) {
      const axes = op === 'reduceSum' ? (attrs.axes as readonly number[]) : [];
      const { shape } = sink.node(inputs[0]);
      if (!axes.includes(0) || shape[0] < 2) return sink.emit(op, inputs, attrs, options);
      const last = lastOf(sink, inputs[0], 0);
      return axes.length === 1 ? reshape(sink, last, shape.slice(1)) : sink.emit(op, [last], attrs, options);
    },
  };
}

/** The gradient of a kernel from the last row, or the last sample, alone. */
function lastSample({ sink, node, upstream, correct }: Flow): number | null {
  const [x, kernel] = node.inputs;
  if (sink.node(x).shape[0] < 2) return correct();
  const inputs = [lastOf(sink, x, 0), kernel];
  return correct({ node: { ...node, inputs }, upstream: lastOf(sink, upstream, 0) });
}

/** The gradient of a dense layer's input by way of its last neuron alone. */
function lastNeuron({ sink, node, upstream, correct }: Flow): number | null {
  const [x, kernel] = node.inputs;
  if (sink.node(kernel).shape[1] < 2) return correct();
  const inputs = [x, lastOf(sink, kernel, 1)];
  return correct({ node: { ...node, inputs }, upstream: lastOf(sink, upstream, 1) });
}

const WINDOWS: ReadonlySet<string> = new Set(['conv2d', 'depthwiseConv2d']);

export const overwriteAtFork: FaultDefinition = {
  kind: 'overwriteAtFork',
  betrayedBy: 'check',
  applicable({ graph }) {
    const { gradients, batchSize } = graph;
    const forked = forwardNodes(graph).filter(({ id }) => gradients.has(id));
    const uses = (id: number) => forked.filter(({ inputs }) => inputs.includes(id)).length;
    if (batchSize > 1 || [...gradients.keys()].some((id) => uses(id) > 1)) return null;
    const shared = innerDense(graph).some(({ inputs }) => graph.nodes[inputs[1]].shape[1] > 1);
    return shared ? null : because('noFork');
  },
  autodiff: () => ({
    paths: (all) => all.slice(-1),
    flow(flow) {
      const { sink, node, index, correct } = flow;
      const nodeOf = (id: number) => sink.node(id);
      if (isDenseProduct(node, nodeOf)) return index === 0 ? lastNeuron(flow) : lastSample(flow);
      if (nodeOf(node.inputs[index]).role !== 'weight') return correct();
      return WINDOWS.has(node.op) ? lastSample(flow) : correct({ sink: withoutSums(sink) });
    },
  }),
};
