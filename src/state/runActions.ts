/** What a person can do with the run. Every action is safe in every state: what does not apply does nothing. */
import type { Split } from '@/core/dataset';
import type { Fitted, PreprocessingSpec } from '@/core/preprocessing';
import type { Samples } from '@/data/client';
import type { BatchInput, Checkpoint, EngineEvent, Evaluation, StepBuild, TensorMap, Watch } from '@/engine/protocol';
import type { TemplateId } from './documentStore';
import { leaveRaces } from './races/actions';
import { controller } from './runController';
import { runLibrary } from './runs/runsStore';

export type { Samples } from '@/data/client';

export type Prediction = { output: Float32Array; captured: TensorMap };
export type EngineStep = Extract<EngineEvent, { type: 'stepped' }>;

export interface RunActions {
  play(): void;
  pause(): void;
  oneBatch(): void;
  oneEpoch(): void;
  /** Back to the initial weights of the same seed, with the settings of the document. */
  reset(): void;
  /** Another seed, and a reset. */
  newSeed(): void;
  /** Takes effect with the next batch, without a reset. */
  setLearningRate(learningRate: number): void;
  /** Batches a second at most, or null for as fast as it goes. */
  setSpeed(batchesPerSecond: number | null): void;
  /** Builds the run again with the settings of the document: `dirty` is empty afterwards, the weights are the initial ones. */
  applySettings(): void;
  /** Tries again after an error: loads the data that is missing and builds. */
  retry(): void;
  /** `input` holds `count` samples as the data have them: they are preprocessed here. `capture`: ids of layers whose outputs are wanted too. */
  predict(input: Float32Array, count: number, capture: string[]): Promise<Prediction>;
  /** What a preprocessing would do, fitted to the run's training samples; the run stays as it is. */
  fit(preprocessing: PreprocessingSpec): Promise<Fitted>;
  /** Has the engine tell what the network makes of one sample, while it trains too; null for no more. See watching.ts. */
  watch(watch: Watch | null): void;
  evaluate(split: Split | 'validation'): Promise<Evaluation>;
  /** The engine's weights, optimizer state and step as they are now. */
  getCheckpoint(): Promise<Checkpoint>;
  /** Replaces them. The run pauses. */
  setCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** One training step in the engine from `checkpoint`, without changing the run; with `build` of exactly that graph. */
  engineStep(input: BatchInput, checkpoint: Checkpoint, learningRate: number, build?: StepBuild): Promise<EngineStep>;
  /** As the data have them; see networkInput.ts for what the network gets. */
  samples(split: Split, indices: number[]): Promise<Samples>;
}

export const runActions: RunActions = controller;

/** What can be done with the runs that are kept. */
export const runs = runLibrary(controller);

/** What the page does around a workspace. */
export const session = {
  /** Opens a template's document and brings its run to where it was left. */
  open: (template: TemplateId): Promise<void> => controller.open(template),
  /** The workspace is left: training stops, everything is kept. */
  leave: (): void => {
    leaveRaces();
    controller.leave();
  },
  /** The page may go at any moment: has what was trained since the last time kept. */
  keep: (): void => controller.keepSoon(),
};
