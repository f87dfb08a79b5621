/** An operation as a short equation with the symbols of whole tensors: `z = xW + b`, `a = σ(z)`. LaTeX. */
import { ACTIVATIONS } from '@/core/activations';
import { toLatex } from '@/core/expr';
import { sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, Graph, GraphNode } from '@/core/graph/types';

/** The size of a pooling window: `2 \\times 2`. */
const window = (node: GraphNode) => (node.attrs.size as readonly number[]).join(' \\times ');

/** The right-hand side; `inner` writes an input, so that the members of a box can be put into one another. */
function rightSide(graph: Graph, node: GraphNode, inner: (id: number) => string): string {
  const inputs = node.inputs.map(inner);
  const attrs = node.attrs as unknown as ElementwiseAttrs;
  switch (node.op) {
    case 'matMul':
      return `${inputs[0]}${graph.nodes[node.inputs[0]].phase === 'backward' ? '\\,' : ''}${inputs[1]}`;
    case 'reshape':
    case 'broadcastTo':
      return inputs[0];
    case 'reduceSum':
      return `\\textstyle\\sum ${inputs[0]}`;
    case 'reduceMean':
      return sizeOf(graph.nodes[node.inputs[0]].shape) === sizeOf(node.shape) ? inputs[0] : `\\overline{${inputs[0]}}`;
    case 'transpose':
    case 'slice':
      return inputs[0];
    case 'reduceMax':
      return `\\max ${inputs[0]}`;
    case 'conv2d':
      return `${inputs[0]} * ${inputs[1]}`;
    case 'depthwiseConv2d':
      return `${inputs[0]} *_{\\text{c}} ${inputs[1]}`;
    case 'conv2dInputGradient':
      return `${inputs[0]} *^{\\top} ${inputs[1]}`;
    case 'resize2d':
      return `${inputs[0]}\\!\\uparrow`;
    case 'pad':
      return `[0, ${inputs[0]}, 0]`;
    case 'concat':
      return `[${inputs.join(', ')}]`;
    case 'gather':
      return `${inputs[0]}[${inputs[1]}]`;
    case 'oneHot':
      return `\\mathbf{1}_{${inputs[0]}}`;
    case 'randomNormal':
      return `\\mathcal{N}(0, ${node.attrs.stddev}^2)`;
    case 'dropoutMask':
      return `\\operatorname{Bernoulli}(${1 - Number(node.attrs.rate)})`;
    case 'maxPool2d':
      return `\\max\\nolimits_{${window(node)}} ${inputs[0]}`;
    case 'avgPool2d':
      return `\\operatorname{mean}_{${window(node)}} ${inputs[0]}`;
    case 'softmax':
      return `\\operatorname{softmax}(${inputs[0]})`;
    case 'logSoftmax':
      return `\\ln\\operatorname{softmax}(${inputs[0]})`;
    case 'elementwise': {
      const activation = ACTIVATIONS[attrs.definition];
      if (activation !== undefined) return `${activation.symbol}(${inputs[0]})`;
      return toLatex(attrs.expr, { symbols: Object.fromEntries(attrs.args.map((name, i) => [name, inputs[i]])) });
    }
    default:
      return `\\operatorname{${node.op}}(${inputs.join(', ')})`;
  }
}

/** The equation of a box: its last member in terms of what enters the box. */
export function equationOf(graph: Graph, members: readonly number[]): string {
  const node = graph.nodes[members[members.length - 1]];
  if (node.role !== null) return node.symbol;
  const write = (id: number): string =>
    members.includes(id) && id !== node.id && graph.nodes[id].role === null
      ? rightSide(graph, graph.nodes[id], write)
      : graph.nodes[id].symbol;
  const right = rightSide(graph, node, write);
  return right === node.symbol ? right : `${node.symbol} = ${right}`;
}
