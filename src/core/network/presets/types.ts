/** What a template is: a complete document to begin with; and how examples small enough for paper are written down. */
import type { LayerSpec, LossSpec, NetworkSpec, OptimizerSpec } from '../spec';

export interface Template {
  format: 1;
  template: string;
  name: string;
  network: NetworkSpec;
  data: { id: string; validationShare: number };
  training: {
    seed: number;
    epochs: number;
    batchSize: number;
    phases: { weights: 'all' | string[]; optimizer: OptimizerSpec }[];
  };
  /** So many samples, the first ones, are stepped at once to begin with; one that tells something when left out. */
  samples?: number;
}

/** A number, or rows of numbers, rows of rows, … */
export type Numbers = readonly (number | Numbers)[];

/** Weights that start at these numbers, nested as Keras has them. */
export const given = (values: Numbers) => ({ kind: 'values', values });

export interface Example {
  id: string;
  /** The data set; called like the example when left out. */
  data?: string;
  input: number[];
  layers: LayerSpec[];
  loss: LossSpec;
  learningRate: number;
  epochs: number;
  /** Samples a training step. */
  batchSize: number;
  /** Samples stepped at first. */
  samples: number;
  /** Of what is drawn by chance, such as dropout's masks. */
  seed?: number;
}

/** A worked example: given weights, plain gradient descent. */
export function example({ id, data = id, input, layers, loss, learningRate, samples, ...training }: Example): Template {
  const { epochs, batchSize, seed = 1 } = training;
  return {
    format: 1,
    template: id,
    name: '',
    network: { format: 1, input: { shape: input }, layers, loss },
    data: { id: data, validationShare: 0 },
    training: { seed, epochs, batchSize, phases: [{ weights: 'all', optimizer: { kind: 'sgd', learningRate } }] },
    samples,
  };
}

export const HALF_SQUARED = { kind: 'halfSquaredError' };
