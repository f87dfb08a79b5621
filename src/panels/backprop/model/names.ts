/**
 * What things are called: operations, places of the picture, steps. Every step's name says where it is and which value
 * it computes, so that no two neighbours are called the same. Here only keys of the catalogue are chosen.
 */
import { ACTIVATIONS } from '@/core/activations';
import type { Graph, GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type ElementRef, elementCount, type Step } from '@/core/interpreter/timeline';
import { definitionOf, gradientDefinition, type Message, message, normPart, tex } from './message';
import { locate, type NetworkModel, type Place } from './network';

/** Definitions with a name of their own under `op`; those of optimizers are under `line`. */
const NAMED = new Set([
  ...Object.keys(ACTIVATIONS),
  ...['biasAdd', 'dropout', 'gaussianNoise', 'prelu', 'halfSquaredError', 'squaredError', 'meanAbsoluteError'],
  ...[
    'huber',
    'logCosh',
    'hinge',
    'squaredHinge',
    'perceptron',
    'klDivergence',
    'poisson',
    'cosineSimilarity',
    'zeroOne',
    'clip',
  ],
  ...[
    'normalize',
    'product',
    'labelSmoothing',
    'classWeight',
    'weightedLoss',
    'maskedMean',
    'signed',
    'regularizedLoss',
  ],
  ...['square', 'add', 'clipNorm', 'globalClipNorm', 'clipValue'],
]);
const CROSSENTROPY = /^(?:binary|categorical|sparseCategorical)Crossentropy(?:FromLogits)?$/;
/** Definitions of several parts: `merge.add`, `dot.square`, `regularizer.l2`, `maxNorm.scale`. */
const PARTED = /^(?:merge|dot|regularizer|maxNorm)\.\w+$/;

/** What the lines of optimizers compute, by the name that stands left of their arrow. */
export const LINES = new Set([
  ...['theta', 'velocity', 'm', 'v', 'vMax', 'mHat', 'vHat', 'u', 'accumulator', 'delta', 'deltaAccumulator'],
  ...['decayed', 'gDecayed', 'mu', 'muNext', 'muProduct', 'rho', 'rhoMax', 'r'],
]);

/** Optimizer and line of a node of the update phase, or null. */
export function lineOf(node: GraphNode): { kind: string; target: string } | null {
  if (node.phase !== 'update' || normPart(definitionOf(node)) !== null) return null;
  const [, kind, target] = /^(\w+)\.(\w+)$/.exec(definitionOf(node)) ?? [];
  return target === undefined || kind === 'maxNorm' ? null : { kind, target };
}

function definitionName(definition: string): string | null {
  const part = normPart(definition);
  if (part !== null) return `op.norm.${part}`;
  if (CROSSENTROPY.test(definition)) return 'op.crossentropy';
  return NAMED.has(definition) || PARTED.test(definition) ? `op.${definition}` : null;
}

/** The names of values that several operations lead to: mean and variance of a normalization. */
function valueName(graph: Graph | null, node: GraphNode): string | null {
  if (node.op !== 'reduceMean' && node.op !== 'reduceSum') return null;
  if (node.phase === 'loss') {
    if (node.id === graph?.loss) return 'op.meanLoss';
    if (node.name === 'loss') return 'op.dataLoss';
    if (node.name.startsWith('loss/penalty/')) return 'op.penalty';
    const part = /^loss\/(sample|sum|count)$/.exec(node.name)?.[1];
    return part === undefined ? null : `op.loss${part[0].toUpperCase()}${part.slice(1)}`;
  }
  if (node.phase === 'update') return node.name.endsWith('/norm') ? 'op.maxNorm.norm' : 'op.normSum';
  const own = /\/(mean|variance)$/.exec(node.name)?.[1];
  return own === undefined ? null : `op.norm.${own}`;
}

/** Short name of what a node computes. */
export function operationName(node: GraphNode, graph: Graph | null = null): Message {
  if (node.role === 'input') return message('op.input');
  const of = gradientDefinition(node);
  if (of !== null) return message('op.gradientOf', { of: message(definitionName(of) ?? 'op.elementwise') });
  if (definitionOf(node) === 'sum of paths') return message('op.paths');
  const line = lineOf(node);
  if (line !== null && definitionName(definitionOf(node)) === null) {
    return message(LINES.has(line.target) ? `op.line.${line.target}` : 'op.line.other');
  }
  const transposed = node.op === 'conv2dInputGradient' && node.phase === 'forward';
  return message(
    valueName(graph, node) ??
      definitionName(definitionOf(node)) ??
      (transposed ? 'op.conv2dTranspose' : `op.${node.op}`),
  );
}

/** What a place of the picture is called. */
export function placeName(model: NetworkModel, place: Place): Message {
  if (place.kind === 'loss') return message('place.loss');
  const { layer: id, picture, maps } = model.columns[place.column];
  const layer = id ?? '';
  if (place.kind === 'edge') return message('place.edge', { layer, from: place.from + 1, to: place.to + 1 });
  if (place.kind === 'entry') return message('place.entry', { layer, row: place.row, at: place.at + 1 });
  const n = place.unit + 1;
  switch (place.kind) {
    case 'bias':
      return message('place.bias', { layer, n });
    case 'channel':
      return message(`place.${place.of}`, { layer, n });
    case 'filter': {
      const params = { layer, n, row: place.row + 1, column: place.at + 1, channel: place.channel + 1 };
      const line = place.line ? 'Line' : '';
      return message(place.lone ? `place.filterWeight${line}` : `place.filterChannelWeight${line}`, params);
    }
    case 'cell': {
      if (maps?.line) return message(id === null ? 'place.inputStep' : 'place.step', { layer, n, step: place.at + 1 });
      const params = { layer, n, row: place.row + 1, column: place.at + 1 };
      return message(id === null ? 'place.inputCell' : 'place.cell', params);
    }
    default:
      if (id !== null) return message('place.neuron', { layer, n });
      if (picture === null) return message('place.input', { n });
      return message('place.pixel', {
        row: Math.floor(place.unit / picture.columns) + 1,
        column: (place.unit % picture.columns) + 1,
      });
  }
}

/** The same for all that a step does to a map, a filter or a neuron at once. */
function wholeName(model: NetworkModel, place: Place, unit: number): Message {
  if (place.kind === 'loss') return placeName(model, place);
  const { layer: id, maps } = model.columns[place.column];
  const layer = id ?? '';
  if (place.kind === 'edge') return message('place.weights', { layer, n: place.to + 1 });
  if (place.kind === 'entry') return message('place.entries', { layer, at: place.at + 1 });
  // Steps go along the last axis of a weight, which for some is not the filters'.
  if (place.kind === 'filter' && place.along === 'channels') {
    return message('place.filtersChannel', { layer, n: place.channel + 1 });
  }
  if (place.kind === 'filter' && place.along === 'kernels') return message('place.filtersOf', { layer, n: unit + 1 });
  if (place.kind === 'filter') return message('place.filter', { layer, n: place.unit + 1 });
  if (place.kind === 'cell') return message(maps?.line ? 'place.feature' : 'place.map', { layer, n: place.unit + 1 });
  return placeName(model, place);
}

const MOVES = new Set(['reshape', 'transpose', 'concat', 'pad', 'slice', 'broadcastTo', 'resize2d', 'spread']);

/** Whether a node only moves numbers, or hands them out. */
export const isMove = (node: GraphNode) => MOVES.has(node.op) || node.role === 'constant';

/** The symbol of a node, or of one of its elements. */
const symbolOf = (graph: Graph, id: number, element: number | null) =>
  tex(element === null ? graph.nodes[id].symbol : elementSymbol(graph, id, element));

/** The shape of one sample: `2 × 3`. */
const shapeText = ({ shape }: GraphNode) => shape.slice(1).join(' × ');

function copyName(node: GraphNode, symbol: string): Message {
  const what = operationName(node);
  return node.op === 'reshape'
    ? message('title.copyShaped', { symbol, what, shape: shapeText(node) })
    : message('title.copy', { symbol, what });
}

/** What a step computes, in a few words: the value's own name, or of what it is the gradient. */
function subject(graph: Graph, node: GraphNode, element: number | null): Message {
  const value = () => {
    const params = { what: operationName(node, graph), symbol: symbolOf(graph, node.id, element) };
    return node.op === 'reshape'
      ? message('title.shaped', { ...params, shape: shapeText(node) })
      : message('title.value', params);
  };
  if (node.phase !== 'backward') return value();
  const way = node.flow ?? node.part;
  const to = node.gradientOf ?? way?.to;
  if (to === undefined) return value();
  const alike = (id: number) => elementCount(graph.nodes[id]) === elementCount(node);
  const own = symbolOf(graph, to, alike(to) ? element : null);
  // The same values laid out otherwise, or clipped, go by the same symbol: the operation tells them apart.
  const copied = graph.nodes[to].inputs.some((id) => graph.nodes[id].symbol === graph.nodes[to].symbol);
  const copy = copied && graph.nodes[to].role === null;
  const symbol = copy ? copyName(graph.nodes[to], own) : own;
  if (node.gradientOf !== null) return message('title.gradient', { symbol });
  const from = way?.from ?? to;
  const params = { symbol, from: symbolOf(graph, from, node.part && alike(from) ? element : null) };
  const again = graph.nodes.some((n) => n.id < node.id && n.flow?.to === way?.to && n.flow?.from === way?.from);
  return node.flow
    ? message(again ? 'title.pathAgain' : 'title.path', params)
    : message('title.part', { ...params, what: operationName(node, graph) });
}

/** Whether the place and the symbol do not say yet what is computed there. */
const told = (node: GraphNode) => node.phase !== 'forward' || MOVES.has(node.op) || node.role !== null;

/** The weight whose gradient a step of clipping by the norm of all is about; null for the norm of all itself. */
function clippedWeight(graph: Graph, node: GraphNode): string | null {
  const [first, ...others] = node.inputs.map((id) => graph.nodes[id]);
  if (first === undefined || others.length > 0) return null;
  const of = first.gradientOf === null ? null : graph.nodes[first.gradientOf];
  if (of !== null) return of.role === 'weight' ? of.name : null;
  return first.phase === 'update' ? clippedWeight(graph, first) : null;
}

/** What a step is called. */
export function titleOf(model: NetworkModel, step: Step, focus: ElementRef): Message {
  const { graph } = model;
  const node = graph.nodes[focus.node];
  if (node.id === graph.loss && node.phase === 'loss') return message('place.loss');
  const place = locate(model, focus);
  const part = step.parts.find((p) => p.node === focus.node);
  const several = part !== undefined && part.count > 1;
  // One of several numbers by its index; the only one, and all of them together, by the symbol alone.
  const element = several || elementCount(node) === 1 ? null : focus.element;
  const what = subject(graph, node, element);
  if (place !== null && place.kind !== 'loss' && (!several || step.unit !== null)) {
    // Laid out in a row, maps are walked cell by cell.
    const inRow = place.kind === 'cell' && node.shape.length < 3;
    const name = several && !inRow ? wholeName(model, place, step.unit ?? 0) : placeName(model, place);
    return message('title.at', { place: name, what: told(node) ? what : symbolOf(graph, node.id, element) });
  }
  if (step.unit !== null && several) return message('title.unit', { what, n: step.unit + 1 });
  const owner =
    node.phase === 'update' ? (step.weight ?? clippedWeight(graph, node) ?? '') : (step.layer ?? node.layer ?? '');
  return owner === '' ? what : message('title.of', { owner, what });
}
