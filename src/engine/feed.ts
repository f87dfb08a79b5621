/** The batches of a run as arrays: which samples by the plan, their values from the store, targets as the loss wants them. */
import { BatchPlan, type Partition } from './batches';
import type { Batch, Model } from './model';
import type { TrainingSettings } from './protocol';
import type { SampleStore } from './samples';

export interface FeedOptions {
  model: Model;
  store: SampleStore;
  partition: Partition;
  training: TrainingSettings;
}

export class BatchFeed {
  readonly stepsPerEpoch: number;
  private readonly plan: BatchPlan;
  private readonly inputs: Float32Array;
  private readonly targets: Float32Array;

  constructor(private readonly options: FeedOptions) {
    const { model, store, partition, training } = options;
    this.plan = new BatchPlan(partition.train, training.batchSize, training.seed);
    this.stepsPerEpoch = this.plan.stepsPerEpoch;
    const count = Math.min(training.batchSize, partition.train.length);
    this.inputs = new Float32Array(count * store.inputSize);
    this.targets = new Float32Array(count * model.targetSize);
  }

  /** The batch after `step` updates, in arrays that the next call uses again. */
  at(step: number): Batch {
    const { store, model } = this.options;
    const indices = this.plan.at(step);
    const count = indices.length;
    const inputs = this.inputs.subarray(0, count * store.inputSize);
    const targets = this.targets.subarray(0, count * model.targetSize);
    store.gather('train', indices, inputs, targets, model.targetForm);
    return { inputs, targets, count };
  }
}
