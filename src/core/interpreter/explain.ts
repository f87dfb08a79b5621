/**
 * How one number came about: the formula of an element with symbols, with numbers, its terms, and (going backward) the
 * upstream and local factor of every path.
 */
import { formatNumber } from '../expr';
import { positionOf, sizeOf } from '../graph/shape';
import type { Explanation, Graph, GraphNode, Trace } from '../graph/types';
import { opOf } from '../ops';

/** Adds an element's indices to a symbol: `W^{(1)}` → `W^{(1)}_{2,1}`. Indices count from 1. */
function indexed(symbol: string, graph: Graph, node: GraphNode, element: number): string {
  if (sizeOf(node.shape) === 1 && node.shape.length === 0) return symbol;
  const position = positionOf(node.shape, element).map((p) => p + 1);
  // The sample's index is noise while there is only one.
  const batched = node.role !== 'weight' && node.role !== 'state' && node.phase !== 'update';
  const first = batched && node.shape[0] === graph.batchSize && graph.batchSize === 1 ? 1 : 0;
  const indices = position.slice(first);
  return indices.length === 0 ? symbol : `${symbol}_{${indices.join(',')}}`;
}

/** LaTeX of one element of a node. */
export function elementSymbol(graph: Graph, nodeId: number, element: number): string {
  const node = graph.nodes[nodeId];
  if (node.gradientOf !== null) {
    return `\\frac{\\partial L}{\\partial ${elementSymbol(graph, node.gradientOf, element)}}`;
  }
  if (node.flow) {
    const { to, from } = node.flow;
    const target =
      sizeOf(graph.nodes[to].shape) === sizeOf(node.shape)
        ? indexed(graph.nodes[to].symbol, graph, graph.nodes[to], element)
        : graph.nodes[to].symbol;
    return `\\left.\\frac{\\partial L}{\\partial ${target}}\\right|_{${graph.nodes[from].symbol}}`;
  }
  if (node.role === 'constant') return node.symbol;
  return indexed(node.symbol, graph, node, element);
}

/** Explains one element of a node of a trace. */
export function explain(trace: Trace, nodeId: number, element: number): Explanation {
  const { graph, values } = trace;
  const node = graph.nodes[nodeId];
  const inputs = node.inputs.map((id) => ({
    node: graph.nodes[id],
    tensor: { shape: graph.nodes[id].shape, data: values[id] },
  }));
  const said = opOf(node.op).explain({
    node,
    inputs,
    output: values[nodeId],
    element,
    symbol: (input, i) => elementSymbol(graph, input.id, i),
    number: formatNumber,
  });
  return {
    node: nodeId,
    element,
    left: elementSymbol(graph, nodeId, element),
    value: values[nodeId][element],
    ...said,
  };
}
