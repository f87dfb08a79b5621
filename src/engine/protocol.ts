/**
 * What page and engine worker say to one another: two discriminated unions. Commands go to the worker, events come
 * back. Every message that concerns a run carries its id, so that late events of an old run are dropped. Typed arrays
 * are transferred, not copied. Requests carry `request`, and their answer carries it back.
 */

import type { Split } from '@/core/dataset';
import type { EarlyStoppingState } from '@/core/earlyStopping';
import type { FaultSpec } from '@/core/faults/types';
import type { Monitor } from '@/core/improvement';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import type { Fitted, PreprocessingSpec } from '@/core/preprocessing';
import type { PlateauState } from '@/core/schedules/reduceOnPlateau';
import type { RaceCommand, RaceEvent } from './racing/messages';

export type {
  LaneNews,
  OptimizerInsides,
  RaceCommand,
  RaceEvent,
  RaceOrder,
  RacePoint,
  RangeTestOrder,
  WeightInsides,
  WorkStatus,
} from './racing/messages';

export type BackendName = 'webgpu' | 'wasm' | 'webgl' | 'cpu';

/** Named tensors as they travel: name → values, shapes follow from the network. */
export type TensorMap = Record<string, Float32Array>;

export interface TrainingSettings {
  optimizer: OptimizerSpec;
  batchSize: number;
  /** Share of the training samples held back for validation, 0 … 0.9. */
  validationShare: number;
  /** Whole number ≥ 0: initial weights, split, batch order, dropout masks all follow from it. */
  seed: number;
  /** Training stops here; time left counts to here. */
  epochs: number;
  /**
   * How the learning rate goes on from the optimizer's, which it starts from: a kind of core/schedules or
   * `reduceOnPlateau` with its settings. Absent: it stays.
   */
  schedule?: { kind: string } & Record<string, unknown>;
  /** Ends training before the last epoch; see core/earlyStopping. */
  earlyStopping?: EarlyStoppingSettings;
  /** What is done to the inputs first: a kind of core/preprocessing with its settings, fitted on the training samples. */
  preprocessing?: PreprocessingSpec;
}

export interface EarlyStoppingSettings {
  monitor: Monitor;
  /** Epochs without an improvement. */
  patience: number;
  /** A smaller change is no improvement. */
  minDelta: number;
  restoreBestWeights: boolean;
}

/** All that is needed to go on exactly where a run stood. */
export interface Checkpoint {
  /** Updates made so far. */
  step: number;
  weights: TensorMap;
  /** Optimizer state, `weightName/state`. */
  states: TensorMap;
  /** Absent where nothing waits for the ends of epochs. */
  memory?: RunMemory;
}

/** What a run whose rate or end depends on how training goes remembers from epoch to epoch. */
export interface RunMemory {
  /** Of the batches of the epoch under way: the sum of the samples' losses, and how many samples. */
  losses: { sum: number; samples: number };
  /** With the optimizer's rate it began with, or that was set since. */
  plateau?: PlateauState & { from: number };
  /** With the weights of the best epoch, where they are to be restored. */
  stopping?: EarlyStoppingState & { weights: TensorMap | null; stopped: EarlyStop | null };
}

/** Why a run ended before its last epoch. */
export interface EarlyStop {
  /** What was looked at: where it is not measured, what stands in for it. */
  monitor: Monitor;
  /** Epochs in a row without an improvement. */
  epochs: number;
  /** The best value, and the epoch at whose end it was measured, counted from 1. */
  best: number;
  bestEpoch: number;
  /** Whether the weights are those of the best epoch again. */
  restored: boolean;
}

/** A batch to compute in the engine beside the float64 trace: chosen samples, preprocessed, or given values. */
export interface BatchInput {
  inputs: Float32Array;
  targets: Float32Array;
  count: number;
}

/** Another graph than the run's, for one step: other activations or settings, or a mistake built in on purpose. */
export interface StepBuild {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
  fault: FaultSpec | null;
}

/** What is looked at while it trains. */
export interface Watch {
  /** One sample, preprocessed. Of another size than the network's input it shows nothing. */
  input: Float32Array;
  /** Layers whose outputs, and weights whose values are wanted; those that the network does not have are left out. */
  layers: string[];
  weights: string[];
  /** Snapshots a second at most while training. There are fewer when they would take more than a tenth of its time. */
  perSecond: number;
}

export type Command =
  /** Chooses a backend; `backend` overrides the choice (the page's `?backend=`), null leaves it to the engine. */
  | { type: 'init'; backend: BackendName | null }
  /** Samples of `dataset` will come over `port` (DataMessage, see core/dataset.ts). A second port replaces the first. */
  | { type: 'attachData'; dataset: string; port: MessagePort }
  /**
   * Starts a run, ending the one before. Waits for the data when it is still on its way. With a checkpoint the run goes
   * on from there, otherwise it has its initial weights. Answered by `built`, or an error with this run's id.
   */
  | {
      type: 'build';
      run: number;
      network: NetworkSpec;
      dataset: string;
      training: TrainingSettings;
      checkpoint: Checkpoint | null;
    }
  | {
      type: 'play';
      run: number /** Stop after so many more batches; null: to the last epoch. */;
      batches: number | null;
    }
  | { type: 'playEpoch'; run: number }
  | { type: 'pause'; run: number }
  /**
   * Pauses and goes back to the initial weights of the same seed. The run goes on under the number `next`, so that what
   * was still on its way about the time before is told apart; answered by `built` with that number.
   */
  | { type: 'reset'; run: number; next: number }
  | { type: 'setLearningRate'; run: number; learningRate: number }
  /** Batches a second at most, null for as fast as it goes. */
  | { type: 'setSpeed'; run: number; batchesPerSecond: number | null }
  | {
      type: 'predict';
      run: number;
      request: number;
      input: BatchInput /** Layers whose outputs come back too. */;
      capture: string[];
    }
  | { type: 'evaluate'; run: number; request: number; split: Split | 'validation' }
  /** Fits a preprocessing to the training samples of the run, without changing the run: to see what it would do. */
  | { type: 'fit'; run: number; request: number; preprocessing: PreprocessingSpec }
  | { type: 'checkpoint'; run: number; request: number }
  | { type: 'setCheckpoint'; run: number; request: number; checkpoint: Checkpoint }
  /** Asks for an `autosave` as soon as the batch at hand is done; a run that does not play has offered its own already. */
  | { type: 'save'; run: number }
  /** One training step on these samples from the given state, without changing the run: all gradients and the update. */
  | {
      type: 'step';
      run: number;
      request: number;
      input: BatchInput;
      /** States that the graph has and this has not begin as before the first step. */
      checkpoint: Checkpoint;
      learningRate: number;
      /** Absent: the run's own graph. */
      build?: StepBuild;
    }
  /**
   * From now on a `watched` comes at once and whenever the weights have changed, by training or otherwise; null ends it.
   * It lasts as long as the run, through resets.
   */
  | { type: 'watch'; run: number; watch: Watch | null }
  | RaceCommand
  /** Heartbeat of the client; answered at once by `pong`. */
  | { type: 'ping'; beat: number };

export interface BackendReport {
  name: BackendName;
  /** WASM threads in use; 1 without isolation. */
  threads: number;
  simd: boolean;
  /**
   * Why wasm runs without threads: the page is not isolated, there are fewer than four cores (half of them train), or
   * the threads did not start. Null when it has them, and for the other backends.
   */
  withoutThreads: 'notIsolated' | 'fewCores' | 'failed' | null;
  /** Whether what should be a graphics card is the processor in disguise (webgpu and webgl only). */
  software: boolean;
  /** Every backend that was considered: measured milliseconds for the trial, or the reason it was not used. */
  considered: { name: BackendName; milliseconds: number | null; reason: BackendReason }[];
}
/** Reasons as codes; the page words them. */
export type BackendReason =
  | 'chosen'
  | 'requested'
  | 'slower'
  | 'unavailable'
  | 'softwareAdapter'
  | 'notIsolated'
  | 'failed'
  /** One that comes earlier in the order of preference works. */
  | 'notTried'
  /** Another one was asked for, and works. */
  | 'otherRequested';

/** Metrics of one batch or of a validation pass. */
export interface MetricPoint {
  step: number;
  /** Epochs as a fraction: step / stepsPerEpoch. */
  epoch: number;
  loss: number;
  /** Share of right classes (threshold ½ for a single output), or null for regression. */
  accuracy: number | null;
  /** Of the update made with this batch; a validation has none. */
  learningRate?: number;
  /** True for a validation pass over the fixed subset that is used between the ends of epochs. */
  partial?: boolean;
}

export interface RunProgress {
  step: number;
  epoch: number;
  stepsPerEpoch: number;
  totalSteps: number;
  /** Samples a second over the last second or so; null before the first measurement. */
  samplesPerSecond: number | null;
  secondsLeft: number | null;
  /** Of the next update. */
  learningRate: number;
  /** Why it has ended before its last epoch; null when it has not, or goes on all the same. */
  stopped: EarlyStop | null;
  playing: boolean;
  tensors: number;
  /** Memory the engine's tensors take on the backend. */
  bytes: number;
}

/** What a node of the graph is, as codes; the page words them. */
export interface NodeRole {
  kind:
    | 'input'
    | 'weight'
    | 'weightedSum'
    | 'output'
    | 'inside'
    | 'loss'
    | 'weightGradient'
    | 'sumGradient'
    | 'outputGradient'
    | 'lossGradient'
    | 'gradient'
    | 'newWeight'
    /** What the optimizer remembers or works out for a weight, before and after the update. */
    | 'state'
    | 'newState'
    | 'value';
  /** The layer it belongs to; of a gradient, the layer of what it is the gradient of. */
  layer: string | null;
  /** `kernel`, `bias`. */
  weight: string | null;
  /** `m`, `velocity`, … */
  state: string | null;
}

export interface DivergenceReport {
  step: number;
  /**
   * `nonFinite`: a value became NaN or infinite. `exploded`: the values are finite, but the loss is many times what it
   * was at the start, or the weights have grown out of all proportion without the loss falling.
   */
  kind: 'nonFinite' | 'exploded';
  loss: number;
  initialLoss: number;
  /** The optimizer's when it happened, which a schedule may have made less or more of. */
  learningRate: number;
  /** Updates made since it was set, before it showed; 1 or more. */
  updates: number;
  /** First node that went non-finite (or, exploded, the one with the largest magnitude), by replay; null if none was found. */
  node: string | null;
  layer: string | null;
  /** What that node is. */
  role: NodeRole | null;
  /** Largest magnitude in that node; null when it is not finite. */
  largest: number | null;
}

export interface Evaluation {
  split: Split | 'validation';
  /** Updates made before it: the weights are held while it runs, even if training goes on. */
  step: number;
  count: number;
  loss: number;
  accuracy: number | null;
  /** Row = true class, column = predicted, row-major; null for regression. */
  confusion: Int32Array | null;
  /** Predicted class of every sample, null for regression. */
  predicted: Uint8Array | null;
  /** True class of every sample, null for regression. */
  truth: Uint8Array | null;
  classes: number;
  /**
   * Output of the network for every sample, row-major `[count, outputs]`, and where each sample lies in its split. Null
   * for the training samples: those are too many to keep.
   */
  outputs: Float32Array | null;
  indices: Uint32Array | null;
  /** What each output should be, in the same form: only where no classes are told apart (`truth` has those). */
  targets: Float32Array | null;
}

/** What is watched, all of it of the same step and the same input. */
export interface Snapshot {
  step: number;
  /** The sample, which may be another one by now. */
  input: Float32Array;
  output: Float32Array;
  /** Outputs of the watched layers by id. */
  captured: TensorMap;
  /** The watched weights by name. */
  weights: TensorMap;
}

export type EngineEvent =
  | { type: 'ready'; backend: BackendReport }
  | { type: 'dataProgress'; dataset: string; loaded: number; total: number }
  | { type: 'dataReady'; dataset: string }
  | {
      type: 'built';
      run: number;
      progress: RunProgress;
      trainCount: number;
      validationCount: number;
      /** What the network's inputs go through, as it was fitted: inputs that come from the page went through it there. */
      preprocessing: Fitted | null;
    }
  | { type: 'progress'; run: number; progress: RunProgress; train: MetricPoint[]; validation: MetricPoint[] }
  /**
   * A checkpoint the engine offers by itself: whenever it stops, at the ends of epochs and every second or two. All
   * metrics up to its step have been told before it, and none after.
   */
  | { type: 'autosave'; run: number; checkpoint: Checkpoint }
  /** The run is paused and stands at the last moment that was in order; an `autosave` of it follows. */
  | { type: 'diverged'; run: number; report: DivergenceReport }
  | { type: 'finished'; run: number }
  | { type: 'predicted'; run: number; request: number; output: Float32Array; captured: TensorMap }
  | { type: 'evaluated'; run: number; request: number; evaluation: Evaluation }
  | { type: 'fitted'; run: number; request: number; fitted: Fitted }
  | { type: 'checkpointed'; run: number; request: number; checkpoint: Checkpoint }
  | {
      type: 'stepped';
      run: number;
      request: number;
      loss: number;
      output: Float32Array;
      /** ∂L/∂weight by weight name. */
      gradients: TensorMap;
      /** The other values of the forward and backward pass, by node name. */
      nodes: TensorMap;
      updated: Checkpoint;
    }
  | ({ type: 'watched'; run: number } & Snapshot)
  | RaceEvent
  | { type: 'pong'; beat: number }
  /** `code` is worded by the page with `params`; `message` is for developers. See ErrorCode. */
  | {
      type: 'error';
      run: number | null;
      request: number | null;
      code: ErrorCode | (string & {});
      params?: Record<string, string | number>;
      message: string;
    };

/**
 * What can go wrong. `workerCrashed` comes from the client (the worker died or stopped answering): nothing more will
 * come until `restart()`. Problems of the network itself arrive under the code that core gives them.
 */
export type ErrorCode =
  | 'workerCrashed'
  | 'backendFailed'
  | 'noRun'
  | 'dataMissing'
  | 'dataMismatch'
  | 'badCheckpoint'
  | 'badInput'
  | 'noSamples'
  /** A race of other than 2 to 6 lanes, of two by one name, or of no steps. */
  | 'raceOrder'
  /** Rates or steps of a range test that cannot be. */
  | 'rangeTestOrder'
  /** There is no such race, or no such lane in it. */
  | 'noRace'
  | 'unknownLayer'
  | 'unsupportedOperation'
  | 'outOfMemory'
  | 'internal';
