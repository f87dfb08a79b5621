/** What faults ask of a graph: where its weights are multiplied, and which ways the gradient takes. */
import type { Graph, GraphNode } from '../graph/types';

/** Products with a weight, by which a gradient flows on to earlier layers. */
const PRODUCTS: ReadonlySet<string> = new Set(['matMul', 'conv2d', 'depthwiseConv2d']);

/** Nodes of the forward pass and the loss. */
export function forwardNodes({ nodes }: Graph): GraphNode[] {
  return nodes.filter(({ phase, role }) => role === null && (phase === 'forward' || phase === 'loss'));
}

/** A dense layer's product of its input with its kernel, both as they are. */
export function isDenseProduct({ op, attrs, inputs }: GraphNode, nodeOf: (id: number) => GraphNode): boolean {
  return op === 'matMul' && !attrs.transposeA && !attrs.transposeB && nodeOf(inputs[1]).role === 'weight';
}

/** Products of a weight with a value whose gradient is needed: the later ones of a network's layers with weights. */
export function innerProducts(graph: Graph): GraphNode[] {
  return forwardNodes(graph).filter(
    ({ op, inputs }) => PRODUCTS.has(op) && graph.nodes[inputs[1]].role === 'weight' && graph.gradients.has(inputs[0]),
  );
}

/** The same, of dense layers alone. */
export function innerDense(graph: Graph): GraphNode[] {
  return innerProducts(graph).filter((node) => isDenseProduct(node, (id) => graph.nodes[id]));
}
