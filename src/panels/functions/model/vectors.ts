/** Softmax and its logarithm at three numbers, with the whole Jacobian: from the layer's own graph and its gradient. */
import { ACTIVATIONS } from '@/core/activations';
import { buildLayerGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';

export interface VectorValue {
  outputs: number[];
  /** Row-major: row i, column j is the derivative of output i by input j. */
  jacobian: number[];
  /** Of each output: LaTeX with letters and with numbers. */
  formulas: { left: string; symbols: string; numbers: string; value: number }[];
}

const graphs = new Map<string, Graph>();

/** The activation as a layer of its own, for `count` samples of `size` numbers. */
function graphOf(kind: string, count: number, size: number): Graph {
  const key = `${kind} ${count} ${size}`;
  let graph = graphs.get(key);
  if (!graph) {
    graph = buildLayerGraph(
      { kind: 'activation', activation: kind },
      { inputShape: [size], batchSize: count, mode: 'inference' },
    );
    graphs.set(key, graph);
  }
  return graph;
}

/** Output and gradient for the input, of many samples at once: both are row-major. */
export function throughActivation(kind: string, inputs: Float64Array, size: number, upstream: Float64Array) {
  const graph = graphOf(kind, inputs.length / size, size);
  const { values } = interpret(
    graph,
    new Map([
      ['input', inputs],
      ['upstream', upstream],
    ]),
  );
  const gradient = graph.gradients.get(graph.input);
  return { output: values[graph.output], gradient: gradient === undefined ? null : values[gradient] };
}

/** One sample for each output: row i of the Jacobian is the gradient when only output i is asked for. */
export function vectorAt(kind: string, logits: readonly number[]): VectorValue {
  if (!ACTIVATIONS[kind]?.operation) throw new Error(`${kind} is no function of a vector`);
  const size = logits.length;
  const repeated = Float64Array.from({ length: size * size }, (_, i) => logits[i % size]);
  const unit = Float64Array.from({ length: size * size }, (_, i) => (i % size === Math.floor(i / size) ? 1 : 0));
  const { output, gradient } = throughActivation(kind, repeated, size, unit);
  const single = graphOf(kind, 1, size);
  const trace = interpret(
    single,
    new Map([
      ['input', Float64Array.from(logits)],
      ['upstream', new Float64Array(size)],
    ]),
  );
  return {
    outputs: Array.from(output.slice(0, size)),
    jacobian: Array.from(gradient ?? new Float64Array(size * size)),
    formulas: logits.map((_, i) => {
      const { left, symbols, numbers, value } = explain(trace, single.output, i);
      // There is but one layer: its number says nothing.
      return { left: left.replace('^{(1)}', ''), symbols: symbols.replaceAll('^{(1)}', ''), numbers, value };
    }),
  };
}
