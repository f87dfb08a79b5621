/**
 * What waits for the ends of epochs: a rate that is cut on a plateau, and early stopping. Both go by pure functions of
 * core; what they remember goes into checkpoints, so that a run that is taken up again goes on as if it had never
 * stopped. Every memory is a value: it is replaced, never changed.
 */
import { type EarlyStoppingState, earlyStoppingAfterEpoch, initialEarlyStopping } from '@/core/earlyStopping';
import { type Monitor, modeOf } from '@/core/improvement';
import { PLATEAU } from '@/core/schedules/rate';
import {
  initialPlateau,
  plateauAfterEpoch,
  type ReduceOnPlateauSettings,
  reduceOnPlateauOf,
} from '@/core/schedules/reduceOnPlateau';
import type { EarlyStop, EarlyStoppingSettings, RunMemory, TensorMap, TrainingSettings } from './protocol';
import type { Read } from './readback';

/** What is known at the end of an epoch; null where it is not measured. */
export interface Measured {
  /** Mean over the samples of the epoch, of each batch before its update. */
  loss: number;
  valLoss: number | null;
  valAccuracy: number | null;
}

/** What is looked at in fact: without validation it is the training loss, without an accuracy the validation loss. */
export function watched(monitor: Monitor, measured: Measured): { monitor: Monitor; value: number } {
  const value = measured[monitor];
  if (value !== null) return { monitor, value };
  return watched(monitor === 'valAccuracy' ? 'valLoss' : 'loss', measured);
}

const NO_LOSSES = { sum: 0, samples: 0 };

export class EpochWatch {
  /** Whether anything waits for the ends of epochs. */
  readonly active: boolean;
  /** Whether it looks at the validation, which then has to be made at the end of each. */
  readonly validates: boolean;
  private readonly settings: ReduceOnPlateauSettings | null;
  private readonly stopping: EarlyStoppingSettings | null;
  private state: RunMemory = { losses: NO_LOSSES };

  /**
   * @param base the optimizer's learning rate.
   * @throws GraphError `scheduleSetting`.
   */
  constructor(
    { optimizer, schedule, earlyStopping }: Pick<TrainingSettings, 'optimizer' | 'schedule' | 'earlyStopping'>,
    validated: boolean,
    memory: RunMemory | undefined,
  ) {
    const { warmupSteps: _, ...plateau } = schedule ?? { kind: '' };
    this.settings = schedule?.kind === PLATEAU ? reduceOnPlateauOf(plateau) : null;
    this.stopping = earlyStopping ?? null;
    this.active = this.settings !== null || this.stopping !== null;
    this.validates = validated && [this.settings, this.stopping].some((one) => one && one.monitor !== 'loss');
    this.base = optimizer.learningRate;
    this.restore(memory);
  }

  private base: number;

  get memory(): RunMemory | undefined {
    return this.active ? this.state : undefined;
  }

  /** Where the rate has got to, for a rate that is cut on a plateau. */
  get plateau(): RunMemory['plateau'] {
    return this.state.plateau;
  }

  /** Why the run has ended, while it has. */
  get stopped(): EarlyStop | null {
    return this.state.stopping?.stopped ?? null;
  }

  /** The optimizer's rate was set: what was cut from the one before counts no more. */
  setLearningRate(learningRate: number): void {
    this.base = learningRate;
    this.restore(this.state);
  }

  /** Continues from what was remembered; undefined for the beginning. */
  restore(memory: RunMemory | undefined): void {
    const { losses = NO_LOSSES, plateau, stopping } = memory ?? {};
    const { base } = this;
    this.state = { losses };
    if (this.settings) {
      const current = plateau ?? { ...initialPlateau(base), from: base };
      this.state.plateau = current.from === base ? current : { ...current, learningRate: base, from: base };
    }
    if (this.stopping && stopping) this.state.stopping = stopping;
  }

  /** A run that was stopped goes on: it may take as many epochs again to improve. */
  goOn(): void {
    const { stopping } = this.state;
    if (stopping?.stopped) this.state = { ...this.state, stopping: { ...stopping, wait: 0, stopped: null } };
  }

  /** Batches of the epoch under way, in order. */
  note(batches: readonly Pick<Read, 'loss' | 'samples'>[]): void {
    if (!this.active) return;
    let { sum, samples } = this.state.losses;
    for (const batch of batches) {
      sum += batch.loss * batch.samples;
      samples += batch.samples;
    }
    this.state = { ...this.state, losses: { sum, samples } };
  }

  /**
   * An epoch has ended and all its batches were noted.
   * @param epoch its number, from 1.
   * @param last whether the run ends with it anyway.
   * @param weights gives the weights as they are now.
   * @returns weights to go back to; null to stay with those there are.
   */
  async end(
    epoch: number,
    validation: { loss: number; accuracy: number | null } | null,
    last: boolean,
    weights: () => Promise<TensorMap>,
  ): Promise<TensorMap | null> {
    const { losses, plateau, stopping } = this.state;
    const measured = {
      loss: losses.sum / losses.samples,
      valLoss: validation?.loss ?? null,
      valAccuracy: validation?.accuracy ?? null,
    };
    const next: RunMemory = { losses: NO_LOSSES };
    if (this.settings && plateau) {
      const { monitor, value } = watched(this.settings.monitor, measured);
      next.plateau = { ...plateau, ...plateauAfterEpoch(plateau, value, { ...this.settings, monitor }) };
    }
    if (this.stopping) {
      const before = stopping ?? { ...initialEarlyStopping, epoch: epoch - 1, weights: null, stopped: null };
      next.stopping = await this.judged(this.stopping, before, measured, last, weights);
    }
    this.state = next;
    return next.stopping?.stopped?.restored ? next.stopping.weights : null;
  }

  private async judged(
    { monitor: wanted, patience, minDelta, restoreBestWeights }: EarlyStoppingSettings,
    before: NonNullable<RunMemory['stopping']>,
    measured: Measured,
    last: boolean,
    weights: () => Promise<TensorMap>,
  ): Promise<NonNullable<RunMemory['stopping']>> {
    const { monitor, value } = watched(wanted, measured);
    const rule = { patience, minDelta, mode: modeOf(monitor) };
    const { state, isBest, stop } = earlyStoppingAfterEpoch(before, value, rule);
    const { best, bestEpoch, wait, epoch }: EarlyStoppingState = state;
    const kept = isBest && restoreBestWeights ? await weights() : restoreBestWeights ? before.weights : null;
    const stopped =
      stop && !last ? { monitor, epochs: wait, best: best ?? Number.NaN, bestEpoch, restored: kept !== null } : null;
    return { best, bestEpoch, wait, epoch, weights: kept, stopped };
  }
}
