/**
 * The sentences of layers that work on images and sequences: convolutions, pooling, means and maxima over maps, larger
 * images. Like those in describe.ts, only keys of the catalogue and what is put into them; null where another sentence fits.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type Step, unitCount } from '@/core/interpreter/timeline';
import { explained } from './explained';
import { type Asked, definitionOf, type Message, message, tex } from './message';

const CONVOLUTIONS = new Set(['conv2d', 'depthwiseConv2d', 'conv2dInputGradient']);

/** The convolution that a node adds its bias to, or the node itself where it is one. */
function convolutionOf(graph: Graph, node: GraphNode): GraphNode | null {
  if (CONVOLUTIONS.has(node.op)) return node;
  if (definitionOf(node) !== 'biasAdd') return null;
  const sum = graph.nodes[node.inputs[0]];
  // That of a sequence is laid out as one first.
  const before = sum.op === 'reshape' ? graph.nodes[sum.inputs[0]] : sum;
  return CONVOLUTIONS.has(before.op) ? before : null;
}

/** Whether an image stands for a sequence: it is one row high, and was made so by its layer. */
function isLine(graph: Graph, node: GraphNode): boolean {
  const source = graph.nodes[node.inputs[0]];
  return source?.op === 'reshape' && source.name.endsWith('/row');
}

const explanationOf = ({ graph, node, element, values }: Asked) =>
  explained({ graph, values: values as Float64Array[] }, node.id, element);

function convolutionSentence(asked: Asked, convolution: GraphNode): Message {
  const { graph, node, symbol } = asked;
  const bias = node === convolution ? '' : 'Bias';
  const kernel = graph.nodes[convolution.inputs[1]].shape;
  const [rows, columns, channels] = kernel;
  if (convolution.op === 'conv2dInputGradient') {
    const count = explanationOf({ ...asked, node: convolution }).terms.length;
    return message(`say.forward.transposed${bias}`, { symbol, count });
  }
  if (convolution.op === 'depthwiseConv2d') {
    return message(`say.forward.depthwise${bias}`, { symbol, rows, columns, count: rows * columns });
  }
  if (isLine(graph, convolution)) {
    return message(`say.forward.convLine${bias}`, { symbol, steps: columns, count: columns * channels });
  }
  if (rows * columns === 1) return message(`say.forward.convPoint${bias}`, { symbol, count: channels });
  return message(`say.forward.conv${bias}`, { symbol, rows, columns, count: rows * columns * channels });
}

/** What a forward node of an image layer does at an element. */
export function imageSentence(asked: Asked, step: Step | null): Message | null {
  const { graph, node, symbol } = asked;
  const convolution = convolutionOf(graph, node);
  if (convolution !== null) {
    const whole = node === convolution || step === null || step.parts.some((part) => part.node === convolution.id);
    return whole ? convolutionSentence(asked, convolution) : null;
  }
  const winnerOf = () => {
    const [{ factors }] = explanationOf(asked).terms;
    return tex(elementSymbol(graph, factors[0].node, factors[0].element));
  };
  switch (node.op) {
    case 'maxPool2d': {
      const [rows, columns] = node.attrs.size as readonly number[];
      return message('say.forward.maxPool', { symbol, winner: winnerOf(), count: rows * columns });
    }
    case 'avgPool2d':
      return message('say.forward.avgPool', { symbol, count: explanationOf(asked).terms.length });
    case 'reduceMax': {
      const count = sizeOf(graph.nodes[node.inputs[0]].shape) / sizeOf(node.shape);
      return message('say.forward.mapMax', { symbol, winner: winnerOf(), count });
    }
    case 'reduceMean': {
      const source = graph.nodes[node.inputs[0]];
      if (node.layer === null || graph.layers.find((l) => l.id === node.layer)?.output !== node.id) return null;
      const count = sizeOf(source.shape) / sizeOf(node.shape);
      return message(source.shape.length === 3 ? 'say.forward.stepsMean' : 'say.forward.mapMean', { symbol, count });
    }
    case 'resize2d': {
      const { terms } = explanationOf(asked);
      if (node.attrs.interpolation === 'bilinear' && terms.length > 1) {
        return message('say.forward.bilinear', { symbol, count: terms.length });
      }
      return message('say.forward.nearest', { symbol, source: winnerOf() });
    }
    case 'pad': {
      const inside = explanationOf(asked).terms.length > 0;
      return message(inside ? 'say.forward.pad' : 'say.forward.padZero', { symbol });
    }
    default:
      return null;
  }
}

/** What a node of the backward pass of an image layer does; `symbol` is that of what it is the gradient of. */
export function imageGradientSentence(asked: Asked, target: GraphNode): Message | null {
  const { graph, node, symbol } = asked;
  const batch = graph.batchSize > 1 ? 'Batch' : '';
  switch (node.op) {
    case 'conv2dKernelGradient':
    case 'depthwiseConv2dKernelGradient': {
      // The positions of the window are those of what it leads to; of a transposed convolution, of what it comes from.
      const [, rows, columns] = graph.nodes[node.inputs[1]].shape;
      const params = { symbol, count: rows * columns, samples: graph.batchSize };
      return message(`say.backward.convKernel${batch}`, params);
    }
    case 'conv2dInputGradient': {
      const filters = unitCount(graph.nodes[node.inputs[0]]);
      const count = explanationOf(asked).terms.length;
      if (count === 0) return message('say.backward.unused', { symbol });
      return message('say.backward.convInput', { symbol, count, filters, positions: count / filters });
    }
    case 'depthwiseConv2dInputGradient': {
      const count = explanationOf(asked).terms.length;
      return message(count === 0 ? 'say.backward.unused' : 'say.backward.depthwiseInput', { symbol, count });
    }
    case 'conv2d':
      return message('say.backward.transposedInput', { symbol, count: explanationOf(asked).terms.length });
    case 'maxPool2dGradient': {
      const windows = explanationOf(asked).chain ?? [];
      const won = windows.filter(({ local }) => local !== 0).length;
      if (windows.length === 0) return message('say.backward.unused', { symbol });
      return message(`say.backward.${won > 0 ? 'maxPoolWon' : 'maxPoolLost'}`, { symbol });
    }
    case 'avgPool2dGradient': {
      const windows = explanationOf(asked).chain ?? [];
      if (windows.length === 0) return message('say.backward.unused', { symbol });
      return message('say.backward.avgPool', { symbol, count: Math.round(1 / windows[0].local) });
    }
    case 'reduceMaxGradient': {
      const won = (explanationOf(asked).chain?.[0]?.local ?? 0) !== 0;
      return message(`say.backward.mapMax${won ? 'Won' : 'Lost'}`, { symbol });
    }
    case 'resize2dGradient':
      return message('say.backward.resize', { symbol, count: explanationOf(asked).chain?.length ?? 0 });
    default:
      return sharedGradient(asked, target);
  }
}

/** Biases of maps, and means over whole maps. */
function sharedGradient({ graph, node, symbol }: Asked, target: GraphNode): Message | null {
  const summed = node.op === 'reduceSum' ? graph.nodes[node.inputs[0]] : null;
  if (target.name.endsWith('/bias') && summed !== null && summed.shape.length > 2) {
    const positions = sizeOf(summed.shape.slice(1, -1));
    const key = graph.batchSize > 1 ? 'convBiasBatch' : 'convBias';
    return message(`say.backward.${key}`, { symbol, count: positions, samples: graph.batchSize });
  }
  const mean = node.op === 'spread' && node.flow !== null ? graph.nodes[node.flow.from] : null;
  if (mean?.op !== 'reduceMean' || mean.phase !== 'forward') return null;
  if (graph.layers.find((l) => l.id === mean.layer)?.output !== mean.id) return null;
  return message('say.backward.mapMean', { symbol, count: Number(node.attrs.count ?? 1) });
}
