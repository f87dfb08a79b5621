/**
 * Fits a preprocessing on the samples a run trains on, and on no others. What was fitted last is kept with the samples:
 * building a run again with the same data takes no second look at them.
 */
import {
  type FeatureRows,
  type Fitted,
  fitPreprocessing,
  type PreprocessingSpec,
  preprocessingOf,
} from '@/core/preprocessing';
import { permutation } from '@/core/random';
import { everySample, type Partition } from './batches';
import type { SampleStore } from './samples';

/** Samples looked at together. */
const BLOCK = 500;
/** Fits kept of a data set: that of the run, and one that is looked at. */
const MOST_KEPT = 2;

const kept = new WeakMap<SampleStore, Map<string, Fitted>>();

/**
 * @param settings what the partition follows from.
 * @throws GraphError as `fitPreprocessing`
 */
export function fitOn(
  store: SampleStore,
  partition: Partition,
  spec: PreprocessingSpec,
  settings: { seed: number; validationShare: number },
): Fitted {
  const known = kept.get(store) ?? new Map<string, Fitted>();
  kept.set(store, known);
  const key = JSON.stringify([spec, settings.seed, settings.validationShare]);
  const fitted = known.get(key) ?? fitPreprocessing(spec, rowsFor(store, partition, spec, settings.seed));
  known.delete(key);
  known.set(key, fitted);
  if (known.size > MOST_KEPT) known.delete(known.keys().next().value!);
  return fitted;
}

/** The training samples; where only the few that come with the page are here, those. A part drawn by the seed where they are too many. */
function rowsFor(store: SampleStore, { train }: Partition, spec: PreprocessingSpec, seed: number): FeatureRows {
  const split = train.length > 0 ? 'train' : 'test';
  const all = train.length > 0 ? train : everySample(store.count('test'));
  const { mostRows = all.length } = preprocessingOf(spec).definition;
  const chosen = all.length <= mostRows ? all : drawn(all, mostRows, seed);
  const { inputSize, targetSize } = store;
  function* blocks() {
    const inputs = new Float32Array(Math.min(BLOCK, chosen.length) * inputSize);
    const targets = new Float32Array(Math.min(BLOCK, chosen.length) * targetSize);
    for (let first = 0; first < chosen.length; first += BLOCK) {
      const indices = chosen.subarray(first, first + BLOCK);
      store.gather(split, indices, inputs, targets);
      yield inputs.subarray(0, indices.length * inputSize);
    }
  }
  return { count: chosen.length, features: inputSize, blocks };
}

function drawn(all: Uint32Array, count: number, seed: number): Uint32Array {
  const order = permutation({ seed, purpose: 'preprocessing', layer: '', step: 0 }, all.length);
  return order
    .subarray(0, count)
    .map((place) => all[place])
    .sort();
}
