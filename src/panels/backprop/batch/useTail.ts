/**
 * Stepping the last layers alone: their network, and as their inputs what the training engine computes before them for
 * the chosen samples, with the weights of the run.
 */
import { useEffect, useMemo, useState } from 'react';
import { buildGraph } from '@/core/graph/build';
import type { NetworkSpec } from '@/core/network/spec';
import { GraphError } from '@/core/ops/types';
import { type Checkpoint, runActions, type Samples } from '@/state';
import { tailNetwork } from '../model/room';
import type { Choice } from '../session';
import { useWork } from './work';

type Tail = NonNullable<ReturnType<typeof tailNetwork>>;

/** The layers that are stepped alone, or null where the whole network is, or where they are no more. */
export function useTail(owner: string, network: NetworkSpec): Tail | null {
  const tail = useWork((work) => work.tail);
  const from = tail?.owner === owner ? tail.from : null;
  return useMemo(() => {
    if (from === null) return null;
    try {
      return tailNetwork(network, from, buildGraph(network, { batchSize: 1, mode: 'inference' }));
    } catch (error) {
      if (error instanceof GraphError) return null;
      throw error;
    }
  }, [network, from]);
}

/** The samples with the tail's inputs in place of the network's; null while they are on their way. */
export function useTailSamples(
  tail: Tail | null,
  choice: Choice,
  samples: Samples | null,
  checkpoint: Checkpoint | null,
): Samples | null {
  const [fed, setFed] = useState<{ samples: Samples; from: Samples; checkpoint: Checkpoint; before: string } | null>(
    null,
  );
  useEffect(() => {
    if (tail === null || samples === null || checkpoint === null) return;
    const { before } = tail;
    let wanted = true;
    runActions
      .samples(choice.split, choice.indices)
      .then(({ inputs }) => runActions.predict(inputs, choice.indices.length, [before]))
      .then(
        ({ captured }) =>
          wanted && setFed({ samples: { ...samples, inputs: captured[before] }, from: samples, checkpoint, before }),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [tail, choice, samples, checkpoint]);
  if (tail === null) return samples;
  const current = fed?.from === samples && fed.checkpoint === checkpoint && fed.before === tail.before;
  return current ? fed.samples : null;
}
