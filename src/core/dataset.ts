/**
 * The interface between data and engine. A data set is a description and two splits of samples. The data worker sends
 * shards over a MessagePort to whoever trains; bytes stay bytes until a batch is gathered.
 */
import type { Shape } from './graph/types';

export type Split = 'train' | 'test';

export interface DatasetInfo {
  id: string;
  /** Shape of one sample, channels last. */
  inputShape: Shape;
  /** Names of the classes, or null for regression. */
  classes: string[] | null;
  /** Length of one target vector as the network sees it (classes are one-hot). */
  targetSize: number;
  counts: Record<Split, number>;
  /** Samples of each class, or null for regression. */
  classCounts: Record<Split, number[]> | null;
  licence: string;
  citation: string;
}

/** A run of consecutive samples. Inputs are multiplied by `scale` when a batch is gathered (1/255 for bytes). */
export interface Shard {
  split: Split;
  first: number;
  count: number;
  inputs: Uint8Array | Float32Array;
  scale: number;
  /** Class labels (Uint8Array, one a sample) or target vectors (Float32Array, `targetSize` a sample). */
  targets: Uint8Array | Float32Array;
}

/** What the data worker sends to the engine over their port, in this order: info, shards, end. */
export type DataMessage = { type: 'info'; info: DatasetInfo } | { type: 'shard'; shard: Shard } | { type: 'end' };
