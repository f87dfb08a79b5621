/** What it takes to run a graph: the products its sums are made of, and the memory of all its values in float64. */
import { sizeOf } from './shape';
import type { Graph, GraphNode } from './types';

/** Seconds of the interpreter's on an ordinary laptop, by measurement: for one product, and for one element. */
const SECONDS_PER_PRODUCT = 5e-9;
const SECONDS_PER_ELEMENT = 3e-8;

export interface Cost {
  /** Of every value, forward to update, kept side by side in float64. */
  bytes: number;
  /** Multiply-adds; an operation without sums counts one for every element. */
  products: number;
  /** About how long the interpreter takes; right to a factor of two or three. */
  seconds: number;
}

/** Products that go into one element of a node. */
export function productsOf({ nodes }: Pick<Graph, 'nodes'>, { op, inputs, attrs }: GraphNode): number {
  const shape = (input: number) => nodes[inputs[input]].shape;
  switch (op) {
    case 'matMul': {
      const [rows, columns] = shape(0);
      return attrs.transposeA ? rows : columns;
    }
    case 'conv2d':
      return sizeOf(shape(1).slice(0, 3));
    case 'depthwiseConv2d':
      return sizeOf(shape(1).slice(0, 2));
    case 'conv2dInputGradient':
      return shape(1)[0] * shape(1)[1] * shape(1)[3];
    case 'depthwiseConv2dInputGradient':
      return sizeOf(shape(1).slice(0, 2)) * (shape(1)[3] ?? 1);
    // A weight of the kernel collects from every position of its window, in every sample.
    case 'conv2dKernelGradient':
    case 'depthwiseConv2dKernelGradient':
      return sizeOf(shape(1).slice(0, 3));
    default:
      return 1;
  }
}

/** Products of one node; what is fed in costs none. */
export function nodeProducts(graph: Pick<Graph, 'nodes'>, node: GraphNode): number {
  return node.role === null ? sizeOf(node.shape) * productsOf(graph, node) : 0;
}

/** Of one run of a graph with every value kept. */
export function costOf(graph: Pick<Graph, 'nodes'>): Cost {
  let elements = 0;
  let products = 0;
  for (const node of graph.nodes) {
    elements += sizeOf(node.shape);
    products += nodeProducts(graph, node);
  }
  const seconds = products * SECONDS_PER_PRODUCT + elements * SECONDS_PER_ELEMENT;
  return { bytes: elements * Float64Array.BYTES_PER_ELEMENT, products, seconds };
}
