/**
 * A set of weights and optimizer states at one moment. Sets never change: an update makes a new one. Whoever needs one
 * for longer (a snapshot, an evaluation that runs while training goes on) retains it instead of copying it.
 */

import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { read, type Tensor, tensor } from './executors/kernels';
import type { Checkpoint, TensorMap } from './protocol';

export class Parameters {
  private owners = 1;

  /** Takes over the tensors. Keys are names of weights and states. */
  constructor(private readonly tensors: ReadonlyMap<string, Tensor>) {}

  get(name: string): Tensor | undefined {
    return this.tensors.get(name);
  }

  names(): string[] {
    return [...this.tensors.keys()];
  }

  retain(): this {
    this.owners++;
    return this;
  }

  release(): void {
    if (--this.owners === 0) for (const x of this.tensors.values()) x.dispose();
  }
}

/** A checkpoint that does not fit the network; `name` is the weight or state that is missing or of the wrong size. */
export class CheckpointError extends Error {
  constructor(readonly tensor: string) {
    super(`The checkpoint does not fit: ${tensor}.`);
    this.name = 'CheckpointError';
  }
}

/** @throws CheckpointError */
export function upload(name: string, shape: readonly number[], values: ArrayLike<number> | undefined): Tensor {
  if (!values || values.length !== sizeOf(shape)) throw new CheckpointError(name);
  return tensor(Float32Array.from(values), shape);
}

/**
 * Puts weights and states on the backend.
 * @throws CheckpointError
 */
export function uploadParameters(
  graph: Graph,
  weights: (name: string) => ArrayLike<number> | undefined,
  states: (name: string) => ArrayLike<number> | undefined,
): Parameters {
  const tensors = new Map<string, Tensor>();
  try {
    for (const { name, shape } of graph.weights) tensors.set(name, upload(name, shape, weights(name)));
    for (const { name, shape } of graph.states) tensors.set(name, upload(name, shape, states(name)));
  } catch (error) {
    for (const x of tensors.values()) x.dispose();
    throw error;
  }
  return new Parameters(tensors);
}

/** Reads a set back. The set is retained meanwhile. */
export async function download(graph: Graph, parameters: Parameters, step: number): Promise<Checkpoint> {
  parameters.retain();
  try {
    const readAll = async (names: string[]): Promise<TensorMap> => {
      const values = await Promise.all(names.map((name) => read(parameters.get(name)!)));
      return Object.fromEntries(names.map((name, i) => [name, values[i]]));
    };
    const weights = await readAll(graph.weights.map(({ name }) => name));
    const states = await readAll(graph.states.map(({ name }) => name));
    return { step, weights, states };
  } finally {
    parameters.release();
  }
}
