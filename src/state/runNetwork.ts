/** What is trained: the run's, or the document's until there is a run. */
import type { NetworkSpec } from '@/core/network/spec';
import type { ChainruleDocument } from './document';
import { useDocument } from './documentStore';
import { controller } from './runController';
import { documentWith } from './runSettings';
import { useRun } from './runStore';

/** The network whose weights there are. */
export function useRunNetwork(): NetworkSpec {
  const { network } = useDocument();
  return useRun((run) => run.network) ?? network;
}

/** The document as the run was built with it: without the changes that wait for a reset. */
export function useRunDocument(): ChainruleDocument {
  const document = useDocument();
  const waits = useRun(({ dirty }) => dirty.length > 0);
  return waits && controller.applied ? documentWith(document, controller.applied) : document;
}
