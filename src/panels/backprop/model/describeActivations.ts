/**
 * The sentences of activations, forwards and backwards. Functions of pieces say which piece the number is on: there the
 * slope is another one.
 */
import { evaluate } from '@/core/expr';
import { broadcastElement } from '@/core/graph/shape';
import type { ElementwiseAttrs, GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { unitCount } from '@/core/interpreter/timeline';
import { type Asked, definitionOf, gradientDefinition, type Message, message, tex } from './message';

/** The piece of a function that an input is on, as the end of a key. */
const PIECES: Readonly<Record<string, (x: number) => string>> = {
  relu: (x) => (x > 0 ? 'Open' : 'Closed'),
  relu6: (x) => (x <= 0 ? 'Closed' : x < 6 ? 'Open' : 'Full'),
  leakyReLU: (x) => (x > 0 ? 'Open' : 'Closed'),
  prelu: (x) => (x > 0 ? 'Open' : 'Closed'),
  elu: (x) => (x > 0 ? 'Open' : 'Closed'),
  selu: (x) => (x > 0 ? 'Open' : 'Closed'),
  hardSigmoid: (x) => (x <= -3 ? 'Closed' : x >= 3 ? 'Full' : 'Open'),
  step: (x) => (x >= 0 ? 'Open' : 'Closed'),
  sign: (x) => (x > 0 ? 'Open' : x < 0 ? 'Closed' : 'Zero'),
};
const SMOOTH = new Set([
  ...['sigmoid', 'tanh', 'softmax', 'logSoftmax', 'gelu', 'geluTanh', 'swish', 'mish', 'softplus', 'softsign'],
  'exponential',
]);

/** A neuron is silent; a filter finds nothing at one spot. */
const spot = (node: GraphNode, piece: string) => (piece === 'Closed' && node.shape.length > 2 ? 'ClosedCell' : piece);

const nameOf = (node: GraphNode) => (node.op === 'elementwise' ? definitionOf(node) : node.op);

/** What an activation does to a number; null for other nodes. */
export function activationSentence({ node, element, symbol, values }: Asked, input: string): Message | null {
  const name = nameOf(node);
  const params = { symbol, input, count: unitCount(node) };
  if (SMOOTH.has(name)) return message(`say.forward.${name}`, params);
  const piece = PIECES[name]?.(values[node.inputs[0]]?.[element] ?? 0);
  if (piece === undefined) return null;
  return message(`say.forward.${name}${name === 'relu' ? spot(node, piece) : piece}`, params);
}

/** The local derivative beside `upstream` at an element, or null where there is none. */
function slopeOf({ graph, node, element, values }: Asked): number | null {
  const { local, args, constants } = node.attrs as unknown as ElementwiseAttrs;
  if (local === undefined) return null;
  const known: Record<string, number> = { ...constants };
  args.forEach((name, i) => {
    const id = node.inputs[i];
    known[name] = values[id]?.[broadcastElement(graph.nodes[id].shape, node.shape, element)] ?? 0;
  });
  return evaluate(local, known);
}

/** What an activation, or dropout, does to a gradient; null for other nodes. */
export function slopeSentence(asked: Asked, target: GraphNode): Message | null {
  const { graph, node, element, symbol, values } = asked;
  const of = gradientDefinition(node);
  const from = node.flow ? tex(elementSymbol(graph, node.flow.from, element)) : '';
  if (of === 'relu') {
    const piece = PIECES.relu(values[target.id]?.[element] ?? 0);
    return message(`say.backward.relu${spot(node, piece)}`, { symbol });
  }
  if (of === 'dropout') {
    const scale = slopeOf(asked) ?? 1;
    if (scale === 0) return message('say.backward.dropoutDropped', { symbol });
    if (scale === 1) return message('say.backward.dropoutUnscaled', { symbol });
    return message('say.backward.dropoutKept', { symbol, scale: Math.round(scale * 1000) / 1000 });
  }
  if (node.op === 'softmaxGradient') return message('say.backward.softmax', { symbol, count: unitCount(node) });
  if (node.op === 'logSoftmaxGradient') return message('say.backward.logSoftmax', { symbol, count: unitCount(node) });
  if (of === null) return null;
  const slope = slopeOf(asked);
  if (slope === 0) return message('say.backward.flat', { symbol, from });
  return message(slope === 1 ? 'say.backward.straight' : 'say.backward.activation', { symbol, from });
}
