/** Samples of the data set as they are, read when they are asked for. */
import { useEffect, useState } from 'react';
import type { Split } from '@/core/dataset';
import { runActions, type Samples } from '@/state';

export function useSampleData(split: Split, indices: readonly number[]): Samples | null {
  const [loaded, setLoaded] = useState<{ key: string; samples: Samples } | null>(null);
  const key = `${split} ${indices.join(' ')}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for split and indices.
  useEffect(() => {
    let wanted = true;
    runActions.samples(split, [...indices]).then(
      (samples) => wanted && setLoaded({ key, samples }),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [key]);
  return loaded?.key === key ? loaded.samples : null;
}

/** The label of one of several samples, or nothing where the data have none. */
export const labelOf = (samples: Samples, i: number) => (samples.labels === null ? '' : String(samples.labels[i]));
