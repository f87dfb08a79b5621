/** What a run's place says about its status, and what is kept of a status. */
import type { RunProgress } from '@/engine/protocol';
import type { RunState, RunStatus } from './runStore';
import type { RunRecord } from './runs/records';

/** Status of a run that does not train. */
export function restingStatus({ step, totalSteps, stopped }: RunProgress): RunStatus {
  if (step === 0) return 'ready';
  if (stopped) return 'finished';
  // Without training samples there are no steps to come, but the run has not come to its end.
  return step >= totalSteps && totalSteps > 0 ? 'finished' : 'paused';
}

/** Status after a report of where the run stands. */
export function reportedStatus(current: RunStatus, progress: RunProgress): RunStatus {
  if (current === 'diverged' || current === 'error' || current === 'building') return current;
  // A pause that is still on its way to the engine is not undone by a report from before it.
  if (current === 'paused' && progress.playing) return current;
  return progress.playing ? 'playing' : restingStatus(progress);
}

/** Status of a run as it is kept: what is nothing special is paused. */
export function keptStatus(status: RunStatus): RunRecord['status'] {
  return status === 'playing' || status === 'finished' || status === 'diverged' ? status : 'paused';
}

/** Whether a run stands still with steps to come, which one that was stopped early has. */
export function canTrain({ status, progress }: Pick<RunState, 'status' | 'progress'>): boolean {
  return status === 'ready' || status === 'paused' || (status === 'finished' && progress?.stopped != null);
}

/**
 * Whether a press on a training button counts: the run can train, or it is being built again and trains as soon as it is
 * there. Without the second, a button would be switched off under the finger of who presses it just after a change.
 */
export function takesPress(run: Pick<RunState, 'status' | 'progress'>): boolean {
  return canTrain(run) || (run.status === 'building' && run.progress !== null);
}
