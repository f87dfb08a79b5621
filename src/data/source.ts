/**
 * What a data set has to provide: an id and a way to load itself completely. Everything else (streaming to the engine,
 * picking samples, progress, downloads, errors) is done once, for all of them.
 */
import type { DatasetInfo, Split } from '@/core/dataset';
import type { Keeper } from './keeper';
import type { PublishedSet } from './published';

export interface LoadContext {
  /** Address of the folder that holds `datasets/`, ending in a slash. */
  base: string;
  /** Bytes so far and in all, called often. */
  onProgress: (loaded: number, total: number) => void;
  /** Where files downloaded from elsewhere are kept. */
  keeper: Keeper;
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
   * Loads and checks the whole set; where the server does not have it, the samples that come with the page, and
   * `info.samplesOnly` says so.
   *
   * @throws DatasetError naming the file; then nothing of the set is kept.
   */
  load(context: LoadContext): Promise<LoadedDataset>;
  /** For sets made of published files. */
  published?: {
    set: PublishedSet;
    /** The set from its files. @throws DatasetError when they do not belong together. */
    read(files: Uint8Array[]): LoadedDataset;
  };
}

/** How many samples of each class there are. */
export function countClasses(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}
