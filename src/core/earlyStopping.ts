/**
 * Early stopping: training ends when what is watched has not improved for `patience` epochs (Prechelt: Early stopping –
 * but when?, 1998; counting as in Keras). A pure function of a plain state, so that a run can be stored and resumed.
 */
import { type Best, improved, type Mode } from './improvement';

export interface EarlyStoppingRule {
  /** Epochs without an improvement after which training ends; 0 counts as 1. */
  patience: number;
  /** A smaller change is no improvement; ≥ 0. */
  minDelta: number;
  mode: Mode;
}

export interface EarlyStoppingState extends Best {
  /** The epoch of the best value, counted from 1; 0 before there is one. */
  bestEpoch: number;
  /** Epochs seen. */
  epoch: number;
}

export const initialEarlyStopping: EarlyStoppingState = { best: null, wait: 0, bestEpoch: 0, epoch: 0 };

/** What follows from the value at the end of an epoch; `isBest`: these weights are the ones to keep. */
export function earlyStoppingAfterEpoch(
  state: EarlyStoppingState,
  value: number,
  { patience, minDelta, mode }: EarlyStoppingRule,
): { state: EarlyStoppingState; isBest: boolean; stop: boolean } {
  const epoch = state.epoch + 1;
  if (improved(value, state.best, minDelta, mode)) {
    return { state: { best: value, wait: 0, bestEpoch: epoch, epoch }, isBest: true, stop: false };
  }
  const wait = state.wait + 1;
  return { state: { ...state, wait, epoch }, isBest: false, stop: wait >= Math.max(1, patience) };
}
