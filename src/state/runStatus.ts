/** What a run's place says about its status, and what is kept of a status. */
import type { RunProgress } from '@/engine/protocol';
import type { RunStatus } from './runStore';
import type { RunRecord } from './runs/records';

/** Status of a run that does not train. */
export function restingStatus({ step, totalSteps }: RunProgress): RunStatus {
  if (step === 0) return 'ready';
  // Without training samples there are no steps to come, but the run has not come to its end.
  return step >= totalSteps && totalSteps > 0 ? 'finished' : 'paused';
}

/** Status of a run as it is kept: what is nothing special is paused. */
export function keptStatus(status: RunStatus): RunRecord['status'] {
  return status === 'playing' || status === 'finished' || status === 'diverged' ? status : 'paused';
}

/** Whether a run of this status stands still and can train on. */
export const canTrain = (status: RunStatus): boolean => status === 'ready' || status === 'paused';
