/** What the data set that is here asks of a network, and whether a network can be trained on it. */
import { useMemo } from 'react';
import type { NetworkSpec } from '@/core/network/spec';
import { type Task, taskOf } from '@/core/network/task';
import { validateNetwork } from '@/core/network/validate';
import { useDocument } from './documentStore';
import { useRun } from './runStore';

/** The task of the open document, or null before its data set is known. */
export function useTask(): Task | null {
  const { id } = useDocument().data;
  const info = useRun((state) => state.dataset.info);
  return useMemo(() => taskOf(info?.id === id ? info : null), [info, id]);
}

/** Whether a network can be built and, once the data set is here, answers its task. */
export function isSound({ network, dataset }: { network: NetworkSpec; dataset: string }): boolean {
  const { info } = useRun.getState().dataset;
  return validateNetwork(network, taskOf(info?.id === dataset ? info : null)).length === 0;
}
