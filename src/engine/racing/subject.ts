/** The run that work beside it is made from: what it was built of, and where it stands. */
import type { NetworkSpec } from '@/core/network/spec';
import type { Partition } from '../batches';
import type { Baseline } from '../divergence';
import type { Model, Moment } from '../model';
import type { TrainingSettings } from '../protocol';
import type { SampleStore } from '../samples';

export interface Subject {
  run: number;
  network: NetworkSpec;
  training: TrainingSettings;
  /** Whether the data are of classes, of which one is right. */
  classes: boolean;
  model: Model;
  store: SampleStore;
  partition: Partition;
  baseline: Baseline;
  /** Where it stands, at rest. */
  moment: Moment;
}

/** Something that computes beside the run, in turns. */
export interface Work {
  /** Goes on. */
  play(): void;
  /** Stops after the batch at hand; settles when nothing is going on any more. */
  pause(): Promise<void>;
  /** Ends it and frees what it takes. */
  dispose(): Promise<void>;
}
