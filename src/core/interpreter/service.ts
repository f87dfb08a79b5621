/**
 * What the interpreter's worker does, without the worker: one whole training step in float64 with the loss it leads to,
 * and central differences of that step's loss. Kept apart so that tests and small tools can call it directly.
 */
import type { FaultSpec } from '../faults/types';
import { buildGraph } from '../graph/build';
import type { Feeds, Graph } from '../graph/types';
import type { NetworkSpec, OptimizerSpec } from '../network/spec';
import { GraphError } from '../ops/types';
import { interpret } from './interpret';

/** A network with what it is fed: everything a trace follows from. */
export interface TraceInput {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
  batchSize: number;
  /** A mistake built into the graph; see core/faults. */
  fault?: FaultSpec | null;
  /** By node name, as `interpret` takes them. */
  feeds: [string, Float64Array | Float32Array | number][];
}

export interface TraceOutput {
  /** Values of every node of `buildGraph(network, { batchSize, mode: 'training', optimizer })`, by node id. */
  values: Float64Array[];
  /** Loss of the same samples with the updated weights. */
  lossAfter: number;
}

export interface DifferenceInput {
  /** Name of a node before the loss. */
  node: string;
  element: number;
  /** Half the distance between the two points, h. */
  h: number;
}

export interface DifferenceOutput {
  /** Loss with the element raised and lowered by h. */
  plus: number;
  minus: number;
  /** (plus − minus) / 2h. */
  slope: number;
}

export type InterpreterRequest =
  | { type: 'trace'; request: number; input: TraceInput }
  | { type: 'difference'; request: number; input: DifferenceInput };

export type InterpreterAnswer =
  | { type: 'traced'; request: number; output: TraceOutput }
  | { type: 'differed'; request: number; output: DifferenceOutput }
  /** A GraphError's code and parameters, or `internal` with the message. */
  | { type: 'failed'; request: number; code: string; params: Record<string, string | number> };

interface Graphs {
  key: string;
  /** With gradients and update. */
  full: Graph;
  /** Forward and loss only, with the same names. */
  forward: Graph;
}

/** Traces and differences; remembers the last graph and what it was fed. */
export class InterpreterService {
  private graphs: Graphs | null = null;
  private feeds: Feeds = new Map();
  /** Values of the forward graph, for differences; computed when first needed. */
  private base: Float64Array[] | null = null;

  /**
   * Interprets one training step, and the loss once more with the updated weights.
   * @throws GraphError when the network or the feeds do not fit.
   */
  trace({ network, optimizer, batchSize, fault = null, feeds }: TraceInput): TraceOutput {
    const { full, forward } = this.graphsOf(network, optimizer, batchSize, fault);
    this.feeds = new Map(feeds);
    this.base = null;
    const { values } = interpret(full, this.feeds);
    const after = new Map(this.feeds);
    for (const [weight, node] of full.updates) after.set(weight, values[node]);
    return { values, lossAfter: lossOf(forward, after) };
  }

  /**
   * The central difference of the loss with respect to one element of a leaf or an inner value, at the samples and
   * weights of the last trace. An inner value is moved by hand; what follows from it is computed again.
   * @throws GraphError `noTrace` before a trace, `unknownNode` for a name the forward graph does not have.
   */
  difference({ node: name, element, h }: DifferenceInput): DifferenceOutput {
    if (this.graphs === null) throw new GraphError('noTrace');
    const { forward } = this.graphs;
    const node = forward.nodes.find((n) => n.name === name);
    if (node === undefined) throw new GraphError('unknownNode', { node: name });
    this.base ??= interpret(forward, this.feeds).values;
    const at = (offset: number) => {
      const moved = (this.base as Float64Array[])[node.id].slice();
      moved[element] += offset;
      return lossOf(forward, new Map([...this.feeds, [name, moved]]));
    };
    const plus = at(h);
    const minus = at(-h);
    return { plus, minus, slope: (plus - minus) / (2 * h) };
  }

  private graphsOf(network: NetworkSpec, optimizer: OptimizerSpec, batchSize: number, fault: FaultSpec | null): Graphs {
    const key = JSON.stringify([network, optimizer, batchSize, fault]);
    if (this.graphs?.key !== key) {
      this.graphs = {
        key,
        full: buildGraph(network, { batchSize, mode: 'training', optimizer, fault }),
        // A mistake in the forward pass (a second softmax) is in the loss, and so in its differences.
        forward: buildGraph(network, { batchSize, mode: 'training', fault }),
      };
    }
    return this.graphs;
  }
}

function lossOf(graph: Graph, feeds: Feeds): number {
  const trace = interpret(graph, feeds);
  return graph.loss === null ? Number.NaN : trace.values[graph.loss][0];
}

/** Answers a request; errors become answers too. */
export function answer(service: InterpreterService, message: InterpreterRequest): InterpreterAnswer {
  const { request } = message;
  try {
    return message.type === 'trace'
      ? { type: 'traced', request, output: service.trace(message.input) }
      : { type: 'differed', request, output: service.difference(message.input) };
  } catch (error) {
    if (error instanceof GraphError) return { type: 'failed', request, code: error.code, params: error.params };
    return { type: 'failed', request, code: 'internal', params: { message: String(error) } };
  }
}
