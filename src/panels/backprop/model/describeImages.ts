/**
 * The sentences of layers that work on images: convolution, pooling, normalisation. Like those in describe.ts, only
 * keys of the catalogue and what is put into them; null where another sentence fits.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type Step, unitCount } from '@/core/interpreter/timeline';
import { explained } from './explained';
import { definitionOf, type Message, tex } from './message';

/** The convolution that a node adds its bias to, or the node itself where it is one. */
function convolutionOf(graph: Graph, node: GraphNode): GraphNode | null {
  if (node.op === 'conv2d') return node;
  const before = definitionOf(node) === 'biasAdd' ? graph.nodes[node.inputs[0]] : null;
  return before?.op === 'conv2d' ? before : null;
}

/** How many values each number of a mean or sum over all axes but the last is taken from. */
const valuesPerChannel = (node: GraphNode) => sizeOf(node.shape) / unitCount(node);

interface Asked {
  graph: Graph;
  node: GraphNode;
  element: number;
  symbol: string;
  values: readonly Float64Array[];
}

const explanationOf = ({ graph, node, element, values }: Asked) =>
  explained({ graph, values: values as Float64Array[] }, node.id, element);

/** What a forward node of an image layer does at an element. */
export function imageSentence(asked: Asked, step: Step | null): Message | null {
  const { graph, node, symbol, values } = asked;
  const convolution = convolutionOf(graph, node);
  if (convolution !== null) {
    const [rows, columns, channels] = graph.nodes[convolution.inputs[1]].shape;
    const whole = node.op === 'conv2d' || step === null || step.parts.some((part) => part.node === convolution.id);
    if (!whole) return null;
    const key = node.op === 'conv2d' ? 'conv' : 'convBias';
    return { key: `say.forward.${key}`, params: { symbol, rows, columns, count: rows * columns * channels } };
  }
  if (node.op === 'maxPool2d') {
    const [{ factors }] = explanationOf(asked).terms;
    const winner = tex(elementSymbol(graph, factors[0].node, factors[0].element));
    const [rows, columns] = node.attrs.size as readonly number[];
    return { key: 'say.forward.maxPool', params: { symbol, winner, count: rows * columns } };
  }
  if (node.op === 'avgPool2d') {
    return { key: 'say.forward.avgPool', params: { symbol, count: explanationOf(asked).terms.length } };
  }
  return statisticSentence(asked, values);
}

/** Batch normalisation, and means over whole maps. */
function statisticSentence({ graph, node, element, symbol }: Asked, values: readonly Float64Array[]): Message | null {
  const source = graph.nodes[node.inputs[0]];
  if (node.op === 'reduceMean' && node.phase === 'forward') {
    const whole = node.shape.length > 1;
    const count = sizeOf(source.shape) / sizeOf(node.shape);
    if (whole) return { key: 'say.forward.mapMean', params: { symbol, count } };
    const variance = definitionOf(source) === 'batchNorm.square';
    const key = variance ? 'variance' : 'mean';
    const n = element + 1;
    if (count === 1) return { key: `say.norm.${key}OfOne`, params: { symbol, n } };
    return { key: `say.norm.${source.shape.length > 2 ? key : `${key}Dense`}`, params: { symbol, n, count } };
  }
  switch (definitionOf(node)) {
    case 'batchNorm.centre':
      return { key: 'say.norm.centre', params: { symbol } };
    case 'batchNorm.square':
      return { key: 'say.norm.square', params: { symbol } };
    case 'batchNorm.normalize': {
      const still = values[node.inputs[1]]?.[element % unitCount(node)] === 0;
      return { key: still ? 'say.norm.normalizeStill' : 'say.norm.normalize', params: { symbol } };
    }
    case 'batchNorm.scale':
      return { key: 'say.norm.scale', params: { symbol } };
    default:
      return null;
  }
}

/** What a node of the backward pass of an image layer does; `symbol` is that of what it is the gradient of. */
export function imageGradientSentence(asked: Asked, target: GraphNode): Message | null {
  const { graph, node, element, symbol } = asked;
  switch (node.op) {
    case 'conv2dKernelGradient': {
      const [, rows, columns] = graph.nodes[node.inputs[1]].shape;
      const key = graph.batchSize > 1 ? 'convKernelBatch' : 'convKernel';
      return { key: `say.backward.${key}`, params: { symbol, count: rows * columns, samples: graph.batchSize } };
    }
    case 'conv2dInputGradient': {
      const filters = unitCount(graph.nodes[node.inputs[0]]);
      const count = explanationOf(asked).terms.length;
      return {
        key: count === 0 ? 'say.backward.unused' : 'say.backward.convInput',
        params: { symbol, count, filters, positions: count / filters },
      };
    }
    case 'maxPool2dGradient': {
      const windows = explanationOf(asked).chain ?? [];
      const won = windows.filter(({ local }) => local !== 0).length;
      if (windows.length === 0) return { key: 'say.backward.unused', params: { symbol } };
      return { key: `say.backward.${won > 0 ? 'maxPoolWon' : 'maxPoolLost'}`, params: { symbol } };
    }
    case 'avgPool2dGradient': {
      const windows = explanationOf(asked).chain ?? [];
      if (windows.length === 0) return { key: 'say.backward.unused', params: { symbol } };
      const count = Math.round(1 / windows[0].local);
      return { key: 'say.backward.avgPool', params: { symbol, count } };
    }
    default:
      return normalisationGradient(graph, node, target, element, symbol);
  }
}

/** The gradient of a value that a normalisation uses twice: it, and the mean or the variance made from it. */
export function forkSentence(graph: Graph, target: GraphNode, symbol: string): Message | null {
  const readers = graph.nodes.filter((n) => n.phase === 'forward' && n.inputs.includes(target.id));
  const reads = (definition: string) => readers.some((n) => definitionOf(n) === definition);
  if (readers.length !== 2) return null;
  if (reads('batchNorm.centre')) return { key: 'say.normBack.pathsInput', params: { symbol } };
  return reads('batchNorm.normalize') ? { key: 'say.normBack.pathsCentred', params: { symbol } } : null;
}

/** Of what a normalisation's gradients speak, by the name of the value they belong to. */
const NORMALISED = ['gamma', 'beta', 'mean', 'variance', 'normalized', 'squared'];

function normalisationGradient(
  graph: Graph,
  node: GraphNode,
  target: GraphNode,
  element: number,
  symbol: string,
): Message | null {
  const output = graph.layers.find((l) => l.id === target.layer)?.output;
  const name = target.name.slice((target.layer?.length ?? 0) + 1);
  const summed = node.op === 'reduceSum' ? graph.nodes[node.inputs[0]] : null;
  const normalises = output !== undefined && definitionOf(graph.nodes[output]) === 'batchNorm.scale';
  if (normalises && NORMALISED.includes(name) && node.gradientOf === target.id) {
    const count = summed === null ? Number(node.attrs.count ?? 1) : valuesPerChannel(summed);
    return { key: `say.normBack.${name}`, params: { symbol, count } };
  }
  if (target.role === 'weight' && summed?.shape.length === 4) {
    const key = graph.batchSize > 1 ? 'convBiasBatch' : 'convBias';
    const positions = summed.shape[1] * summed.shape[2];
    return { key: `say.backward.${key}`, params: { symbol, count: positions, samples: graph.batchSize } };
  }
  if (normalises && name === 'centred' && node.flow !== null) {
    const squared = definitionOf(node) === 'gradient of batchNorm.square';
    return { key: `say.normBack.${squared ? 'centredSquare' : 'centred'}`, params: { symbol } };
  }
  // A mean of the forward pass shares its gradient out: a channel's mean to all its values, a map's to its cells.
  const mean = node.op === 'spread' && node.flow !== null ? graph.nodes[node.flow.from] : null;
  if (mean?.op !== 'reduceMean' || mean.phase !== 'forward') return null;
  const key = mean.shape.length === 1 ? 'say.normBack.share' : 'say.backward.mapMean';
  return { key, params: { symbol, count: Number(node.attrs.count ?? 1), n: (element % unitCount(target)) + 1 } };
}
