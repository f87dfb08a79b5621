/** What a race on the open work is run with, as far as the page knows: its epochs, where the run stands, what is measured. */
import { useMemo } from 'react';
import { LOSSES } from '@/core/losses';
import { activationOf } from '@/core/network/task';
import { useMetrics, useRun, useRunNetwork, useTask } from '@/state';

/** Last activations whose values are shares of classes, or a yes or no. */
const DECIDES: ReadonlySet<string> = new Set(['softmax', 'logSoftmax', 'sigmoid', 'hardSigmoid', 'step']);

export interface RacedNetwork {
  /** Updates an epoch; null before the run is built. */
  stepsPerEpoch: number | null;
  /** Updates the run has made. */
  trained: number;
  /** Whether an accuracy is measured: known from a run that has trained, else read off the end of the network. */
  classes: boolean;
}

export function useRacedNetwork(): RacedNetwork {
  const network = useRunNetwork();
  const task = useTask();
  const stepsPerEpoch = useRun(({ progress }) => progress?.stepsPerEpoch || null);
  const trained = useRun(({ progress, status }) => (status === 'playing' ? 0 : (progress?.step ?? 0)));
  const measured = useMetrics(({ train }) => (train.length === 0 ? null : train[0].accuracy !== null));
  return useMemo(() => {
    const last = network.layers.at(-1);
    const activation = (last && activationOf(last)) ?? '';
    const likely = task?.classes === true || LOSSES[network.loss.kind]?.knows !== undefined || DECIDES.has(activation);
    return { stepsPerEpoch, trained, classes: measured ?? likely };
  }, [network, task, stepsPerEpoch, trained, measured]);
}
