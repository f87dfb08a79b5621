/** What a network costs to run forwards: products of its sums, counted from its graph. */
import { sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';

/** Products that go into one element of a node. */
function productsOf(graph: Graph, { op, inputs, attrs }: GraphNode): number {
  const kernel = () => graph.nodes[inputs[1]].shape;
  switch (op) {
    case 'matMul': {
      const [rows, columns] = graph.nodes[inputs[0]].shape;
      return attrs.transposeA ? rows : columns;
    }
    case 'conv2d':
      return sizeOf(kernel().slice(0, 3));
    case 'depthwiseConv2d':
      return sizeOf(kernel().slice(0, 2));
    case 'conv2dInputGradient':
      return kernel()[0] * kernel()[1] * kernel()[3];
    default:
      return 1;
  }
}

/** Products for one sample; an operation without sums counts one for every element. */
export function costPerSample(graph: Graph): number {
  const forward = graph.nodes.filter(({ phase, role }) => phase === 'forward' && role === null);
  return forward.reduce((sum, node) => sum + sizeOf(node.shape) * productsOf(graph, node), 0) / graph.batchSize;
}
