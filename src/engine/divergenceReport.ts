/** What is told of a divergence: where it showed, under which learning rate, and the node to blame, found by replay. */
import { type Baseline, findCulprit, type Verdict } from './divergence';
import type { Past } from './history';
import type { Batch, Model } from './model';
import type { DivergenceReport } from './protocol';

export interface Diverged {
  verdict: Verdict;
  /** Batches that were read back together, up to the bad one and maybe further. */
  points: readonly { step: number; loss: number }[];
  /** Updates made when they were read. */
  step: number;
  model: Model;
  past: Past;
  baseline: Baseline;
  /** The batch after so many updates. */
  batchAt(step: number): Batch;
}

/** Replays from the last good moment; whoever asks stands still meanwhile. */
export async function divergenceReport(of: Diverged): Promise<DivergenceReport> {
  const { verdict, points, step, model, past, baseline, batchAt } = of;
  const last = points[verdict.seen - 1];
  const learningRateAt = (at: number) => past.learningRateAt(at);
  const replay = { model, start: past.lastGood, last: last.step - 1, batchAt, learningRateAt };
  const culprit = await findCulprit(replay, verdict.kind);
  const { initialLoss } = baseline;
  // A loss tells of the weights before its own batch's update.
  const updated = verdict.byLoss ? last.step - 1 : step;
  const { from, learningRate } = past.baseAt(updated - 1);
  const updates = Math.max(1, updated - from);
  const { loss } = last;
  return { step: last.step, kind: verdict.kind, loss, initialLoss, learningRate, updates, ...culprit };
}
