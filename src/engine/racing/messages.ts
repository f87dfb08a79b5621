/**
 * What page and worker say about work beside the run: a race of optimizers, the range test of the learning rate, and the
 * insides of the run's own optimizer. A race or a range test carries a number of its own beside the run's. One of them is
 * there at a time, and it computes only while the run does not.
 */
import type { Histogram } from '@/core/histogram';
import type { OptimizerSpec } from '@/core/network/spec';
import type { DivergenceReport } from '../protocol';

/** A configuration that trains on its own copy of the network. */
export interface LaneOrder {
  /** Unique within the race. */
  id: string;
  optimizer: OptimizerSpec;
  schedule?: { kind: string } & Record<string, unknown>;
  /** Its states go back to their start every epoch of the race; see core/faults/momentsReset. */
  resetEveryEpoch?: boolean;
}

export interface RaceOrder {
  /** 2 … 6. */
  configurations: readonly LaneOrder[];
  /** The run's weights as they are, or its initial ones. Batches go on from the same step of the run. */
  from: 'here' | 'initial';
  /** Updates of each. */
  steps: number;
}

export interface RangeTestOrder {
  /** Learning rates, from < to; every update multiplies by the same factor. */
  from: number;
  to: number;
  /** Updates from the one to the other, 2 or more. */
  steps: number;
}

/** Metrics of one batch, or of a validation pass. */
export interface RacePoint {
  /** Updates made, from the start of the race. */
  step: number;
  /** Seconds this lane has computed when it was there, validation left out. */
  seconds: number;
  loss: number;
  /** Null where the network tells no classes apart. */
  accuracy: number | null;
  /** Of the update with this batch; a validation has none. */
  learningRate?: number;
  /** Euclidean norm of all gradients of the batch together, before any clipping. */
  gradientNorm?: number;
}

export interface LaneNews {
  lane: string;
  step: number;
  seconds: number;
  /** Since the last news of this lane. */
  train: RacePoint[];
  validation: RacePoint[];
}

export type WorkStatus = 'playing' | 'paused' | 'finished';

/** The insides of the run's optimizer for one weight, at one update. */
export interface WeightInsides {
  /** `layerId/weightName`. */
  weight: string;
  layer: string;
  /** By state name (`m`, `v`, `velocity`, …) after the update, and `step` for the change of the weight by it. */
  histograms: Record<string, Histogram>;
  /** ‖Δθ‖ / ‖θ‖, of the weight before the update; NaN where it was all zeros. */
  ratio: number;
}

export interface OptimizerInsides {
  /** Updates made, this one included. */
  step: number;
  weights: WeightInsides[];
}

export type RaceCommand =
  /** Pauses the run and begins a race, ending what there was of this kind. Answered by `raceBuilt` or `raceFailed`. */
  | { type: 'race'; run: number; race: number; order: RaceOrder }
  /** Pauses the run and begins a range test on a copy of its weights, with its own optimizer. */
  | { type: 'rangeTest'; run: number; race: number; order: RangeTestOrder }
  | { type: 'pauseRace'; run: number; race: number }
  /** Pauses the run. */
  | { type: 'resumeRace'; run: number; race: number }
  /** Ends it and frees what it takes. */
  | { type: 'endRace'; run: number; race: number }
  /** Weights and states of a lane, as they were when it was last read back; answered by `checkpointed`. */
  | { type: 'raceCheckpoint'; run: number; request: number; race: number; lane: string }
  /** From now on `insides` comes now and then while the run trains; it lasts as long as the run, through resets. */
  | { type: 'watchInsides'; run: number; on: boolean };

export type RaceEvent =
  | {
      type: 'raceBuilt';
      run: number;
      race: number;
      stepsPerEpoch: number;
      /** Whether samples are held back, so that there will be a validation. */
      validated: boolean;
    }
  /** Where a race stands. `current`: the lane that computes. */
  | { type: 'raced'; run: number; race: number; status: WorkStatus; current: string | null; news: LaneNews[] }
  /** A lane was stopped and stands at the last moment that was in order. All its metrics were told before. */
  | { type: 'laneDiverged'; run: number; race: number; lane: string; report: DivergenceReport }
  /** Rates and losses since the last time, each loss of the batch before its update. */
  | {
      type: 'rangeTested';
      run: number;
      race: number;
      status: WorkStatus;
      rates: number[];
      losses: number[];
      /** It ended before the largest rate, as the loss had grown out of bounds. */
      endedEarly: boolean;
    }
  /** It could not be begun, or has failed; nothing of it is left. */
  | {
      type: 'raceFailed';
      run: number;
      race: number;
      code: string;
      params: Record<string, string | number>;
      message: string;
    }
  | { type: 'insides'; run: number; insides: OptimizerInsides };
