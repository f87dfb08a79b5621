/**
 * The sentences of normalizing layers, which are written in primitives: mean, distance, square, variance, quotient,
 * scale; and on the way back the same from the other end. Batch normalization takes its statistics over the batch, layer
 * normalization over the features of a sample, group normalization over groups of channels.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { unitCount } from '@/core/interpreter/timeline';
import { type Asked, definitionOf, gradientDefinition, type Message, message, normPart } from './message';

type Family = 'batch' | 'layer' | 'group';

/** The normalization a node belongs to, or null. */
function familyOf(graph: Graph, layer: string | null): Family | null {
  if (layer === null) return null;
  const found = graph.nodes.find((n) => n.layer === layer && normPart(definitionOf(n)) !== null);
  return found === undefined ? null : (/^(\w+)Norm\./.exec(definitionOf(found))?.[1] as Family);
}

/** Keys of layer and group normalization end with their name where their words are others than those of a batch. */
const ending = (family: Family) => (family === 'batch' ? '' : family === 'layer' ? 'Layer' : 'Group');

/** How many values each number of a mean or sum is taken from. */
const takenFrom = (graph: Graph, node: GraphNode) => sizeOf(graph.nodes[node.inputs[0]].shape) / sizeOf(node.shape);

export function normSentence({ graph, node, element, symbol, values }: Asked): Message | null {
  const family = familyOf(graph, node.layer);
  if (family === null) return null;
  const source = graph.nodes[node.inputs[0]];
  if (node.op === 'reduceMean') {
    const count = takenFrom(graph, node);
    const key = normPart(definitionOf(source)) === 'square' ? 'variance' : 'mean';
    const n = element + 1;
    if (family !== 'batch') return message(`say.norm.${key}${ending(family)}`, { symbol, count });
    if (count === 1) return message(`say.norm.${key}OfOne`, { symbol, n });
    return message(`say.norm.${source.shape.length > 2 ? key : `${key}Dense`}`, { symbol, n, count });
  }
  const part = normPart(definitionOf(node));
  if (part === 'normalize') {
    const spread = graph.nodes[node.inputs[1]];
    const still = family === 'batch' && values[spread.id]?.[element % unitCount(node)] === 0;
    return message(still ? 'say.norm.normalizeStill' : `say.norm.normalize${ending(family)}`, { symbol });
  }
  if (part === 'centre') return message(`say.norm.centre${ending(family)}`, { symbol });
  if (part === 'scale') {
    const [gamma, beta] = ['gamma', 'beta'].map((name) => graph.nodes.some((n) => n.name === `${node.layer}/${name}`));
    return message(`say.norm.scale${gamma && beta ? '' : gamma ? 'Only' : 'Shift'}`, { symbol });
  }
  if (part !== null) return message(`say.norm.${part}`, { symbol });
  if (node.op !== 'reshape') return null;
  return message(node.name.endsWith('/groups') ? 'say.norm.groups' : 'say.norm.ungroup', { symbol });
}

/** The gradient of a value that a normalization uses twice: it, and the mean or the variance made from it. */
export function forkSentence(graph: Graph, target: GraphNode, symbol: string): Message | null {
  const readers = graph.nodes.filter((n) => n.phase === 'forward' && n.inputs.includes(target.id));
  const parts = readers.map((n) => normPart(definitionOf(n)));
  const layer = readers.find((_, i) => parts[i] !== null)?.layer ?? null;
  const family = familyOf(graph, layer);
  if (family === null || readers.length !== 2) return null;
  if (parts.includes('centre')) return message(`say.normBack.pathsInput${ending(family)}`, { symbol });
  return parts.includes('normalize') ? message(`say.normBack.pathsCentred${ending(family)}`, { symbol }) : null;
}

/** Values of a normalization with a sentence of their own on the way back, by the end of their name. */
const VALUES = new Set(['gamma', 'beta', 'mean', 'variance', 'normalized', 'squared']);

export function normGradientSentence(asked: Asked, target: GraphNode): Message | null {
  const { graph, node, element, symbol } = asked;
  const of = normPart(gradientDefinition(node) ?? '');
  const from = graph.nodes[node.flow?.from ?? target.id];
  const family = familyOf(graph, from.layer) ?? familyOf(graph, target.layer);
  if (family === null) return null;
  const name = target.name.slice((target.layer?.length ?? 0) + 1);
  const summed = node.op === 'reduceSum' ? graph.nodes[node.inputs[0]] : null;
  if (familyOf(graph, target.layer) !== null && VALUES.has(name) && node.gradientOf === target.id) {
    const spread = summed === null ? Number(node.attrs.count ?? 1) : sizeOf(summed.shape) / sizeOf(node.shape);
    const count = statistic(name) ? takenFrom(graph, target) : spread;
    return message(`say.normBack.${name}${statistic(name) ? ending(family) : ''}`, { symbol, count });
  }
  if (of === 'scale' && target.role === null) return message('say.normBack.normalized', { symbol });
  if (name === 'centred' && of !== null) {
    return message(`say.normBack.${of === 'square' ? 'centredSquare' : `centred${ending(family)}`}`, { symbol });
  }
  // The mean shares its gradient out to all the values it was taken from.
  if (node.op === 'spread' && from.op === 'reduceMean') {
    const n = (element % unitCount(target)) + 1;
    return message(`say.normBack.share${ending(family)}`, { symbol, count: Number(node.attrs.count ?? 1), n });
  }
  return node.op === 'reshape' ? message('say.backward.move', { symbol }) : null;
}

const statistic = (name: string) => name === 'mean' || name === 'variance';
