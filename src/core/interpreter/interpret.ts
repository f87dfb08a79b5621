/**
 * The float64 interpreter: evaluates a graph node by node and keeps every value. It is the reference all executors are
 * tested against, and the source of every number the stepper shows.
 */
import { sizeOf } from '../graph/shape';
import type { Feeds, Graph, GraphNode, Trace } from '../graph/types';
import { opOf } from '../ops';
import { GraphError } from '../ops/types';

/** The fed value of a node as an array of its size. */
function fed(node: GraphNode, value: Float64Array | Float32Array | number): Float64Array {
  const data = typeof value === 'number' ? Float64Array.of(value) : Float64Array.from(value);
  if (data.length !== sizeOf(node.shape)) {
    throw new GraphError('feedSize', { node: node.name, expected: sizeOf(node.shape), actual: data.length });
  }
  return data;
}

/** One node from the values of its inputs. */
export function evaluateNode(graph: Graph, node: GraphNode, values: readonly Float64Array[]): Float64Array {
  const inputs = node.inputs.map((id) => ({ shape: graph.nodes[id].shape, data: values[id] }));
  return opOf(node.op).evaluate(inputs, node);
}

/**
 * Runs a graph, yielding each node before it is evaluated: who runs it may stop or tell how far it is.
 * @param only evaluates these nodes alone (see `leadingTo`); the values of the others are missing.
 * @throws GraphError `missingFeed` or `feedSize`, naming the node.
 */
export function* interpretSteps(graph: Graph, feeds: Feeds, only?: ReadonlySet<number>): Generator<GraphNode, Trace> {
  const values: Float64Array[] = new Array(graph.nodes.length);
  const needed = scalarsInUse(graph);
  for (const node of graph.nodes) {
    if (only && !only.has(node.id)) continue;
    const given = feeds.get(node.name);
    if (given !== undefined) values[node.id] = fed(node, given);
    // A scalar that nothing reads (the seed of a network without dropout) need not be fed.
    else if (node.role === 'scalar' && !needed.has(node.id)) values[node.id] = Float64Array.of(Number.NaN);
    else {
      yield node;
      values[node.id] = evaluateNode(graph, node, values);
    }
  }
  return { graph, values };
}

/**
 * Runs a graph.
 * @param feeds values by node name for every leaf; any other node can be given too and is then not computed (a dropout
 *   mask, an intermediate value under study).
 * @throws GraphError `missingFeed` or `feedSize`, naming the node.
 */
export function interpret(graph: Graph, feeds: Feeds, only?: ReadonlySet<number>): Trace {
  return toTheEnd(interpretSteps(graph, feeds, only));
}

/** What a generator returns when it is left to run. */
export function toTheEnd<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** All that has to be evaluated for the values of some nodes. */
export function leadingTo(graph: Graph, nodes: Iterable<number>): Set<number> {
  const reached = new Set(nodes);
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (reached.has(id)) for (const input of graph.nodes[id].inputs) reached.add(input);
  }
  return reached;
}

function scalarsInUse(graph: Graph): Set<number> {
  const used = new Set<number>();
  for (const node of graph.nodes) for (const input of node.inputs) used.add(input);
  return used;
}
