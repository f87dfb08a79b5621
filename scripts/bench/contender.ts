/**
 * What the benchmark compares: ways to train the same network on the same images. A contender is started once and then
 * trains some batches whenever it is its turn.
 */
import type { BackendName } from '@/engine/protocol';

export const BATCH_SIZE = 128;
export const INPUTS = 784;
export const CLASSES = 10;
export const HIDDEN = 128;
/** Images the contenders other than the engine train on, over and over; the engine has all of them. */
export const IMAGES = 100 * BATCH_SIZE;
export const LEARNING_RATE = 0.001;

export interface TrainingImages {
  /** Scaled to 0 … 1, image after image. */
  inputs: Float32Array;
  /** One-hot. */
  targets: Float32Array;
  /** Whether they are MNIST's, or noise for want of them. */
  real: boolean;
}

export interface Contender {
  name: 'chainrule' | 'tensorflow.js' | 'convnetjs';
  backend: BackendName | 'js';
  /** Loads code and data and trains nothing yet. @throws when this machine cannot run it. */
  start(): Promise<void>;
  /** Trains so many batches and returns the last loss, once all has been computed. */
  train(batches: number): Promise<number>;
  stop(): void;
}

/** Messages between the page and the worker in which TensorFlow.js or ConvNetJS trains. */
export type OtherCommand =
  | { type: 'start'; library: 'tensorflow.js' | 'convnetjs'; backend: BackendName | 'js'; images: TrainingImages }
  | { type: 'train'; batches: number };
export type OtherAnswer = { type: 'started' } | { type: 'trained'; loss: number } | { type: 'failed'; message: string };
