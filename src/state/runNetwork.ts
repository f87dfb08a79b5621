/** The network whose weights there are: the run's, or the document's until there is a run. */
import type { NetworkSpec } from '@/core/network/spec';
import { useDocument } from './documentStore';
import { useRun } from './runStore';

export function useRunNetwork(): NetworkSpec {
  const { network } = useDocument();
  return useRun((run) => run.network) ?? network;
}
