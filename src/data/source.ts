/**
 * What a data set has to provide: an id and a way to load itself completely. Everything else (streaming to the engine,
 * picking samples, progress, errors) is done once, for all of them.
 */
import type { DatasetInfo, Split } from '@/core/dataset';

export interface LoadContext {
  /** Address of the folder that holds `datasets/`, ending in a slash. */
  base: string;
  /** Bytes so far and in all, called often. */
  onProgress: (loaded: number, total: number) => void;
}

/** All samples of one split, sample after sample. */
export interface SplitData {
  /** Raw values; a sample is the product of `inputShape` of them. */
  inputs: Uint8Array | Float32Array;
  /** Factor from raw values to the network's input, 1/255 for bytes. */
  scale: number;
  /** Class labels (Uint8Array, one a sample) or target vectors (Float32Array). */
  targets: Uint8Array | Float32Array;
}

export interface LoadedDataset {
  info: DatasetInfo;
  splits: Record<Split, SplitData>;
}

export interface DatasetSource {
  id: string;
  /**
   * Loads and checks the whole set.
   *
   * @throws DatasetError naming the file; then nothing of the set is kept.
   */
  load(context: LoadContext): Promise<LoadedDataset>;
}

/** How many samples of each class there are. */
export function countClasses(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}
