/**
 * The last evaluation on the test set and the step it was made at. One at a time; it is made on demand, and by itself
 * when training pauses or an epoch ends, as long as it takes no longer than a moment.
 */
import { useEffect } from 'react';
import { create } from 'zustand';
import { type Evaluation, type RunState, runActions, useRun } from '@/state';

interface EvaluationState {
  evaluation: Evaluation | null;
  busy: boolean;
  /** How long the last one took, in milliseconds. */
  took: number | null;
}

/** Evaluations that take longer, in milliseconds, are not made by themselves while training goes on. */
export const CHEAP = 2500;
/** … and when training has stopped. */
export const BEARABLE = 10_000;

export const useEvaluation = create<EvaluationState>()(() => ({ evaluation: null, busy: false, took: null }));

/** Evaluates the weights as they are now. Does nothing while an evaluation is on its way. */
export async function evaluateTest(): Promise<void> {
  if (useEvaluation.getState().busy || useRun.getState().progress === null) return;
  useEvaluation.setState({ busy: true });
  const begun = performance.now();
  try {
    const evaluation = await runActions.evaluate('test');
    useEvaluation.setState({ evaluation, took: performance.now() - begun });
  } catch {
    // The engine was restarted or the run rebuilt: there is nothing to show, and the page has said why.
  } finally {
    useEvaluation.setState({ busy: false });
  }
}

type RunSlice = Pick<RunState, 'status' | 'progress'>;

/**
 * Whether a change of the run calls for an evaluation: training stopped somewhere new (or was found again where it had
 * stopped), or passed the end of an epoch and evaluations are known to be cheap.
 *
 * @param evaluatedAt step of the last evaluation.
 * @param took milliseconds the last one took.
 */
export function callsForEvaluation(
  now: RunSlice,
  before: RunSlice,
  evaluatedAt: number | null,
  took: number | null,
): boolean {
  const { progress } = now;
  if (progress === null || progress.step === 0 || progress.step === evaluatedAt) return false;
  const cost = took ?? 0;
  if (now.status === 'paused' || now.status === 'finished') return now.status !== before.status && cost < BEARABLE;
  if (now.status !== 'playing') return false;
  if (before.progress === null) return false;
  const epochs = (step: number) => Math.floor(step / progress.stepsPerEpoch);
  return epochs(progress.step) > epochs(before.progress.step) && cost < CHEAP;
}

/** Whether these are other weights than those that were evaluated, and no later ones: after a reset, say. */
export function beginsAnew(now: RunSlice, before: RunSlice): boolean {
  if (now.progress === null) return true;
  if (now.status === 'building' && now.progress.step === 0) return true;
  return before.progress !== null && now.progress.step < before.progress.step;
}

/** Keeps the evaluation up with the run, and forgets it when the run begins anew. */
export function useAutomaticEvaluation(): void {
  useEffect(() => {
    function follow(now: RunSlice, before: RunSlice): void {
      const { evaluation, took } = useEvaluation.getState();
      if (evaluation !== null && beginsAnew(now, before)) useEvaluation.setState({ evaluation: null });
      if (callsForEvaluation(now, before, evaluation?.step ?? null, took)) void evaluateTest();
    }
    // The run may have been stopped long before this is on screen.
    follow(useRun.getState(), { ...useRun.getState(), status: 'idle' });
    return useRun.subscribe(follow);
  }, []);
}
