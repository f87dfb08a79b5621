/**
 * What a step is called, and one sentence that says what happens and why. Here only keys of the catalogue and what is
 * put into them are chosen; formulas travel inside the text between ⟦ and ⟧.
 */
import type { Graph, GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type ElementRef, type Step, unitCount } from '@/core/interpreter/timeline';
import { forkSentence, imageGradientSentence, imageSentence } from './describeImages';
import { definitionOf, type Message, tex } from './message';
import { anchor, locate, type NetworkModel, type Place } from './network';

export { type Message, tex } from './message';

export interface Description {
  title: Message;
  sentence: Message;
}

const ACTIVATIONS = new Set(['sigmoid', 'tanh', 'softmax']);
const LOSSES: Readonly<Record<string, string>> = {
  halfSquaredError: 'halfSquaredError',
  squaredError: 'squaredError',
  binaryCrossentropy: 'crossentropy',
  binaryCrossentropyFromLogits: 'crossentropy',
  categoricalCrossentropy: 'crossentropy',
  categoricalCrossentropyFromLogits: 'crossentropy',
  clip: 'clip',
};
const GRADIENT = 'gradient of ';

/** The value a node of the backward pass tells about: of what it is the gradient, or where its path leads. */
export function targetOf(graph: Graph, node: GraphNode): GraphNode | null {
  const id = node.gradientOf ?? node.flow?.to ?? null;
  return id === null ? null : graph.nodes[id];
}

/** Short name of an operation, as a key under `op`. */
export function operationName(node: GraphNode): Message {
  const definition = definitionOf(node);
  const known = ['biasAdd', 'sigmoid', 'tanh', 'relu', 'dropout', 'linear'];
  // A mean or a sum is named by what it means where it stands: a channel's mean, its variance.
  if (definition.startsWith('batchNorm.')) return { key: `op.${definition}`, params: {} };
  const name =
    node.role === 'input'
      ? 'input'
      : known.includes(definition)
        ? definition
        : definition in LOSSES
          ? LOSSES[definition]
          : node.op === 'elementwise'
            ? 'elementwise'
            : node.op;
  return { key: `op.${name}`, params: {} };
}

/** A neuron is silent; a filter finds nothing at one spot. */
const closed = (node: GraphNode) => (node.shape.length === 4 ? 'ClosedCell' : 'Closed');

/** What a place of the picture is called. */
export function placeName(model: NetworkModel, place: Place): Message {
  if (place.kind === 'loss') return { key: 'place.loss', params: {} };
  const { layer: id, filters, picture } = model.columns[place.column];
  const layer = id ?? '';
  if (place.kind === 'edge') return { key: 'place.edge', params: { layer, from: place.from + 1, to: place.to + 1 } };
  const n = place.unit + 1;
  switch (place.kind) {
    case 'bias':
      return { key: 'place.bias', params: { layer, n } };
    case 'channel':
      return { key: `place.${place.of}`, params: { layer, n } };
    case 'filter': {
      const several = filters !== null && model.graph.nodes[filters].shape[2] > 1;
      const params = { layer, n, row: place.row + 1, column: place.at + 1, channel: place.channel + 1 };
      return { key: several ? 'place.filterChannelWeight' : 'place.filterWeight', params };
    }
    case 'cell':
      return {
        key: id === null ? 'place.inputCell' : 'place.cell',
        params: { layer, n, row: place.row + 1, column: place.at + 1 },
      };
    default:
      if (id !== null) return { key: 'place.neuron', params: { layer, n } };
      if (picture === null) return { key: 'place.input', params: { n } };
      return {
        key: 'place.pixel',
        params: { row: Math.floor(place.unit / picture.columns) + 1, column: (place.unit % picture.columns) + 1 },
      };
  }
}

/** The same for all that a step does to a map, a filter or a neuron at once. */
function wholeName(model: NetworkModel, place: Place): Message {
  if (place.kind === 'loss') return placeName(model, place);
  const layer = model.columns[place.column].layer ?? '';
  if (place.kind === 'edge') return { key: 'place.weights', params: { layer, n: place.to + 1 } };
  if (place.kind === 'filter') return { key: 'place.filter', params: { layer, n: place.unit + 1 } };
  if (place.kind === 'cell') return { key: 'place.map', params: { layer, n: place.unit + 1 } };
  return placeName(model, place);
}

/** Title and sentence of a step, at the element in focus. `values` are those of the trace. */
export function describe(
  model: NetworkModel,
  step: Step,
  focus: ElementRef,
  values: readonly Float64Array[],
): Description {
  const { graph } = model;
  const many = step.parts.length > 1 && step.unit === null;
  const layers = new Set(step.parts.map((part) => graph.nodes[part.node].phase + (graph.nodes[part.node].layer ?? '')));
  if (many && layers.size > 1) {
    return {
      title: { key: 'title.phase', params: {} },
      sentence: { key: `say.phase.${step.phase}`, params: {} },
    };
  }
  if (many && step.layer !== null) {
    return {
      title: { key: 'title.layer', params: { layer: step.layer } },
      sentence: { key: `say.layer.${step.phase}`, params: { layer: step.layer } },
    };
  }
  return { title: titleOf(model, step, focus), sentence: sentenceOf(model, focus, values, step) };
}

function titleOf(model: NetworkModel, step: Step, focus: ElementRef): Message {
  const { graph } = model;
  const node = graph.nodes[focus.node];
  const place = locate(model, focus);
  const part = step.parts.find((p) => p.node === focus.node);
  const single = part === undefined || part.count === 1 || step.unit !== null;
  if (place !== null && single && unitCount(node) > 0) {
    return part !== undefined && part.count > 1 ? wholeName(model, place) : placeName(model, place);
  }
  const target = node.phase === 'backward' ? targetOf(graph, node) : null;
  if (target !== null) return { key: 'title.gradient', params: { symbol: tex(target.symbol) } };
  if (node.phase === 'update')
    return { key: 'title.update', params: { symbol: tex(node.symbol), weight: step.weight ?? '' } };
  if (node.layer === null) return { key: 'title.operation', params: { symbol: tex(node.symbol) } };
  return { key: 'title.operationOf', params: { symbol: tex(node.symbol), layer: node.layer } };
}

/** One sentence about one element of a node; about all that led to it where `step` computes that, too. */
export function sentenceOf(
  model: NetworkModel,
  focus: ElementRef,
  values: readonly Float64Array[],
  step: Step | null = null,
): Message {
  const { graph } = model;
  const node = graph.nodes[focus.node];
  const symbol = tex(elementSymbol(graph, focus.node, focus.element));
  if (node.role !== null && node.gradientOf === null) return { key: `say.given.${node.role}`, params: { symbol } };
  if (node.phase === 'forward') return forwardSentence(graph, node, focus, symbol, values, step);
  if (node.phase === 'loss') return lossSentence(graph, node, symbol);
  if (node.phase === 'backward') return backwardSentence(model, node, focus, values);
  return updateSentence(model, node, focus, symbol);
}

const inputSymbol = (graph: Graph, node: GraphNode, element: number) =>
  tex(elementSymbol(graph, node.inputs[0], element));

function forwardSentence(
  graph: Graph,
  node: GraphNode,
  { element }: ElementRef,
  symbol: string,
  values: readonly Float64Array[],
  step: Step | null,
): Message {
  const definition = definitionOf(node);
  const image = imageSentence({ graph, node, element, symbol, values }, step);
  if (image !== null) return image;
  if (node.op === 'matMul') {
    const inputs = graph.nodes[node.inputs[0]];
    return { key: 'say.forward.sum', params: { symbol, count: unitCount(inputs) } };
  }
  if (definition === 'biasAdd') {
    const sum = graph.nodes[node.inputs[0]];
    const whole = step === null || step.parts.some((part) => part.node === sum.id);
    const count = whole && sum.op === 'matMul' ? unitCount(graph.nodes[sum.inputs[0]]) : 0;
    return { key: count > 0 ? 'say.forward.sumBias' : 'say.forward.bias', params: { symbol, count } };
  }
  if (node.op === 'reshape') return { key: 'say.forward.reshape', params: { count: values[node.id]?.length ?? 0 } };
  if (node.op === 'dropoutMask') return { key: 'say.forward.mask', params: { symbol } };
  const input = node.inputs.length > 0 ? inputSymbol(graph, node, element) : symbol;
  if (definition === 'dropout') return { key: 'say.forward.dropout', params: { symbol, input } };
  if (definition === 'relu') {
    const open = (values[node.inputs[0]]?.[element] ?? 0) > 0;
    return { key: `say.forward.relu${open ? 'Open' : closed(node)}`, params: { symbol, input } };
  }
  const name = node.op === 'softmax' ? 'softmax' : definition;
  if (ACTIVATIONS.has(name)) {
    return { key: `say.forward.${name}`, params: { symbol, input, count: unitCount(node) } };
  }
  return { key: 'say.forward.other', params: { symbol } };
}

function lossSentence(graph: Graph, node: GraphNode, symbol: string): Message {
  const definition = definitionOf(node);
  if (node.id === graph.loss) {
    return {
      key: graph.batchSize > 1 ? 'say.loss.mean' : 'say.loss.total',
      params: { symbol, count: graph.batchSize },
    };
  }
  if (node.op === 'logSoftmax') return { key: 'say.loss.logSoftmax', params: { symbol } };
  if (node.op.startsWith('reduce')) return { key: 'say.loss.sum', params: { symbol } };
  return { key: `say.loss.${LOSSES[definition] ?? 'other'}`, params: { symbol } };
}

function backwardSentence(
  model: NetworkModel,
  node: GraphNode,
  { element }: ElementRef,
  values: readonly Float64Array[],
): Message {
  const { graph } = model;
  const definition = definitionOf(node);
  const target = targetOf(graph, node);
  const at = anchor(model, { node: node.id, element });
  const symbol = at === null ? tex(node.symbol) : tex(elementSymbol(graph, at.node, at.element));
  if (target !== null && target.id === graph.loss) return { key: 'say.backward.seed', params: { symbol } };
  if (definition === 'sum of paths') {
    const fork = target === null ? null : forkSentence(graph, target, symbol);
    return fork ?? { key: 'say.backward.paths', params: { symbol, count: node.inputs.length } };
  }
  if (node.op === 'logSoftmaxGradient') {
    const count = graph.batchSize;
    return { key: count > 1 ? 'say.backward.softmaxLossBatch' : 'say.backward.softmaxLoss', params: { symbol, count } };
  }
  if (node.op === 'spread' && target?.phase !== 'forward') {
    const count = node.attrs.count as number;
    return { key: count > 1 ? 'say.backward.share' : 'say.backward.sum', params: { symbol, count } };
  }
  if (definition.startsWith(GRADIENT) && definition.slice(GRADIENT.length) in LOSSES) {
    const direct = target?.phase === 'forward';
    return { key: direct ? 'say.backward.loss' : 'say.backward.lossElement', params: { symbol } };
  }
  if (target === null) {
    const normalises = definition.startsWith(`${GRADIENT}batchNorm.`);
    return { key: normalises ? 'say.normBack.helper' : 'say.backward.helper', params: { symbol } };
  }
  const image = imageGradientSentence({ graph, node, element, symbol, values }, target);
  if (image !== null) return image;
  if (target.role === 'weight') {
    const kind = target.shape.length > 1 ? 'kernel' : 'bias';
    const key = graph.batchSize > 1 ? `say.backward.${kind}Batch` : `say.backward.${kind}`;
    return { key, params: { symbol, count: graph.batchSize } };
  }
  if (node.op === 'matMul') {
    const upstream = graph.nodes[node.inputs.find((id) => graph.nodes[id].phase === 'backward') ?? node.inputs[0]];
    const count = unitCount(upstream);
    return { key: count === 1 ? 'say.backward.onePath' : 'say.backward.values', params: { symbol, count } };
  }
  if (definition === `${GRADIENT}relu`) {
    const open = (values[target.id]?.[element] ?? 0) > 0;
    return { key: `say.backward.relu${open ? 'Open' : closed(node)}`, params: { symbol } };
  }
  if (definition === `${GRADIENT}dropout`) {
    const mask = node.inputs.find((id) => graph.nodes[id].op === 'dropoutMask');
    const scale = mask === undefined ? 1 : values[mask][element];
    if (scale === 0) return { key: 'say.backward.dropoutDropped', params: { symbol } };
    return { key: 'say.backward.dropoutKept', params: { symbol, scale: Math.round(scale * 1000) / 1000 } };
  }
  if (definition.startsWith(GRADIENT) || node.op === 'softmaxGradient') {
    const from = node.flow ? tex(elementSymbol(graph, node.flow.from, element)) : '';
    return { key: 'say.backward.activation', params: { symbol, from } };
  }
  return { key: 'say.backward.move', params: { symbol } };
}

function updateSentence(model: NetworkModel, node: GraphNode, { element }: ElementRef, symbol: string): Message {
  const at = anchor(model, { node: node.id, element });
  const weight = at === null ? symbol : tex(elementSymbol(model.graph, at.node, at.element));
  if (definitionOf(node) === 'batchNorm.move') {
    const { rho } = node.attrs.constants as Record<string, number>;
    return { key: 'say.update.moving', params: { weight, share: Math.round(rho * 1000) / 10 } };
  }
  const definition = definitionOf(node).replace('.', '/');
  const known = UPDATES.has(definition) ? definition.replace('/', '.') : 'other';
  return { key: `say.update.${known}`, params: { symbol, weight } };
}

const UPDATES = new Set([
  'sgd/theta',
  'momentum/velocity',
  'momentum/theta',
  'nesterov/velocity',
  'nesterov/theta',
  'adam/m',
  'adam/v',
  'adam/mHat',
  'adam/vHat',
  'adam/theta',
]);
