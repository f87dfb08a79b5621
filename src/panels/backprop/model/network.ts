/**
 * The network as columns of neurons, read off the graph: the input, then one column for each layer that changes
 * values (a layer that only reshapes is another view of the same numbers). And the way back: which neuron, weight or
 * bias of the picture an element of any node of the graph stands for.
 */
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
  /** Leaf nodes, or null where the layer has none. A kernel is [inputs, units]. */
  kernel: number | null;
  bias: number | null;
  /** Name of the definition of the activation, such as `relu`, or null. */
  activation: string | null;
  /** Number of neurons. */
  size: number;
  /** Shape of one sample. */
  shape: Shape;
  /** Rows and columns where the values are best seen as a picture. */
  picture: { rows: number; columns: number } | null;
}

export type Place =
  | { kind: 'neuron'; column: number; unit: number; sample: number }
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
  roles: Map<number, { kind: 'value' | 'kernel' | 'bias'; column: number } | { kind: 'loss' }>;
}

const featureCount = (shape: Shape) => shape.reduce((a, b) => a * b, 1);

/** A picture has two long sides, and one channel or none. */
function pictureOf(shape: Shape): Column['picture'] {
  const flat = shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
  if (flat.length !== 2 || flat[0] < 4 || flat[1] < 4) return null;
  return { rows: flat[0], columns: flat[1] };
}

const isReshape = (node: GraphNode) => node.op === 'reshape' || node.op === 'flatten';

/** The name of what turns a sum into a value: `sigmoid`, `softmax`; null for nodes that are no activation. */
export function activationOf(node: GraphNode): string | null {
  if (node.op === 'softmax') return 'softmax';
  const definition = node.attrs.definition;
  if (node.op !== 'elementwise' || node.inputs.length !== 1 || typeof definition !== 'string') return null;
  return definition;
}

/** Reads columns off a graph. */
export function networkModel(graph: Graph): NetworkModel {
  const input = graph.nodes[graph.input];
  const shape = input.shape.slice(1);
  const columns: Column[] = [
    {
      layer: null,
      kind: 'input',
      value: input.id,
      sum: input.id,
      kernel: null,
      bias: null,
      activation: null,
      size: featureCount(shape),
      shape,
      picture: pictureOf(shape),
    },
  ];
  const roles: NetworkModel['roles'] = new Map([[input.id, { kind: 'value', column: 0 }]]);

  for (const layer of graph.layers) {
    const nodes = graph.nodes.filter((n) => n.layer === layer.id && n.phase === 'forward');
    const steps = nodes.filter((n) => n.role === null);
    const weights = nodes.filter((n) => n.role === 'weight');
    if (weights.length === 0 && steps.every(isReshape)) {
      for (const node of steps) roles.set(node.id, { kind: 'value', column: columns.length - 1 });
      continue;
    }
    const value = graph.nodes[layer.output];
    const activation = activationOf(value);
    const sum = activation !== null && steps.length > 1 ? value.inputs[0] : value.id;
    const kernel = weights.find((n) => n.shape.length === 2)?.id ?? null;
    const bias = weights.find((n) => n.shape.length === 1)?.id ?? null;
    const size = featureCount(layer.outputShape);
    const column = columns.length;
    columns.push({
      layer: layer.id,
      kind: layer.kind,
      value: value.id,
      sum,
      kernel,
      bias,
      activation,
      size,
      shape: layer.outputShape,
      picture: null,
    });
    if (kernel !== null) roles.set(kernel, { kind: 'kernel', column });
    if (bias !== null) roles.set(bias, { kind: 'bias', column });
    for (const node of steps) {
      if (elementCount(node) === size * graph.batchSize) roles.set(node.id, { kind: 'value', column });
    }
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
  const { size } = model.columns[column];
  if (role.kind === 'kernel')
    return { kind: 'edge', column, from: Math.floor(at.element / size), to: at.element % size };
  if (role.kind === 'bias') return { kind: 'bias', column, unit: at.element };
  return { kind: 'neuron', column, unit: at.element % size, sample: Math.floor(at.element / size) };
}

/** The neuron a place belongs to, if any: an edge belongs to the neuron it leads to. */
export function neuronOf(place: Place | null): { column: number; unit: number } | null {
  if (place === null || place.kind === 'loss') return null;
  return { column: place.column, unit: place.kind === 'edge' ? place.to : place.unit };
}

/** The node whose gradient a column shows: its values' where the loss is reached through them, else its sums'. */
export function gradientSource(model: NetworkModel, column: Column): number {
  return model.graph.gradients.has(column.value) ? column.value : column.sum;
}

/** Element of the kernel of `column` on the edge from neuron `from` to neuron `to`. */
export function edgeElement(column: Column, from: number, to: number): number {
  return from * column.size + to;
}

/** Whether two places are the same spot of the picture (samples apart). */
export function samePlace(a: Place | null, b: Place | null): boolean {
  if (a === null || b === null || a.kind !== b.kind) return false;
  if (a.kind === 'loss') return true;
  if (a.kind === 'edge' && b.kind === 'edge') return a.column === b.column && a.from === b.from && a.to === b.to;
  if (a.kind === 'edge' || b.kind === 'edge' || b.kind === 'loss') return false;
  return a.column === b.column && a.unit === b.unit;
}
