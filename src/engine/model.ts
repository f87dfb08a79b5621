/**
 * A network ready to run: its graphs, compiled once for every batch size and purpose, and the functions that run them.
 * It holds no weights; those come and go as Parameters.
 */
import type { FaultSpec } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { type TargetForm, targetForm } from '@/core/losses/targets';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { filled, shared, type Tensor, tensor, type Value } from './executors/kernels';
import { compileGraph, type Leaves, type Program, toTheEnd } from './executors/tfjs';
import { type AccuracyRule, accuracyRule, batchAccuracy } from './metrics';
import { Parameters, upload, uploadParameters } from './parameters';
import type { Checkpoint, TensorMap, TrainingSettings } from './protocol';

/** Programs kept; the least recently used is dropped. */
const MOST_PROGRAMS = 16;

/** Samples side by side: `inputs` scaled, `targets` in the form the loss wants them. */
export interface Batch {
  inputs: Float32Array;
  targets: Float32Array;
  count: number;
}

export interface TrainResult {
  /** The parameters after the update; the caller owns them. */
  next: Parameters;
  loss: Tensor;
  accuracy: Tensor | null;
  /** Norm of all gradients together; null unless the model measures it. */
  gradientNorm: Tensor | null;
}

export interface Moment {
  parameters: Parameters;
  /** Updates made so far. */
  step: number;
  learningRate: number;
}

/** The batch does not have the network's shape. */
export class InputError extends Error {
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Expected ${expected} numbers, got ${actual}.`);
    this.name = 'InputError';
  }
}

type Purpose = 'train' | 'evaluate' | 'predict' | 'step' | 'trace';

export class Model {
  /** The training graph of a full batch: names and shapes of everything. */
  readonly graph: Graph;
  readonly rule: AccuracyRule | null;
  private readonly programs = new Map<string, Program>();

  /** How the loss wants its targets, which `targets` of a batch are in. */
  readonly targetForm: TargetForm;
  private readonly optimizer: OptimizerSpec;
  private readonly seed: number;
  private readonly fault: FaultSpec | null;
  private readonly gradientNorm: boolean;

  /**
   * @param classes whether the data are of classes, of which one is right.
   * @throws GraphError when the network is not valid.
   */
  constructor(
    readonly network: NetworkSpec,
    {
      optimizer,
      seed,
      batchSize,
      fault = null,
      gradientNorm = false,
    }: Pick<TrainingSettings, 'optimizer' | 'seed' | 'batchSize'> & {
      fault?: FaultSpec | null;
      gradientNorm?: boolean;
    },
    classes: boolean,
  ) {
    this.optimizer = optimizer;
    this.seed = seed;
    this.fault = fault;
    this.gradientNorm = gradientNorm;
    this.graph = this.build(batchSize, 'training');
    this.rule = accuracyRule(this.graph, network, classes);
    this.targetForm = targetForm(network.loss);
  }

  get inputSize(): number {
    return sizeOf(this.network.input.shape);
  }

  get outputSize(): number {
    return sizeOf(this.graph.nodes[this.graph.output].shape.slice(1));
  }

  /** Numbers of one sample's target in the loss's form. */
  get targetSize(): number {
    return sizeOf(this.graph.nodes[this.graph.target!].shape.slice(1));
  }

  /** The same for the same seed, always. */
  initialParameters(): Parameters {
    const weights = initialWeights(this.graph, this.seed);
    const states = initialStates(this.graph);
    return uploadParameters(
      this.graph,
      (name) => weights.get(name),
      (name) => states.get(name),
    );
  }

  /** @throws CheckpointError */
  parametersFrom({ weights, states }: Checkpoint): Parameters {
    return uploadParameters(
      this.graph,
      (name) => weights[name],
      (name) => states[name],
    );
  }

  /** The same states with other weights; the caller owns the set. @throws CheckpointError */
  withWeights(parameters: Parameters, weights: TensorMap): Parameters {
    const values = new Map(this.graph.weights.map(({ name, shape }) => [name, upload(name, shape, weights[name])]));
    for (const { name } of this.graph.states) values.set(name, shared(parameters.get(name)!));
    return new Parameters(values);
  }

  /** Weights of another set of this network, with optimizer states as before the first update; the caller owns the set. */
  withFreshStates(parameters: Parameters): Parameters {
    const values = new Map(this.graph.weights.map(({ name }) => [name, shared(parameters.get(name)!)]));
    for (const { name, shape, initial } of this.graph.states) values.set(name, filled(initial, shape));
    return new Parameters(values);
  }

  /** Gets ready to train on batches of this size, so that the first update takes no longer than the others. */
  prepare(batchSize: number): void {
    this.program('train', batchSize);
  }

  /** One update. The parameters it starts from stay as they are. */
  train(moment: Moment, batch: Batch): TrainResult {
    return toTheEnd(this.trainSteps(moment, batch));
  }

  /** The same, yielding between two operations: who trains may give way there. It must be run to its end. */
  *trainSteps(moment: Moment, batch: Batch): Generator<void, TrainResult> {
    const program = this.program('train', batch.count);
    const { graph } = program;
    const { leaves, target, free } = this.load(graph, moment, batch);
    try {
      const values = yield* program.steps(leaves);
      const loss = asTensor(values[0]);
      const output = values[1];
      const accuracy = this.rule ? batchAccuracy(this.rule, output as Tensor, target) : null;
      if (typeof output !== 'number') output.dispose();
      const gradientNorm = graph.gradientNorm === undefined ? null : asTensor(values.pop()!);
      return { next: this.updated(graph, moment.parameters, values.slice(2)), loss, accuracy, gradientNorm };
    } finally {
      free();
    }
  }

  /** Loss and output of a batch without training. The caller owns both. */
  evaluate(moment: Moment, batch: Batch): { loss: Tensor; output: Tensor } {
    const program = this.program('evaluate', batch.count);
    return this.withLeaves(program.graph, moment, batch, (leaves) => {
      const [loss, output] = program.run(leaves);
      return { loss: asTensor(loss), output: output as Tensor };
    });
  }

  /** Output and captured layers' outputs; the caller owns them. */
  predict(moment: Moment, inputs: Float32Array, count: number, capture: readonly string[]): Tensor[] {
    const program = this.program('predict', count, capture);
    return this.withLeaves(program.graph, moment, { inputs, targets: new Float32Array(0), count }, (leaves) =>
      program.run(leaves).map((value, i) => asTensor(value, program.graph.nodes[program.outputs[i]].shape)),
    );
  }

  /** One update with every value on the way to it, in the order of `outputs`. The caller owns the tensors. */
  step(moment: Moment, batch: Batch): { graph: Graph; values: Value[]; outputs: readonly number[] } {
    const program = this.program('step', batch.count);
    const values = this.withLeaves(program.graph, moment, batch, (leaves) => program.run(leaves));
    // A value that is known without the device comes as a number.
    const tensors = values.map((value, i) => asTensor(value, program.graph.nodes[program.outputs[i]].shape));
    return { graph: program.graph, values: tensors, outputs: program.outputs };
  }

  /** Every node's value of one update, in the order of the nodes; the caller owns the tensors. */
  trace(moment: Moment, batch: Batch): { graph: Graph; values: Value[] } {
    const program = this.program('trace', batch.count);
    const values = this.withLeaves(program.graph, moment, batch, (leaves) => program.run(leaves));
    return { graph: program.graph, values };
  }

  dispose(): void {
    for (const program of this.programs.values()) program.dispose();
    this.programs.clear();
  }

  private build(batchSize: number, mode: Graph['mode'], gradientNorm = this.gradientNorm): Graph {
    const optimizer = mode === 'training' ? this.optimizer : undefined;
    return buildGraph(this.network, { batchSize, mode, optimizer, fault: this.fault, gradientNorm });
  }

  private program(purpose: Purpose, batchSize: number, capture: readonly string[] = []): Program {
    const key = `${purpose}/${batchSize}/${capture.join('/')}`;
    let program = this.programs.get(key);
    this.programs.delete(key);
    program ??= this.compile(purpose, batchSize, capture);
    this.programs.set(key, program);
    if (this.programs.size > MOST_PROGRAMS) {
      const [oldest] = this.programs.keys();
      this.programs.get(oldest)!.dispose();
      this.programs.delete(oldest);
    }
    return program;
  }

  private compile(purpose: Purpose, batchSize: number, capture: readonly string[]): Program {
    if (purpose === 'predict' || purpose === 'evaluate') {
      const graph = this.build(batchSize, 'inference');
      if (purpose === 'evaluate') return compileGraph(graph, [graph.loss!, graph.output]);
      return compileGraph(graph, [graph.output, ...capture.map((id) => outputOf(graph, id))]);
    }
    // What is only measured is not among what may have gone wrong.
    const graph = this.build(batchSize, 'training', this.gradientNorm && purpose !== 'trace');
    if (purpose === 'trace')
      return compileGraph(
        graph,
        graph.nodes.map(({ id }) => id),
      );
    const updates = [...graph.updates.values(), ...graph.states.map(({ update }) => update)];
    const gradients = learned(graph).map((name) => gradientOf(graph, name));
    const norm = graph.gradientNorm === undefined ? [] : [graph.gradientNorm];
    const extra = purpose === 'step' ? [...gradients, ...innerNodes(graph)] : norm;
    return compileGraph(graph, [graph.loss!, graph.output, ...updates, ...extra]);
  }

  private withLeaves<T>(graph: Graph, moment: Moment, batch: Batch, body: (leaves: Leaves) => T): T {
    const { leaves, free } = this.load(graph, moment, batch);
    try {
      return body(leaves);
    } finally {
      free();
    }
  }

  /** Values for all leaves; `free` them when the program has run. @throws InputError */
  private load(
    graph: Graph,
    { parameters, step, learningRate }: Moment,
    { inputs, targets, count }: Batch,
  ): { leaves: Leaves; target: Tensor; free: () => void } {
    const check = (expected: number, actual: number) => {
      if (expected !== actual) throw new InputError(expected, actual);
    };
    check(count * this.inputSize, inputs.length);
    if (targets.length > 0) check(count * this.targetSize, targets.length);
    const input = tensor(inputs, graph.nodes[graph.input].shape);
    const target = targets.length > 0 ? tensor(targets, graph.nodes[graph.target!].shape) : input;
    const own = new Map<string, Value>([
      ['input', input],
      ['target', target],
      ['seed', this.seed],
      ['step', step + 1],
      ['learningRate', learningRate],
    ]);
    return {
      leaves: { get: (name) => own.get(name) ?? parameters.get(name) },
      target,
      free: () => {
        input.dispose();
        if (target !== input) target.dispose();
      },
    };
  }

  /** The set after an update: `values` are the new weights and states; weights that do not move are shared. */
  updated(graph: Graph, before: Parameters, values: readonly Value[]): Parameters {
    const names = [...graph.updates.keys(), ...graph.states.map(({ name }) => name)];
    const next = new Map(names.map((name, i) => [name, values[i] as Tensor]));
    for (const name of before.names()) if (!next.has(name)) next.set(name, shared(before.get(name)!));
    return new Parameters(next);
  }
}

/** A network has no layer of this name. */
export class UnknownLayer extends Error {
  constructor(readonly layer: string) {
    super(`There is no layer ${layer}.`);
    this.name = 'UnknownLayer';
  }
}

function outputOf(graph: Graph, id: string): number {
  const layer = graph.layers.find((candidate) => candidate.id === id);
  if (!layer) throw new UnknownLayer(id);
  return layer.output;
}

/** Nodes before the update that are neither leaves nor read back for themselves (output, loss, the weights' gradients). */
export function innerNodes(graph: Graph): number[] {
  const named = new Set([graph.loss, graph.output, ...learned(graph).map((name) => gradientOf(graph, name))]);
  return graph.nodes.filter((n) => n.role === null && n.phase !== 'update' && !named.has(n.id)).map((n) => n.id);
}

/** Weights that are updated by their gradient, in the order of their updates. Moving statistics are not among them. */
export function learned(graph: Graph): string[] {
  const trainable = new Set(graph.weights.filter((w) => w.trainable).map(({ name }) => name));
  return [...graph.updates.keys()].filter((name) => trainable.has(name));
}

/** The node with ∂L/∂weight, for a weight that is learned. */
export function gradientOf(graph: Graph, weight: string): number {
  const { node } = graph.weights.find(({ name }) => name === weight)!;
  return graph.gradients.get(node)!;
}

function asTensor(value: Value, shape: readonly number[] = []): Tensor {
  return typeof value === 'number' ? filled(value, shape) : value;
}
