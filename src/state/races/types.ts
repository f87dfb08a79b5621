/**
 * Races of optimizers on the network that is being trained: several configurations from the same weights, on the same
 * batches in the same order, run in turn by the engine.
 */
import type { OptimizerSpec } from '@/core/network/spec';
import type { RangeSuggestion } from '@/core/rangeTest';
import type { DivergenceReport } from '@/engine/protocol';
import type { ChainruleDocument, ScheduleSettings } from '../document';
import type { Failure } from '../runStore';

export type { Histogram as OptimizerHistogram } from '@/core/histogram';
export type { OptimizerInsides, WeightInsides } from '@/engine/protocol';

export interface RaceConfiguration {
  /** Unique within the race: letters, digits, hyphens. */
  id: string;
  optimizer: OptimizerSpec;
  schedule?: ScheduleSettings;
  /** The optimizer's memory is lost at the beginning of every epoch: a mistake (core/faults/momentsReset). */
  resetEveryEpoch?: boolean;
}

export interface RaceSettings {
  /** 2 … 6. */
  configurations: readonly RaceConfiguration[];
  /** The run's weights as they are now, or the initial ones of its seed. Optimizer states begin anew in either case. */
  from: 'here' | 'initial';
  /** Updates of each. */
  steps: number;
  /** Accuracy whose first reaching is timed, 0 … 1; null for networks that tell no classes apart. */
  targetAccuracy: number | null;
}

export type RaceStatus = 'idle' | 'building' | 'playing' | 'paused' | 'finished' | 'error';

/**
 * One number per measured moment, all of the same length. Steps are updates made, from the start of the race. In the store
 * there are at most 300, thinned so that extremes stay; `allSeries` gives all.
 */
export interface RaceSeries {
  step: number[];
  /** Seconds this configuration has computed so far, its own alone. */
  seconds: number[];
  loss: number[];
  /** NaN where the network tells no classes apart. */
  accuracy: number[];
}

export interface RaceTrainSeries extends RaceSeries {
  learningRate: number[];
  /** Euclidean norm of all gradients together. */
  gradientNorm: number[];
}

export interface RaceLane {
  configuration: RaceConfiguration;
  step: number;
  seconds: number;
  train: RaceTrainSeries;
  validation: RaceSeries;
  /** The first measured moment at which the target accuracy was reached (in validation where there is one). */
  reached: { step: number; seconds: number; accuracy: number } | null;
  /** It was stopped: why. */
  diverged: DivergenceReport | null;
  /** Id of the run that it was kept as. */
  kept: string | null;
}

export interface RaceState {
  status: RaceStatus;
  settings: RaceSettings | null;
  /** The document as the run had it when the race began: network, data, batches and seed are those of the race. */
  document: ChainruleDocument | null;
  /** Steps an epoch; 0 before the race is built. */
  stepsPerEpoch: number;
  lanes: readonly RaceLane[];
  /** Which lane computes now. */
  current: number | null;
  /** Whether samples are held back: else there is no validation. */
  validated: boolean;
  /** The engine still has the lanes, so that they can be kept. After `end` and after an error it has them no more. */
  alive: boolean;
  /** Why `status` is 'error', worded as `errors:<code>`. The curves up to then stay. */
  error: Failure | null;
}

/** A learning-rate range test (Smith, 2017): the rate grows by a constant factor every update. */
export interface RangeTestSettings {
  from: number;
  to: number;
  /** Updates from the smallest rate to the largest. */
  steps: number;
}

export interface RangeTestState {
  status: RaceStatus;
  settings: RangeTestSettings | null;
  rates: number[];
  /** Loss of each batch before its update. */
  losses: number[];
  /** Exponentially smoothed, corrected for its start. */
  smoothed: number[];
  /** Where the smoothed loss falls fastest, and a tenth of where it is lowest; null while nothing can be said. */
  suggestion: RangeSuggestion | null;
  /** It ended before the largest rate: the loss had become many times the smallest. */
  endedEarly: boolean;
  error: Failure | null;
}
