/** Chosen samples for something on screen. */
import { useEffect, useState } from 'react';
import type { Split } from '@/core/dataset';
import { runActions, type Samples } from './runActions';

export interface SamplesShown {
  /** Those that were asked for last and have arrived; while others are on their way, still the ones before. */
  indices: readonly number[];
  samples: Samples;
}

/** Fetches samples; `failed` when they could not be had. What arrives late, for something no longer asked, is dropped. */
export function useSamples(split: Split, indices: readonly number[]): { shown: SamplesShown | null; failed: boolean } {
  const [state, setState] = useState<{ shown: SamplesShown | null; failed: boolean }>({ shown: null, failed: false });
  const key = indices.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the indices.
  useEffect(() => {
    if (indices.length === 0) return;
    let wanted = true;
    runActions.samples(split, [...indices]).then(
      (samples) => {
        if (wanted) setState({ shown: { indices, samples }, failed: false });
      },
      () => {
        if (wanted) setState({ shown: null, failed: true });
      },
    );
    return () => {
      wanted = false;
    };
  }, [split, key]);
  return state;
}

/** The input of one of the samples shown, or null when it is not among them. */
export function inputOf(shown: SamplesShown | null, index: number): Float32Array | null {
  const place = shown?.indices.indexOf(index) ?? -1;
  if (shown === null || place < 0) return null;
  const size = shown.samples.inputs.length / shown.indices.length;
  return shown.samples.inputs.subarray(place * size, (place + 1) * size);
}
