/**
 * The network as columns of neurons or of feature maps, read off the graph: the input, then one column for each layer
 * that changes values (a layer that only reshapes is another view of the same numbers). And the way back: which neuron,
 * cell of a map, weight or bias of the picture an element of any node of the graph stands for.
 */
import { positionOf } from '@/core/graph/shape';
import type { Graph, GraphNode, Shape } from '@/core/graph/types';
import { type ElementRef, elementCount, updateOwners } from '@/core/interpreter/timeline';

export interface Column {
  /** Layer id, or null for the input. */
  layer: string | null;
  kind: string;
  /** Node with the values of the neurons, batch first. */
  value: number;
  /** Node with the weighted sums before the activation; the same as `value` where there is none. */
  sum: number;
  /** Leaf nodes, or null where the layer has none. A kernel is [inputs, units]; filters are [rows, columns, channels, filters]. */
  kernel: number | null;
  filters: number | null;
  bias: number | null;
  /** Name of the definition of the activation, such as `relu`, or null. */
  activation: string | null;
  /** Numbers of one sample. */
  size: number;
  /** What can be folded: neurons, or feature maps. */
  units: number;
  /** Shape of one sample. */
  shape: Shape;
  /** Rows and columns where the values are best seen as one picture. */
  picture: { rows: number; columns: number } | null;
  /** Rows and columns of each feature map, one a channel; of sequences (`line`) one row with a cell for each step. */
  maps: { rows: number; columns: number; line?: boolean } | null;
  /** Columns it reads, in order; as a rule the one before. */
  inputs: readonly number[];
}

/** Values of a normalisation that there are one of for each channel. */
export const CHANNEL_VALUES = ['gamma', 'beta', 'alpha', 'movingMean', 'movingVariance', 'mean', 'variance'] as const;
export type ChannelValue = (typeof CHANNEL_VALUES)[number];

export type Place =
  | { kind: 'neuron'; column: number; unit: number; sample: number }
  /** A cell of a feature map; `unit` is the channel. */
  | { kind: 'cell'; column: number; unit: number; row: number; at: number; sample: number }
  /** A weight of a filter (`unit`) at one of its rows and places, for one channel of what comes in. */
  | ({ kind: 'filter'; column: number; unit: number; channel: number; row: number; at: number } & FilterForm)
  /** An entry (`at`) of a row of a table, rows counted from 0 as in the data. */
  | { kind: 'entry'; column: number; row: number; at: number }
  | { kind: 'channel'; column: number; unit: number; of: ChannelValue }
  | { kind: 'edge'; column: number; from: number; to: number }
  | { kind: 'bias'; column: number; unit: number }
  | { kind: 'loss' };

export interface NetworkModel {
  graph: Graph;
  columns: Column[];
  /** Final node of the loss, or null. */
  loss: number | null;
  /** Which weight a node of the update phase belongs to. */
  owners: Map<number, string | null>;
  /** What a forward or loss node is in the picture. */
  roles: Map<number, Role>;
}

/** What sets filters apart from those of a convolution; left out where nothing does. */
interface FilterForm {
  /** Each sees one channel only. */
  lone?: true;
  /** They slide along a sequence. */
  line?: true;
  /** What the weight's last axis counts, where it is not the filters. */
  along?: 'channels' | 'kernels';
  /** Their results stay within the layer: they have no map of the picture to themselves. */
  inner?: true;
}

type Role =
  | { kind: 'value' | 'kernel' | 'bias' | 'table'; column: number }
  | { kind: 'filters'; column: number; order: 'plain' | 'depthwise' | 'transposed'; form: FilterForm }
  | { kind: 'channel'; column: number; of: ChannelValue }
  | { kind: 'loss' };

const featureCount = (shape: Shape) => shape.reduce((a, b) => a * b, 1);

/** A picture has two long sides, and one channel or none. */
function pictureOf(shape: Shape): Column['picture'] {
  const flat = shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
  if (flat.length !== 2 || flat[0] < 4 || flat[1] < 4) return null;
  return { rows: flat[0], columns: flat[1] };
}

/** Values with rows, columns and channels are feature maps, unless one picture shows them all; sequences are low ones. */
function mapsOf(shape: Shape, picture: Column['picture']): Column['maps'] {
  if (picture !== null) return null;
  if (shape.length === 2) return { rows: 1, columns: shape[0], line: true };
  return shape.length === 3 ? { rows: shape[0], columns: shape[1] } : null;
}

const isReshape = (node: GraphNode) => node.op === 'reshape' || node.op === 'flatten';

/** The name of what turns a sum into a value: `sigmoid`, `softmax`; null for nodes that are no activation. */
export function activationOf(node: GraphNode): string | null {
  if (node.op === 'softmax' || node.op === 'logSoftmax') return node.op;
  const definition = node.attrs.definition;
  if (node.op !== 'elementwise' || node.inputs.length !== 1 || typeof definition !== 'string') return null;
  return definition;
}

/** Whether an input of two axes is a sequence of steps, read by something that goes along them, and no picture. */
function isSequence(graph: Graph, input: GraphNode): boolean {
  if (input.shape.length !== 3) return false;
  const inner = graph.layers.filter((l) => l.outputShape.length === 2).map((l) => l.id);
  return graph.nodes.some((n) => n.phase === 'forward' && n.inputs.includes(input.id) && inner.includes(n.layer ?? ''));
}

function inputColumn(graph: Graph): Column {
  const input = graph.nodes[graph.input];
  const shape = input.shape.slice(1);
  const picture = isSequence(graph, input) ? null : pictureOf(shape);
  const maps = mapsOf(shape, picture);
  const size = featureCount(shape);
  return {
    layer: null,
    kind: 'input',
    value: input.id,
    sum: input.id,
    kernel: null,
    filters: null,
    bias: null,
    activation: null,
    size,
    units: maps ? shape[shape.length - 1] : size,
    shape,
    picture,
    maps,
    inputs: [],
  };
}

/** How a weight lies in the operation that reads it, or null where it is neither filters nor a table. */
function readAs(graph: Graph, weight: GraphNode): 'plain' | 'depthwise' | 'transposed' | 'line' | 'table' | null {
  const reader = graph.nodes.find((n) => n.phase === 'forward' && n.inputs.includes(weight.id));
  if (reader?.op === 'gather') return 'table';
  if (reader?.op === 'depthwiseConv2d') return 'depthwise';
  if (reader?.op === 'conv2dInputGradient') return 'transposed';
  if (reader?.op === 'conv2d') return 'plain';
  return reader?.op === 'reshape' && weight.shape.length === 3 ? 'line' : null;
}

const isKernel = ({ name, shape }: GraphNode, layer: string | null) => name === `${layer}/kernel` && shape.length === 2;

/** The places of a layer's weights and inner values. */
function giveRoles(graph: Graph, roles: NetworkModel['roles'], column: number, own: Column): void {
  const nodes = graph.nodes.filter((n) => n.layer === own.layer && n.phase === 'forward');
  const filters = nodes.filter((n) => n.role === 'weight' && n.shape.length === 4);
  const perChannel = (n: GraphNode) => n.shape.length === 1 && n.shape[0] === own.shape.at(-1);
  for (const node of nodes) {
    const of = CHANNEL_VALUES.find((name) => node.name === `${own.layer}/${name}`);
    const source = graph.nodes[node.inputs[0] ?? node.id];
    if (of !== undefined && perChannel(node)) roles.set(node.id, { kind: 'channel', column, of });
    else if (node.role === 'weight') {
      const read = readAs(graph, node);
      if (node.id === own.bias) roles.set(node.id, { kind: 'bias', column });
      else if (isKernel(node, own.layer)) roles.set(node.id, { kind: 'kernel', column });
      else if (read === 'table') roles.set(node.id, { kind: 'table', column });
      else if (read !== null) {
        const order = read === 'line' ? 'plain' : read;
        const inner = filters.length > 1 && order === 'depthwise' ? ({ inner: true } as const) : {};
        const channels = node.shape[node.shape.length - (order === 'transposed' ? 1 : 2)];
        const along =
          order === 'transposed'
            ? ({ along: 'channels' } as const)
            : order === 'depthwise'
              ? ({ along: 'kernels' } as const)
              : {};
        const lone = order === 'depthwise' || channels === 1 ? ({ lone: true } as const) : {};
        const line = read === 'line' ? ({ line: true } as const) : {};
        roles.set(node.id, { kind: 'filters', column, order, form: { ...line, ...lone, ...along, ...inner } });
      }
    } else if (isReshape(node) && source.layer !== own.layer && roles.has(source.id)) {
      // What comes in, seen as rows or groups, is where it was.
      roles.set(node.id, roles.get(source.id) as Role);
    } else if (isReshape(node) && source.role === 'weight' && roles.has(source.id)) {
      roles.set(node.id, roles.get(source.id) as Role);
    } else if (node.role === null && elementCount(node) === own.size * graph.batchSize) {
      roles.set(node.id, { kind: 'value', column });
    }
  }
}

/** Reads columns off a graph. */
export function networkModel(graph: Graph): NetworkModel {
  const columns: Column[] = [inputColumn(graph)];
  const roles: NetworkModel['roles'] = new Map([[graph.input, { kind: 'value', column: 0 }]]);
  // Where the output of each layer, and the input, are shown.
  const shownIn = new Map<number, number>([[graph.input, 0]]);

  for (const layer of graph.layers) {
    const nodes = graph.nodes.filter((n) => n.layer === layer.id && n.phase === 'forward');
    const steps = nodes.filter((n) => n.role === null);
    const weights = nodes.filter((n) => n.role === 'weight');
    const sources = steps.flatMap((n) => n.inputs.map((id) => shownIn.get(id)));
    const inputs = [...new Set(sources.filter((column) => column !== undefined))];
    // A layer that changes nothing, or only lays numbers out in a row, is another view of what is there already.
    const same = steps.length === 0 && shownIn.has(layer.output);
    if (weights.length === 0 && (same || (steps.every(isReshape) && layer.outputShape.length < 2))) {
      const column = inputs[0] ?? shownIn.get(layer.output) ?? columns.length - 1;
      for (const node of steps) roles.set(node.id, { kind: 'value', column });
      shownIn.set(layer.output, column);
      continue;
    }
    const value = graph.nodes[layer.output];
    const activation = activationOf(value);
    const sum = activation !== null && steps.length > 1 ? value.inputs[0] : value.id;
    const size = featureCount(layer.outputShape);
    const maps = mapsOf(layer.outputShape, null);
    const column: Column = {
      layer: layer.id,
      kind: layer.kind,
      value: value.id,
      sum,
      // Applied to each step of a sequence it joins no single neurons.
      kernel: layer.outputShape.length === 1 ? (weights.find((n) => isKernel(n, layer.id))?.id ?? null) : null,
      filters: weights.find((n) => n.shape.length > 2)?.id ?? null,
      bias: weights.find((n) => n.name === `${layer.id}/bias`)?.id ?? null,
      activation,
      size,
      units: maps ? layer.outputShape[layer.outputShape.length - 1] : size,
      shape: layer.outputShape,
      picture: null,
      maps,
      inputs,
    };
    giveRoles(graph, roles, columns.length, column);
    shownIn.set(layer.output, columns.length);
    columns.push(column);
  }
  for (const node of graph.nodes) {
    if (node.phase === 'loss' && (node.role === null || node.role === 'target')) roles.set(node.id, { kind: 'loss' });
  }
  if (graph.target !== null) roles.set(graph.target, { kind: 'loss' });
  return { graph, columns, loss: graph.loss, owners: updateOwners(graph), roles };
}

/**
 * The element of a leaf or a forward node that an element speaks of: of a gradient, what it is the gradient of; of an
 * update, the weight. Null where it speaks of none (a shared scalar, an inner node of a gradient).
 */
export function anchor(model: NetworkModel, ref: ElementRef): ElementRef | null {
  const node = model.graph.nodes[ref.node];
  if (node.phase === 'forward' || node.phase === 'loss') {
    return node.role === 'state' || node.role === 'scalar' ? weightOfState(model, ref) : ref;
  }
  const to = node.gradientOf ?? node.flow?.to;
  if (to !== undefined && to !== null) {
    return elementCount(model.graph.nodes[to]) === elementCount(node) ? { node: to, element: ref.element } : null;
  }
  if (node.part) {
    // A step on the way to a gradient speaks of whichever of its two ends lies as it does.
    const { part } = node;
    const end = [part.to, part.from].find((id) => elementCount(model.graph.nodes[id]) === elementCount(node));
    return end === undefined ? null : { node: end, element: ref.element };
  }
  return weightOfState(model, ref);
}

function weightOfState(model: NetworkModel, ref: ElementRef): ElementRef | null {
  const { graph, owners } = model;
  const state = graph.states.find((s) => s.node === ref.node);
  const name = state?.weight ?? owners.get(ref.node) ?? null;
  const weight = graph.weights.find((w) => w.name === name);
  if (weight === undefined) return null;
  return featureCount(weight.shape) === elementCount(graph.nodes[ref.node])
    ? { node: weight.node, element: ref.element }
    : null;
}

/** Where an element is in the picture, or null where it is not shown. */
export function locate(model: NetworkModel, ref: ElementRef): Place | null {
  const at = anchor(model, ref);
  const role = at && model.roles.get(at.node);
  if (!at || !role) return null;
  if (role.kind === 'loss') return { kind: 'loss' };
  const { column } = role;
  const { size, maps } = model.columns[column];
  const position = positionOf(model.graph.nodes[at.node].shape, at.element);
  if (role.kind === 'kernel') return { kind: 'edge', column, from: position[0], to: position[1] };
  if (role.kind === 'table') return { kind: 'entry', column, row: position[0], at: position[1] };
  if (role.kind === 'filters') return filterPlace(model.graph.nodes[at.node].shape, position, role);
  if (role.kind === 'channel') return { kind: 'channel', column, unit: at.element, of: role.of };
  if (role.kind === 'bias') return { kind: 'bias', column, unit: at.element };
  if (maps !== null) {
    const inMaps = positionOf(
      [model.graph.batchSize, maps.rows, maps.columns, size / (maps.rows * maps.columns)],
      at.element,
    );
    const [sample, row, across, unit] = inMaps;
    return { kind: 'cell', column, unit, row, at: across, sample };
  }
  return { kind: 'neuron', column, unit: at.element % size, sample: Math.floor(at.element / size) };
}

/** Where a weight is in its filter. The filters of a depthwise convolution are counted channel by channel. */
function filterPlace(shape: Shape, position: number[], role: Extract<Role, { kind: 'filters' }>): Place {
  const { column, order, form } = role;
  // Filters along a sequence have no rows.
  const [row, at, third, last] = position.length === 3 ? [0, ...position] : position;
  const place = { kind: 'filter' as const, column, row, at, ...form };
  if (order === 'depthwise') return { ...place, unit: third * shape[shape.length - 1] + last, channel: third };
  return order === 'transposed' ? { ...place, unit: third, channel: last } : { ...place, unit: last, channel: third };
}

/** The neuron or map a place belongs to, if any: an edge belongs to the neuron it leads to. */
export function neuronOf(place: Place | null): { column: number; unit: number } | null {
  if (place === null || place.kind === 'loss' || place.kind === 'entry') return null;
  if (place.kind === 'filter' && place.inner) return null;
  return { column: place.column, unit: place.kind === 'edge' ? place.to : place.unit };
}

/** The node whose gradient a column shows: its values' where the loss is reached through them, else its sums'. */
export function gradientSource(model: NetworkModel, column: Column): number {
  return model.graph.gradients.has(column.value) ? column.value : column.sum;
}

/**
 * The nodes of a layer that led to the same place, in order: the sum of a convolution, with its bias, after its
 * activation. Ends with the node itself.
 */
export function lineage(graph: Graph, id: number): number[] {
  const chain = [id];
  for (;;) {
    const node = graph.nodes[chain[0]];
    const before = node.inputs.find((input) => {
      const { role, layer, shape } = graph.nodes[input];
      return role === null && layer === node.layer && featureCount(shape) === elementCount(node);
    });
    if ((node.op !== 'elementwise' && !isReshape(node)) || before === undefined) return chain;
    chain.unshift(before);
  }
}

/** Element of the kernel of `column` on the edge from neuron `from` to neuron `to`. */
export function edgeElement(column: Column, from: number, to: number): number {
  return from * column.size + to;
}

/** Whether two places are the same spot of the picture, samples apart. */
export function samePlace(a: Place | null, b: Place | null): boolean {
  return a !== null && b !== null && placeKey(a) === placeKey(b);
}

/** A name for a place, the same for the same spot of the picture, samples apart. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'loss':
      return 'loss';
    case 'edge':
      return `edge ${place.column} ${place.from} ${place.to}`;
    case 'cell':
      return `${mapKey(place)} ${place.row} ${place.at}`;
    case 'filter':
      return `filter${place.inner ? ' inner' : ''} ${place.column} ${place.unit} ${place.channel} ${place.row} ${place.at}`;
    case 'entry':
      return `entry ${place.column} ${place.row} ${place.at}`;
    case 'channel':
      return `${place.of} ${place.column} ${place.unit}`;
    default:
      return `${place.kind} ${place.column} ${place.unit}`;
  }
}

/** The same for a feature map as a whole. */
export const mapKey = ({ column, unit }: { column: number; unit: number }) => `map ${column} ${unit}`;
