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

/**
 * Runs a graph.
 * @param feeds values by node name for every leaf; any other node can be given too and is then not computed (a dropout
 *   mask, an intermediate value under study).
 * @throws GraphError `missingFeed` or `feedSize`, naming the node.
 */
export function interpret(graph: Graph, feeds: Feeds): Trace {
  const values: Float64Array[] = new Array(graph.nodes.length);
  const needed = scalarsInUse(graph);
  for (const node of graph.nodes) {
    const given = feeds.get(node.name);
    if (given !== undefined) values[node.id] = fed(node, given);
    // A scalar that nothing reads (the seed of a network without dropout) need not be fed.
    else if (node.role === 'scalar' && !needed.has(node.id)) values[node.id] = Float64Array.of(Number.NaN);
    else {
      const inputs = node.inputs.map((id) => ({ shape: graph.nodes[id].shape, data: values[id] }));
      values[node.id] = opOf(node.op).evaluate(inputs, node);
    }
  }
  return { graph, values };
}

function scalarsInUse(graph: Graph): Set<number> {
  const used = new Set<number>();
  for (const node of graph.nodes) for (const input of node.inputs) used.add(input);
  return used;
}
