/** What each configuration came to, and who is ahead. */
import { smoothed } from '@/core/smoothing';
import { judged } from '@/state/races/history';
import type { RaceLane } from '@/state/races/types';

export interface Result {
  /** Place of the lane in the race. */
  lane: number;
  step: number;
  seconds: number;
  /** Training loss at the end, smoothed as the curves are; null before the first batch. */
  trainLoss: number | null;
  validationLoss: number | null;
  /** The lowest of the measured validation losses, or of the smoothed training losses where nothing is held back. */
  bestLoss: number | null;
  /** Of the validation where there is one, else of the last batches together; null where no classes are told apart. */
  accuracy: number | null;
  bestAccuracy: number | null;
  reached: RaceLane['reached'];
  diverged: RaceLane['diverged'];
}

const finite = (values: readonly number[]) => values.filter(Number.isFinite);
const lastOf = (values: readonly number[]): number | null => {
  const last = values.at(-1);
  return last !== undefined && Number.isFinite(last) ? last : null;
};
const lowest = (values: readonly number[]) => (values.length > 0 ? values.reduce((a, b) => Math.min(a, b)) : null);
const highest = (values: readonly number[]) => (values.length > 0 ? values.reduce((a, b) => Math.max(a, b)) : null);

const made = new WeakMap<RaceLane, { key: string; result: Result }>();

/**
 * @param smoothing weight of the moving average that the training losses are told with.
 * @param validated whether samples are held back: then the accuracy is theirs.
 * @param stepsPerEpoch else it is the mean over an epoch's batches, or the last 50 of them.
 */
export function resultOf(
  lane: RaceLane,
  index: number,
  smoothing: number,
  validated: boolean,
  stepsPerEpoch: number,
): Result {
  const key = `${index} ${smoothing} ${validated} ${stepsPerEpoch}`;
  const known = made.get(lane);
  if (known?.key === key) return known.result;
  const result = freshResult(lane, index, smoothing, validated, stepsPerEpoch);
  made.set(lane, { key, result });
  return result;
}

function freshResult(
  lane: RaceLane,
  index: number,
  smoothing: number,
  validated: boolean,
  stepsPerEpoch: number,
): Result {
  const train = smoothed(lane.train.loss, smoothing);
  const measured = lane.validation.loss.length > 0;
  const { accuracy } = judged(lane, validated, stepsPerEpoch);
  return {
    lane: index,
    step: lane.step,
    seconds: lane.seconds,
    trainLoss: lastOf(train),
    validationLoss: lastOf(lane.validation.loss),
    bestLoss: lowest(finite(measured ? lane.validation.loss : train)),
    accuracy: lastOf(accuracy),
    bestAccuracy: highest(finite(accuracy)),
    reached: lane.reached,
    diverged: lane.diverged,
  };
}

/** The loss that lanes are ranked by. */
export const rankedLoss = ({ validationLoss, trainLoss }: Result): number | null => validationLoss ?? trainLoss;

/**
 * The lanes that have begun, best first: by their loss (validation where there is one), those that diverged last, and of
 * those the one that went on longer first.
 */
export function ranked(results: readonly Result[]): Result[] {
  return results
    .filter(({ step, diverged }) => step > 0 || diverged !== null)
    .sort((a, b) => {
      if ((a.diverged === null) !== (b.diverged === null)) return a.diverged === null ? -1 : 1;
      if (a.diverged !== null) return b.step - a.step || a.lane - b.lane;
      return (rankedLoss(a) ?? Infinity) - (rankedLoss(b) ?? Infinity) || a.lane - b.lane;
    });
}

/** Whether the lanes that have not diverged have all come equally far: only then is one ahead of another. */
export function comparable(results: readonly Result[]): boolean {
  const steps = results.filter(({ diverged }) => diverged === null).map(({ step }) => step);
  return steps.length > 0 && new Set(steps).size === 1 && steps[0] > 0;
}

/**
 * Who reached the target accuracy first: in updates, where several may have been seen to at the same measured moment, and
 * in seconds, which may be another one. Who diverged is not among them.
 */
export function firstToReach(results: readonly Result[]): { bySteps: Result[]; bySeconds: Result } | null {
  const there = results.filter(({ reached, diverged }) => reached !== null && diverged === null);
  if (there.length === 0) return null;
  const least = there.reduce((low, { reached }) => Math.min(low, reached!.step), Number.POSITIVE_INFINITY);
  return {
    bySteps: there.filter(({ reached }) => reached!.step === least),
    bySeconds: there.reduce((a, b) => (b.reached!.seconds < a.reached!.seconds ? b : a)),
  };
}
