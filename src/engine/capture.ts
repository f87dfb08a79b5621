/** Looking inside without changing the run: predictions with hidden layers' outputs, and one training step by itself. */
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { read, type Tensor, type Value } from './executors/kernels';
import { type Batch, innerNodes, learned, type Model, type Moment } from './model';
import type { Checkpoint, TensorMap } from './protocol';

export interface Prediction {
  /** One row a sample. */
  output: Float32Array;
  /** Outputs of the captured layers by id. */
  captured: TensorMap;
}

/** Reads values back and frees them. */
async function take(values: readonly Value[]): Promise<Float32Array[]> {
  const tensors = values as readonly Tensor[];
  try {
    return await Promise.all(tensors.map(read));
  } finally {
    for (const x of tensors) x.dispose();
  }
}

/** @throws InputError, UnknownLayer */
export async function predict(
  model: Model,
  moment: Moment,
  inputs: Float32Array,
  count: number,
  capture: readonly string[],
): Promise<Prediction> {
  const [output, ...layers] = await take(model.predict(moment, inputs, count, capture));
  return { output, captured: Object.fromEntries(capture.map((id, i) => [id, layers[i]])) };
}

export interface StepResult {
  loss: number;
  output: Float32Array;
  /** ∂L/∂weight of every weight that moves. */
  gradients: TensorMap;
  /** The other values of the forward and backward pass, by node name. */
  nodes: TensorMap;
  updated: Checkpoint;
}

/** A checkpoint with every state that a graph has; those it lacks are as before the first step. */
export function withStates(graph: Graph, checkpoint: Checkpoint): Checkpoint {
  const states = { ...checkpoint.states };
  for (const { name, shape, initial } of graph.states) states[name] ??= new Float32Array(sizeOf(shape)).fill(initial);
  return { ...checkpoint, states };
}

/**
 * One update from a checkpoint on given samples.
 * @throws CheckpointError, InputError
 */
export async function trainingStep(
  model: Model,
  checkpoint: Checkpoint,
  batch: Batch,
  learningRate: number,
): Promise<StepResult> {
  const parameters = model.parametersFrom(withStates(model.graph, checkpoint));
  const moment: Moment = { parameters, step: checkpoint.step, learningRate };
  try {
    const { graph, values } = model.step(moment, batch);
    const [loss, output, ...rest] = await take(values);
    const moved = [...graph.updates.keys()];
    const gradients = learned(graph);
    const states = graph.states.map(({ name }) => name);
    const named = (names: readonly string[], from: number): TensorMap =>
      Object.fromEntries(names.map((name, i) => [name, rest[from + i]]));
    const inner = innerNodes(graph).map((id) => graph.nodes[id].name);
    const unmoved = Object.keys(checkpoint.weights).filter((name) => !moved.includes(name));
    const kept = Object.fromEntries(unmoved.map((name) => [name, checkpoint.weights[name].slice()]));
    return {
      loss: loss[0],
      output,
      gradients: named(gradients, moved.length + states.length),
      nodes: named(inner, moved.length + states.length + gradients.length),
      updated: {
        step: checkpoint.step + 1,
        weights: { ...named(moved, 0), ...kept },
        states: named(states, moved.length),
      },
    };
  } finally {
    parameters.release();
  }
}
