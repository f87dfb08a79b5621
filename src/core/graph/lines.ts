/** What a graph computes, one line of LaTeX a node, read off the nodes that run. */
import { toLatex } from '../expr';
import type { ElementwiseAttrs, Graph, GraphNode } from './types';

/** Operations written with an operator's name and their inputs. */
const WRITTEN: Readonly<Record<string, (inputs: string[], node: GraphNode) => string>> = {
  matMul: ([a, b]) => `${a} \\, ${b}`,
  conv2d: ([x, k]) => `${x} * ${k}`,
  conv2dInputGradient: ([x, k]) => `${x} *^{\\top} ${k}`,
  depthwiseConv2d: ([x, k]) => `${x} \\circledast ${k}`,
  softmax: ([x]) => `\\operatorname{softmax}(${x})`,
  logSoftmax: ([x]) => `\\ln \\operatorname{softmax}(${x})`,
  reduceSum: ([x], node) => `\\sum_{\\text{${axes(node)}}} ${x}`,
  reduceMean: ([x], node) => `\\operatorname{mean}_{\\text{${axes(node)}}} ${x}`,
  reduceMax: ([x], node) => `\\max_{\\text{${axes(node)}}} ${x}`,
};

const axes = (node: GraphNode) => (node.attrs.axes as number[]).join(',');

/** `left = right` for every node that computes something, in order. */
export function linesOf(graph: Graph, wanted: (node: GraphNode) => boolean): string[] {
  return graph.nodes
    .filter((node) => node.role === null && wanted(node))
    .map((node) => {
      const inputs = node.inputs.map((id) => graph.nodes[id].symbol);
      return `${node.symbol} = ${rightOf(node, inputs)}`;
    });
}

function rightOf(node: GraphNode, inputs: string[]): string {
  if (node.op === 'elementwise') {
    const { expr, args } = node.attrs as unknown as ElementwiseAttrs;
    return toLatex(expr, { symbols: Object.fromEntries(args.map((name, i) => [name, inputs[i]])) });
  }
  return WRITTEN[node.op]?.(inputs, node) ?? `\\operatorname{${node.op}}(${inputs.join(', ')})`;
}
