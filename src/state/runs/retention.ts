/** What is kept and what gives way: of a run's checkpoints, and of all runs. Runs with a name never give way by themselves. */
import type { KeptCheckpoint, RunRecord } from './records';

export const LIMITS = {
  /** Runs without a name give way beyond so many of all. */
  runs: 50,
  /** Or when all take more than this, or more than half of what the browser allows. */
  bytes: 256 * 2 ** 20,
  /** Ends of epochs kept of a run, beside the best one and where it stands. */
  epochs: 5,
} as const;

/** Whether the validation of `a` is better than that of `b`: by accuracy, and by loss where that is equal or missing. */
function better(a: KeptCheckpoint, b: KeptCheckpoint): boolean {
  if (a.accuracy !== b.accuracy) return (a.accuracy ?? -1) > (b.accuracy ?? -1);
  return (a.loss ?? Infinity) < (b.loss ?? Infinity);
}

/** The checkpoint with the best validation; null when none was validated. */
export function bestCheckpoint(checkpoints: readonly KeptCheckpoint[]): KeptCheckpoint | null {
  const judged = checkpoints.filter(({ accuracy, loss }) => accuracy !== null || loss !== null);
  return judged.length === 0 ? null : judged.reduce((best, next) => (better(next, best) ? next : best));
}

/** Splits the ends of epochs into the last few and the best, which are kept, and the rest. Oldest first, as given. */
export function keepEpochs(epochs: readonly KeptCheckpoint[], limit: number = LIMITS.epochs) {
  const best = bestCheckpoint(epochs);
  const keeps = (checkpoint: KeptCheckpoint, index: number) => index >= epochs.length - limit || checkpoint === best;
  return {
    kept: epochs.filter(keeps),
    dropped: epochs.filter((checkpoint, index) => !keeps(checkpoint, index)),
  };
}

/**
 * Ids of runs that have to go so that the limits hold: oldest first, never one with a name or in `spared`.
 *
 * @param bytes Limit for all runs together.
 */
export function excessRuns(
  records: readonly RunRecord[],
  spared: ReadonlySet<string>,
  bytes: number = LIMITS.bytes,
  runs: number = LIMITS.runs,
): string[] {
  let count = records.length;
  let total = records.reduce((sum, record) => sum + record.bytes, 0);
  const excess: string[] = [];
  for (const record of [...records].sort((a, b) => a.updatedAt - b.updatedAt)) {
    if (count <= runs && total <= bytes) break;
    if (record.name !== null || spared.has(record.id)) continue;
    excess.push(record.id);
    count--;
    total -= record.bytes;
  }
  return excess;
}
