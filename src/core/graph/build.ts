/**
 * From a description to the one graph: layers' forward, the loss, the gradients by autodiff, the optimizer's update.
 *
 * What is built here is what trains, what is interpreted and what is shown.
 */

import { parse } from '../expr';
import { faultOf } from '../faults';
import type { FaultDefinition, FaultSpec } from '../faults/types';
import { initializerFor } from '../initializers';
import { layerOf } from '../layers';
import { lossOf } from '../losses';
import type { LayerSpec, NetworkSpec, OptimizerSpec } from '../network/spec';
import { constant, elementwise, leaf } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';
import { optimizerOf } from '../optimizers';
import { type EmittedUpdates, emitGradientNorm, emitUpdates, type WeightToUpdate } from '../optimizers/emit';
import { type Constraint, emitConstraint, emitPenalty, type Regularizer } from '../regularizers';
import { differentiateGraph } from './autodiff';
import { GraphBuilder } from './builder';
import { sizeOf } from './shape';
import type { Graph, LayerInfo, Shape, WeightInfo } from './types';

export interface BuildOptions {
  batchSize: number;
  mode: 'training' | 'inference';
  /** With an optimizer the graph has gradients and updates; without, forward and loss only. */
  optimizer?: OptimizerSpec;
  /** Weights of these layers move; all by default. */
  trainable?: 'all' | readonly string[];
  /** A mistake built in on purpose; see core/faults. */
  fault?: FaultSpec | null;
  /** Whether a graph with an optimizer has the norm of all gradients as a node, too. */
  gradientNorm?: boolean;
}

/** What is known while layers are being emitted. */
interface Scaffold {
  builder: GraphBuilder;
  layers: LayerInfo[];
  weights: WeightInfo[];
  outputs: Map<string, number>;
  scalars: Map<string, number>;
  /** New values of weights that no gradient moves, to be emitted in the update phase. */
  late: { name: string; layer: string; emit: (sink: NodeSink) => number }[];
  /** What the size of a weight costs, and what is done to it after an update, by weight name. */
  regularizers: Map<string, Regularizer>;
  constraints: Map<string, Constraint>;
  /** Layers with weights so far: the number in `W^{(2)}`. */
  numbered: number;
}

function scaffold(inputShape: Shape, batchSize: number): Scaffold & { input: number } {
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new GraphError('batchSize', { batchSize });
  const builder = new GraphBuilder();
  const input = leaf(builder, 'input', 'input', [batchSize, ...inputShape], 'x');
  const scalars = new Map<string, number>();
  for (const [name, symbol] of [
    ['seed', 's'],
    ['step', 't'],
    ['learningRate', '\\eta'],
  ]) {
    scalars.set(name, leaf(builder, 'scalar', name, [], symbol));
  }
  return {
    builder,
    layers: [],
    weights: [],
    outputs: new Map([['input', input]]),
    scalars,
    late: [],
    regularizers: new Map(),
    constraints: new Map(),
    numbered: 0,
    input,
  };
}

/** Emits one layer: weight leaves, then the forward pass. */
function emitLayer(s: Scaffold, spec: LayerSpec, inputs: number[], mode: BuildOptions['mode']): number {
  const { definition, settings } = layerOf(spec);
  const { builder } = s;
  const inputShapes = inputs.map((id) => builder.node(id).shape.slice(1));
  const specs = definition.weights(settings, inputShapes);
  if (specs.length > 0) s.numbered++;
  const number = Math.max(1, s.numbered);
  const symbol = (base: string) => `${base}^{(${number})}`;
  const weights: Record<string, number> = {};
  return builder.within({ phase: 'forward', layer: spec.id }, () => {
    for (const { name, shape, initializer, symbol: base, trainable = true, regularizer, constraint } of specs) {
      const path = `${spec.id}/${name}`;
      weights[name] = leaf(builder, 'weight', path, shape, symbol(base));
      s.weights.push({
        name: path,
        node: weights[name],
        shape,
        layer: spec.id,
        initializer: initializerFor(initializer, shape, name),
        trainable,
      });
      if (regularizer) s.regularizers.set(path, regularizer);
      if (constraint) s.constraints.set(path, constraint);
    }
    const random = { seed: s.scalars.get('seed')!, step: s.scalars.get('step')! };
    const context = { inputs, weights, mode, layer: spec.id, random, symbol };
    const result = definition.forward(builder, context, settings);
    const { output, updates = {} } = typeof result === 'number' ? { output: result } : result;
    for (const [name, emit] of Object.entries(updates)) {
      s.late.push({ name: `${spec.id}/${name}`, layer: spec.id, emit });
    }
    s.layers.push({
      id: spec.id,
      kind: spec.kind,
      outputShape: builder.node(output).shape.slice(1),
      parameterCount: specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      output,
    });
    s.outputs.set(spec.id, output);
    return output;
  });
}

/** Emits a layer and turns what goes wrong into an error that names it. */
function emitNamed(s: Scaffold, spec: LayerSpec, previous: number, mode: BuildOptions['mode']): number {
  if (s.outputs.has(spec.id)) throw new GraphError('duplicateLayer', { layer: spec.id });
  const named = spec.inputs?.map((id) => {
    const node = s.outputs.get(id);
    if (node === undefined) throw new GraphError('unknownInput', { layer: spec.id, input: id });
    return node;
  });
  const inputs = named && named.length > 0 ? named : [previous];
  try {
    return emitLayer(s, spec, inputs, mode);
  } catch (error) {
    if (error instanceof GraphError) throw new GraphError(error.code, { layer: spec.id, ...error.params });
    throw error;
  }
}

/** Emits the new values of weights that no gradient moves (moving statistics). */
function emitLate({ builder, late, weights }: Scaffold, updates: Map<string, number>): void {
  for (const { name, layer, emit } of late) {
    const node = builder.within({ phase: 'update', layer, prefix: `update/${layer}` }, () =>
      emit({
        emit: (op, inputs, attrs) => builder.emit(op, inputs, attrs, { name: `update/${name}` }),
        node: (id) => builder.node(id),
      }),
    );
    const weight = weights.find((w) => w.name === name)!;
    builder.annotate(node, { symbol: builder.node(weight.node).symbol });
    updates.set(name, node);
  }
}

/** The input of the network's last activation when it is the one `knows` names, else null. */
function logitsOf(builder: GraphBuilder, output: number, knows: string | undefined): number | null {
  const { op, attrs, inputs } = builder.node(output);
  const activation = op === 'elementwise' ? attrs.definition : op;
  return knows !== undefined && activation === knows ? inputs[0] : null;
}

/** Emits the loss of a network's output and what its weights cost, and returns the scalar node of both together. */
function emitLoss(
  s: Scaffold,
  output: number,
  target: number,
  spec: NetworkSpec['loss'],
  fault: FaultDefinition | null,
): number {
  const { definition, settings } = lossOf(spec);
  const known = logitsOf(s.builder, output, definition.knows);
  const logits = fault?.logits ? fault.logits({ builder: s.builder, output, logits: known }) : known;
  return s.builder.within({ phase: 'loss' }, () => {
    const loss = definition.emit(s.builder, { prediction: output, target, logits }, settings);
    const penalties = [...s.regularizers].map(([name, regularizer]) =>
      emitPenalty(s.builder, s.weights.find((w) => w.name === name)!.node, name, regularizer),
    );
    if (penalties.length === 0) return loss;
    s.builder.annotate(loss, { symbol: 'L_0' });
    const parts = Object.fromEntries([loss, ...penalties].map((id, i) => [`l${i}`, id]));
    const expr = parse(Object.keys(parts).join(' + '));
    return elementwise(
      s.builder,
      { expr, args: parts, definition: 'regularizedLoss' },
      { name: 'loss/total', symbol: 'L' },
    );
  });
}

/** Weights that no gradient reaches (behind a step, or of a layer that nobody reads) have a gradient of zeros. */
function emitZeroGradients(
  builder: GraphBuilder,
  weights: readonly WeightInfo[],
  gradients: Map<number, number>,
): void {
  for (const { name, node, layer, shape } of weights) {
    if (gradients.has(node)) continue;
    const zeros = builder.within({ phase: 'backward', layer, prefix: `backward/${name}` }, () =>
      constant(builder, 0, shape),
    );
    builder.annotate(zeros, {
      gradientOf: node,
      symbol: `\\frac{\\partial L}{\\partial ${builder.node(node).symbol}}`,
    });
    gradients.set(node, zeros);
  }
}

/** Emits what is done to weights after their update. */
function emitConstraints({ builder, constraints }: Scaffold, updates: Map<string, number>): void {
  for (const [name, constraint] of constraints) {
    const updated = updates.get(name);
    if (updated === undefined) continue;
    const { layer } = builder.node(updated);
    builder.within({ phase: 'update', layer, prefix: `update/${name}` }, () => {
      updates.set(name, emitConstraint(builder, updated, name, constraint));
    });
  }
}

/** Updates made in the middle of the backward pass: of all weights with a gradient, when the first of them is read. */
class EarlyUpdates {
  readonly emitted: EmittedUpdates = { updates: new Map(), states: [] };

  constructor(
    private readonly moving: readonly WeightInfo[],
    private readonly update: (weights: WeightToUpdate[]) => EmittedUpdates,
  ) {}

  /** The updated weight in place of the weight, once its gradient is complete. */
  readonly reading = (node: number, gradients: ReadonlyMap<number, number>): number => {
    const weight = this.moving.find((w) => w.node === node);
    if (weight === undefined || !gradients.has(node)) return node;
    const { updates, states } = this.emitted;
    if (!updates.has(weight.name)) {
      const known = this.moving.filter((w) => gradients.has(w.node) && !updates.has(w.name));
      const made = this.update(known.map((w) => ({ ...w, gradient: gradients.get(w.node)! })));
      for (const [name, id] of made.updates) updates.set(name, id);
      states.push(...made.states);
    }
    return updates.get(weight.name)!;
  };
}

/**
 * Builds a network's graph.
 * @throws GraphError with a code, the layer's id and what did not fit; `validateNetwork` words all of them.
 */
export function buildGraph(spec: NetworkSpec, options: BuildOptions): Graph {
  const { batchSize, mode, optimizer, trainable = 'all' } = options;
  const fault = options.fault ? faultOf(options.fault) : null;
  const s = scaffold(spec.input.shape, batchSize);
  const { builder } = s;
  const output = spec.layers.reduce((previous, layer) => emitNamed(s, layer, previous, mode), s.input);
  if (builder.node(output).role === null) builder.annotate(output, { symbol: '\\hat{y}' });
  const { definition: lossDefinition } = lossOf(spec.loss);
  if (optimizer && lossDefinition.trainable === false)
    throw new GraphError('lossNotTrainable', { loss: spec.loss.kind });
  const { shape } = builder.node(output);
  const target = leaf(builder, 'target', 'target', lossDefinition.targetShape?.(shape) ?? shape, 't');
  const loss = emitLoss(s, output, target, spec.loss, fault);
  const chosen = (layer: string) => trainable === 'all' || trainable.includes(layer);
  const weights = s.weights.map((w) => ({ ...w, trainable: w.trainable && chosen(w.layer) }));
  const graph = {
    batchSize,
    mode,
    layers: s.layers,
    weights,
    input: s.input,
    output,
    target,
    loss,
    scalars: s.scalars,
  };
  if (!optimizer) {
    return { ...graph, nodes: builder.nodes, gradients: new Map(), states: [], updates: new Map() };
  }
  const moving = weights.filter((w) => w.trainable);
  const one = builder.within({ phase: 'backward' }, () => constant(builder, 1));
  builder.annotate(one, { gradientOf: loss, symbol: '\\frac{\\partial L}{\\partial L}' });
  const scalars = { learningRate: s.scalars.get('learningRate')!, t: s.scalars.get('step')! };
  const resolved = optimizerOf(optimizer);
  const used = fault?.optimizer?.(resolved) ?? resolved;
  const start = options.fault ? fault?.stateStart?.(options.fault) : undefined;
  const update = (toUpdate: WeightToUpdate[]) => emitUpdates(builder, toUpdate, used, scalars, start);
  const early = fault?.updatesEarly ? new EarlyUpdates(moving, update) : null;
  const patch = { ...fault?.autodiff?.(batchSize), ...(early && { reading: early.reading }) };
  const sources = moving.map((w) => w.node);
  const gradients = differentiateGraph(builder, loss, one, sources, patch);
  emitZeroGradients(builder, moving, gradients);
  const toUpdate = () => moving.map((w) => ({ ...w, gradient: gradients.get(w.node)! }));
  const instead = fault?.gradients?.(builder, toUpdate());
  for (const [weight, gradient] of instead?.gradients ?? []) gradients.set(weight, gradient);
  const last = update(toUpdate().filter(({ name }) => !early?.emitted.updates.has(name)));
  const updates = new Map([...(early?.emitted.updates ?? []), ...last.updates]);
  const states = [...(instead?.states ?? []), ...(early?.emitted.states ?? []), ...last.states];
  emitConstraints(s, updates);
  emitLate(s, updates);
  if (!options.gradientNorm || moving.length === 0)
    return { ...graph, nodes: builder.nodes, gradients, states, updates };
  const all = moving.map(({ node }) => gradients.get(node)!);
  const gradientNorm = builder.within({ phase: 'update' }, () => emitGradientNorm(builder, all));
  return { ...graph, nodes: builder.nodes, gradients, states, updates, gradientNorm };
}

export interface LayerGraph extends Graph {
  /** Leaves of the inputs: `input`, `input2`, `input3`, … */
  inputs: number[];
  /** Leaf with the gradient of the output. */
  upstream: number;
}

/**
 * One layer alone, with the gradient of its output fed in as `upstream`: gradients for its inputs and weights. Used by
 * the numeric cases and the engine's tests.
 */
export function buildLayerGraph(
  layer: Omit<LayerSpec, 'id'> & { id?: string },
  options: {
    /** Without the batch. */
    inputShape: Shape;
    /** Of the second, third, … input of a layer that merges. */
    otherShapes?: readonly Shape[];
    batchSize: number;
    mode: BuildOptions['mode'];
  },
): LayerGraph {
  const { inputShape, otherShapes = [], batchSize, mode } = options;
  const s = scaffold(inputShape, batchSize);
  const others = otherShapes.map((shape, i) => {
    const name = `input${i + 2}`;
    s.outputs.set(name, leaf(s.builder, 'input', name, [batchSize, ...shape], `x_{${i + 2}}`));
    return name;
  });
  const merged = others.length > 0 ? { inputs: ['input', ...others] } : {};
  const spec = { id: 'layer', ...layer, ...merged } as LayerSpec;
  const inputs = ['input', ...others].map((name) => s.outputs.get(name)!);
  const output = emitNamed(s, spec, s.input, mode);
  const upstream = leaf(s.builder, 'input', 'upstream', s.builder.node(output).shape, 'g');
  const sources = [...inputs, ...s.weights.filter((w) => w.trainable).map((w) => w.node)];
  const gradients = differentiateGraph(s.builder, output, upstream, sources);
  const updates = new Map<string, number>();
  emitLate(s, updates);
  return {
    nodes: s.builder.nodes,
    batchSize,
    mode,
    layers: s.layers,
    weights: s.weights,
    states: [],
    input: s.input,
    output,
    target: null,
    loss: null,
    gradients,
    updates,
    scalars: s.scalars,
    inputs,
    upstream,
  };
}

/**
 * A loss alone: leaves `input` (the prediction), `target` and, with shapes given, `mask` and `sampleWeight`; the loss and
 * its gradient to the prediction, which is missing where nothing depends on it.
 */
export function buildLossGraph(
  loss: NetworkSpec['loss'],
  shape: Shape,
  weighting: { mask?: Shape; sampleWeight?: Shape } = {},
): Graph {
  const s = scaffold(shape.slice(1), shape[0]);
  const { definition, settings } = lossOf(loss);
  const target = leaf(s.builder, 'target', 'target', definition.targetShape?.(shape) ?? shape, 't');
  const weights = Object.fromEntries(
    Object.entries(weighting).map(([name, of]) => [
      name,
      leaf(s.builder, 'input', name, of, name === 'mask' ? 'm' : 'w'),
    ]),
  );
  const node = s.builder.within({ phase: 'loss' }, () =>
    definition.emit(s.builder, { prediction: s.input, target, logits: null, ...weights }, settings),
  );
  const one = s.builder.within({ phase: 'backward' }, () => constant(s.builder, 1));
  return {
    nodes: s.builder.nodes,
    batchSize: shape[0],
    mode: 'training',
    layers: [],
    weights: [],
    states: [],
    input: s.input,
    output: s.input,
    target,
    loss: node,
    gradients: differentiateGraph(s.builder, node, one, [s.input]),
    updates: new Map(),
    scalars: s.scalars,
  };
}

/** What an optimizer alone may differ in from the plain update of a weight θ. */
export interface OptimizerGraphOptions {
  /** A mistake in the update; see core/faults. Those of other phases change nothing. */
  fault?: FaultSpec | null;
  /** LaTeX of the elements of θ, which then need no indices: `x`, `y`. What belongs to one of them has it as an index. */
  coordinates?: readonly string[];
}

/** Names the elements of all values that have θ's shape after its coordinates. */
function nameElements(builder: GraphBuilder, shape: Shape, theta: number, coordinates: readonly string[]): void {
  const { symbol: own } = builder.node(theta);
  for (const { id, symbol, shape: other } of [...builder.nodes]) {
    if (other.length !== shape.length || other.some((n, axis) => n !== shape[axis])) continue;
    // θ, the θ that comes out and what is made of it in between (θ′, Δθ) are named by the coordinate itself.
    const elements = coordinates.map((name) => {
      if (symbol === own) return name;
      return symbol.includes(own) ? symbol.replace(own, `{${name}}`) : `${symbol}_{${name}}`;
    });
    builder.annotate(id, { elements });
  }
}

/** An optimizer alone: one weight `theta`, its gradient fed in as `input`, and the update. */
export function buildOptimizerGraph(
  optimizer: OptimizerSpec,
  shape: Shape,
  options: OptimizerGraphOptions = {},
): Graph {
  const s = scaffold(shape.slice(1), shape[0]);
  const theta = leaf(s.builder, 'weight', 'theta', shape, '\\theta');
  s.builder.annotate(s.input, { symbol: 'g' });
  const fault = options.fault ? faultOf(options.fault) : null;
  const resolved = optimizerOf(optimizer);
  const { updates, states } = emitUpdates(
    s.builder,
    [{ name: 'theta', node: theta, layer: null, gradient: s.input }],
    fault?.optimizer?.(resolved) ?? resolved,
    { learningRate: s.scalars.get('learningRate')!, t: s.scalars.get('step')! },
    options.fault ? fault?.stateStart?.(options.fault) : undefined,
  );
  if (options.coordinates) nameElements(s.builder, shape, theta, options.coordinates);
  return {
    nodes: s.builder.nodes,
    batchSize: shape[0],
    mode: 'training',
    layers: [],
    weights: [{ name: 'theta', node: theta, shape, layer: '', initializer: { kind: 'zeros' }, trainable: true }],
    states,
    input: s.input,
    output: theta,
    target: null,
    loss: null,
    gradients: new Map([[theta, s.input]]),
    updates,
    scalars: s.scalars,
  };
}
