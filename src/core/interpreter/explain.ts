/**
 * How one number came about: the formula of an element with symbols, with numbers, its terms, and (going backward) the
 * upstream and local factor of every path.
 */
import { formulaNumber, linkedNumber, linkedSymbol } from '../expr';
import { positionOf } from '../graph/shape';
import type { Explanation, Graph, GraphNode, Trace } from '../graph/types';
import { opOf } from '../ops';

type Position = readonly (number | string)[];

/** Adds indices to a symbol: `W^{(1)}` → `W^{(1)}_{2,1}`. Positions count from 0, what is written from 1. */
function indexed(graph: Graph, node: GraphNode, position: Position): string {
  if (node.role === 'constant' || position.length === 0) return node.symbol;
  // The sample's index is noise while there is only one.
  const batched = node.role !== 'weight' && node.role !== 'state' && node.phase !== 'update';
  const first = batched && graph.batchSize === 1 && node.shape[0] === 1 ? 1 : 0;
  const indices = position.slice(first).map((p) => (typeof p === 'number' ? p + 1 : p));
  return indices.length === 0 ? node.symbol : `${node.symbol}_{${indices.join(',')}}`;
}

/** The symbol of a node whose elements lie as those of `like` do; without indices where they lie otherwise. */
function fitting(graph: Graph, node: GraphNode, like: GraphNode, position: Position): string {
  const same = node.shape.length === like.shape.length && node.shape.every((n, axis) => n === like.shape[axis]);
  return same ? indexed(graph, node, position) : node.symbol;
}

/** LaTeX of the element at a position, of which some indices may be letters. */
export function symbolAt(graph: Graph, nodeId: number, position: Position): string {
  const node = graph.nodes[nodeId];
  if (node.gradientOf !== null) return `\\frac{\\partial L}{\\partial ${symbolAt(graph, node.gradientOf, position)}}`;
  const way = node.flow ?? node.part;
  if (way) {
    const [target, source] = [graph.nodes[way.to], graph.nodes[way.from]];
    const [inner, through] = node.flow
      ? [fitting(graph, target, node, position), source.symbol]
      : [fitting(graph, target, node, position), fitting(graph, source, node, position)];
    return `\\left.\\frac{\\partial L}{\\partial ${inner}}\\right|_{${through}}`;
  }
  return indexed(graph, node, position);
}

/** LaTeX of one element of a node. */
export function elementSymbol(graph: Graph, nodeId: number, element: number): string {
  return (
    graph.nodes[nodeId].elements?.[element] ?? symbolAt(graph, nodeId, positionOf(graph.nodes[nodeId].shape, element))
  );
}

export interface ExplainOptions {
  /** Symbols and numbers carry the element they stand for (see core/expr/links). */
  linked?: boolean;
}

/** Explains one element of a node of a trace. */
export function explain(
  trace: Trace,
  nodeId: number,
  element: number,
  { linked = false }: ExplainOptions = {},
): Explanation {
  const { graph, values } = trace;
  const node = graph.nodes[nodeId];
  const inputs = node.inputs.map((id) => ({
    node: graph.nodes[id],
    tensor: { shape: graph.nodes[id].shape, data: values[id] },
  }));
  const symbol = (id: number, i: number) => {
    const tex = elementSymbol(graph, id, i);
    return linked ? linkedSymbol(id, i, tex) : tex;
  };
  const said = opOf(node.op).explain({
    node,
    inputs,
    output: values[nodeId],
    element,
    symbol: (input, i) => symbol(input.id, i),
    symbolAt: (input, position) => symbolAt(graph, input.id, position),
    number: (value, of) =>
      linked && of ? linkedNumber(of.node, of.element, value, formulaNumber(value)) : formulaNumber(value),
  });
  return {
    node: nodeId,
    element,
    left: symbol(nodeId, element),
    value: values[nodeId][element],
    ...said,
  };
}
