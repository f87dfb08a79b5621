/**
 * The last evaluation on the test set and the step it was made at. One at a time; it is made on demand, and by itself
 * when training pauses or an epoch ends, as long as it takes no longer than a moment.
 */
import { useEffect } from 'react';
import { create } from 'zustand';
import { type Evaluation, type RunState, runActions, useRun } from '@/state';

interface EvaluationState {
  evaluation: Evaluation | null;
  /** Updates made before the evaluation. */
  step: number;
  busy: boolean;
  /** How long the last one took, in milliseconds. */
  took: number | null;
}

/** While training goes on, an evaluation may hold it up for so long, in milliseconds. */
export const CHEAP = 1000;

export const useEvaluation = create<EvaluationState>()(() => ({
  evaluation: null,
  step: 0,
  busy: false,
  took: null,
}));

/** Evaluates the weights as they are now. Does nothing while an evaluation is on its way. */
export async function evaluateTest(): Promise<void> {
  const { progress } = useRun.getState();
  if (useEvaluation.getState().busy || progress === null) return;
  useEvaluation.setState({ busy: true });
  const begun = performance.now();
  try {
    const evaluation = await runActions.evaluate('test');
    // Training goes on meanwhile, but the engine answers between two batches: the step is that of the last report.
    const step = useRun.getState().progress?.step ?? progress.step;
    useEvaluation.setState({ evaluation, step, took: performance.now() - begun });
  } catch {
    // The engine was restarted or the run rebuilt: there is nothing to show, and the page has said why.
  } finally {
    useEvaluation.setState({ busy: false });
  }
}

/**
 * Whether a change of the run calls for an evaluation: training stopped somewhere new, or passed the end of an epoch
 * and evaluations are known to be cheap.
 */
export function callsForEvaluation(
  now: RunSlice,
  before: RunSlice,
  evaluatedAt: number | null,
  took: number | null,
): boolean {
  const { progress } = now;
  if (progress === null || progress.step === 0 || progress.step === evaluatedAt) return false;
  const stopped = now.status !== 'playing' && before.status === 'playing' && now.status !== 'diverged';
  if (stopped) return took === null || took < 3 * CHEAP;
  if (now.status !== 'playing' || before.progress === null) return false;
  const epochs = (step: number) => Math.floor(step / progress.stepsPerEpoch);
  return epochs(progress.step) > epochs(before.progress.step) && (took === null || took < CHEAP);
}

type RunSlice = Pick<RunState, 'status' | 'progress'>;

/** Keeps the evaluation up with the run, and forgets it when the run begins anew. */
export function useAutomaticEvaluation(): void {
  useEffect(
    () =>
      useRun.subscribe((now, before) => {
        const { evaluation, step, took } = useEvaluation.getState();
        const evaluatedAt = evaluation ? step : null;
        if (evaluatedAt !== null && (now.progress === null || now.progress.step < evaluatedAt)) {
          useEvaluation.setState({ evaluation: null });
        }
        if (callsForEvaluation(now, before, evaluatedAt, took)) void evaluateTest();
      }),
    [],
  );
}
