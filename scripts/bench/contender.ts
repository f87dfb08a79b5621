/**
 * What the benchmark compares: ways to train the same network on the same images. A contender is started once and then
 * trains some batches whenever it is its turn.
 */
import type { BackendName } from '@/engine/protocol';

export const BATCH_SIZE = 128;
/** Rows and columns of an image. */
export const SIDE = 28;
export const INPUTS = SIDE * SIDE;
export const CLASSES = 10;
export const LEARNING_RATE = 0.001;

/** The networks: the templates `mnist-mlp` and `mnist-cnn`, and for the others what is the same there. */
export const HIDDEN: Readonly<Record<Race, number>> = { mlp: 128, cnn: 64 };
/** Filters of the convolutions, 3 × 3 each, with pooling between them. */
export const FILTERS: Readonly<Record<Race, readonly number[]>> = { mlp: [], cnn: [32, 64, 64] };
export type Race = 'mlp' | 'cnn';

export interface TrainingImages {
  /** Scaled to 0 … 1, image after image. */
  inputs: Float32Array;
  /** One-hot. */
  targets: Float32Array;
  /** Whether they are MNIST's, or noise for want of them. */
  real: boolean;
}

export interface Contender {
  name: string;
  backend: BackendName | 'js';
  /** Loads code and data and trains nothing yet. @throws when this machine cannot run it. */
  start(): Promise<void>;
  /** Trains so many batches and returns the last loss, once all has been computed. */
  train(batches: number): Promise<number>;
  stop(): void;
}

/** Messages between the page and the worker in which TensorFlow.js or ConvNetJS trains. */
export type OtherCommand =
  | {
      type: 'start';
      library: 'tensorflow.js' | 'convnetjs';
      backend: BackendName | 'js';
      race: Race;
      images: TrainingImages;
    }
  | { type: 'train'; batches: number };
export type OtherAnswer = { type: 'started' } | { type: 'trained'; loss: number } | { type: 'failed'; message: string };
