/**
 * The last evaluation on the test set and the step it was made at. One at a time; it is made on demand, and by itself
 * when training pauses or an epoch ends, as long as it takes no longer than a moment. What views show of it (which
 * samples, of which classes) is here too, so that one view can open another on what it is about.
 */
import { useEffect } from 'react';
import { create } from 'zustand';
import { mostUncertain, worstMistakes } from '@/core/metrics/ranking';
import type { Evaluation } from '@/engine/protocol';
import { runActions } from './runActions';
import { type RunState, useRun } from './runStore';

export interface EvaluationState {
  evaluation: Evaluation | null;
  busy: boolean;
  /** How long the last one took, in milliseconds. */
  took: number | null;
}

/** Evaluations that take longer, in milliseconds, are not made by themselves while training goes on. */
export const CHEAP = 2500;
/** … and when training has stopped. */
export const BEARABLE = 10_000;
/** How long training must have rested, in milliseconds: its last batch is in by then, and it may go on at once. */
const REST = 500;

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
 * stopped), or passed the end of an epoch and evaluations are known to be cheap: one that may hold training is not made
 * while it goes on.
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
  if (now.status === 'paused' || now.status === 'finished') {
    // A batch that was under way when training was paused arrives afterwards.
    const moved = now.status !== before.status || progress.step !== before.progress?.step;
    return moved && (took ?? 0) < BEARABLE;
  }
  if (now.status !== 'playing') return false;
  if (before.progress === null) return false;
  const epochs = (step: number) => Math.floor(step / progress.stepsPerEpoch);
  return epochs(progress.step) > epochs(before.progress.step) && took !== null && took < CHEAP;
}

/**
 * Whether these are other weights than those that were evaluated, and no later ones: after a reset, say, or when early
 * stopping has gone back to the best.
 */
export function beginsAnew(now: RunSlice, before: RunSlice): boolean {
  if (now.progress === null) return true;
  if (now.progress.stopped?.restored && !before.progress?.stopped) return true;
  if (now.status === 'building' && now.progress.step === 0) return true;
  return before.progress !== null && now.progress.step < before.progress.step;
}

/** Keeps the evaluation up with the run for as long as something on screen shows it. */
export function useAutomaticEvaluation(): void {
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    function atRest(): void {
      const { evaluation, busy } = useEvaluation.getState();
      if (busy) waiting = setTimeout(atRest, REST);
      else if (useRun.getState().progress?.step !== evaluation?.step) void evaluateTest();
    }
    function follow(now: RunSlice, before: RunSlice): void {
      const { evaluation, took } = useEvaluation.getState();
      if (now.status !== 'paused' && now.status !== 'finished') clearTimeout(waiting);
      if (!callsForEvaluation(now, before, evaluation?.step ?? null, took)) return;
      clearTimeout(waiting);
      if (now.status === 'playing') void evaluateTest();
      else waiting = setTimeout(atRest, REST);
    }
    // The run may have been stopped long before this is on screen.
    follow(useRun.getState(), { ...useRun.getState(), status: 'idle' });
    const unsubscribe = useRun.subscribe(follow);
    return () => {
      clearTimeout(waiting);
      unsubscribe();
    };
  }, []);
}

// What is known of other weights is forgotten, whoever looks.
useRun.subscribe((now, before) => {
  if (useEvaluation.getState().evaluation !== null && beginsAnew(now, before)) {
    useEvaluation.setState({ evaluation: null });
  }
  if (now.dataset.info?.id !== before.dataset.info?.id) useMistakesView.setState(EVERYTHING);
});

/** Which of the samples that were evaluated are shown: all in order, the mistakes worst first, or the closest calls. */
export type MistakesMode = 'all' | 'mistakes' | 'uncertain';

export interface MistakesView {
  mode: MistakesMode;
  /** Only samples of this true class; null for every class. */
  truth: number | null;
  /** Only samples this class was predicted for. */
  predicted: number | null;
}

const EVERYTHING: MistakesView = { mode: 'all', truth: null, predicted: null };

export const useMistakesView = create<MistakesView>()(() => EVERYTHING);

/**
 * The samples that a view shows, as places in the evaluation, in its order. None of an evaluation that kept no outputs
 * or judges no classes.
 */
export function samplesOf(evaluation: Evaluation, { mode, truth, predicted }: MistakesView): number[] {
  const { outputs, truth: truths, predicted: answers, classes } = evaluation;
  if (!outputs || !truths || !answers || outputs.length !== truths.length * classes) return [];
  const judged = { outputs, classes, truth: truths, predicted: answers };
  const all = () => Array.from(truths.keys());
  const order = { all, mistakes: () => worstMistakes(judged), uncertain: () => mostUncertain(judged) }[mode]();
  return order.filter(
    (place) => (truth === null || truths[place] === truth) && (predicted === null || answers[place] === predicted),
  );
}

/** Turns to the samples of one cell of the confusion matrix: the worst first where the cell holds mistakes. */
export function showCell(cell: { truth: number; predicted: number }): void {
  useMistakesView.setState({ ...cell, mode: cell.truth === cell.predicted ? 'uncertain' : 'mistakes' });
}
