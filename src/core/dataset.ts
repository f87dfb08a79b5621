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
  /** How many different whole numbers (0, 1, …) the inputs are, where they are indices of something; else absent. */
  indices?: number;
  /** Length of one target vector as the network sees it (classes are one-hot). */
  targetSize: number;
  counts: Record<Split, number>;
  /** Samples of each class, or null for regression. */
  classCounts: Record<Split, number[]> | null;
  licence: string;
  citation: string;
  /**
   * Present while only the few test samples that come with the page are here: `counts` says what there is (no training
   * samples), `whole` what the published set has. Everything works with them but training.
   */
  samplesOnly?: { whole: Record<Split, number> };
  /** The files were given by hand and are not the published ones, though of the same form. */
  unpublished?: true;
}

/** The split to show first: the training samples, or the test samples where there are no others. */
export const firstSplit = ({ counts }: DatasetInfo): Split => (counts.train > 0 ? 'train' : 'test');

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
