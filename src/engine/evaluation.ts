/**
 * Runs a network over many samples in batches: mean loss, accuracy, predicted classes and the confusion matrix. The
 * parameters are held for as long as it takes, so that training may go on meanwhile.
 */
import type { Split } from '@/core/dataset';
import type { Graph } from '@/core/graph/types';
import { costPerSample } from './cost';
import { read, readScalars } from './executors/kernels';
import { nextTask } from './givingWay';
import { classCount, rowClasses, targetClasses } from './metrics';
import type { Batch, Model, Moment } from './model';
import type { Evaluation } from './protocol';
import type { SampleStore } from './samples';

/** What of an evaluation is handed over, not copied. */
export function evaluationBuffers({
  confusion,
  predicted,
  truth,
  outputs,
  indices,
  targets,
}: Evaluation): ArrayBuffer[] {
  return [confusion, predicted, truth, outputs, indices, targets].flatMap(
    (values) => (values?.buffer as ArrayBuffer) ?? [],
  );
}

/** Samples of one batch, at most. */
const MOST = 500;
/** … and at least. */
const LEAST = 16;
/** Products of one batch: enough to be fast, few enough to give way several times a second on one core. */
const PRODUCTS = 3e8;

/** Samples of one batch. It depends on the network alone, so that the same weights give the same numbers. */
export function evaluationBatch(graph: Graph): number {
  return Math.min(MOST, Math.max(LEAST, Math.floor(PRODUCTS / costPerSample(graph))));
}

export interface EvaluationRequest {
  model: Model;
  moment: Moment;
  store: SampleStore;
  /** Where the samples are, and what the result is called. */
  split: Split;
  name: Evaluation['split'];
  indices: ArrayLike<number>;
  /** Asked between batches; true gives up. */
  cancelled?: () => boolean;
}

/** A batch of samples in arrays of its own, targets as the loss wants them. */
export function gatherBatch(model: Model, store: SampleStore, split: Split, indices: ArrayLike<number>): Batch {
  const count = indices.length;
  const inputs = new Float32Array(count * store.inputSize);
  const targets = new Float32Array(count * model.targetSize);
  store.gather(split, indices, inputs, targets, model.targetForm);
  return { inputs, targets, count };
}

class Tally {
  readonly predicted: Uint8Array;
  readonly truth: Uint8Array;
  readonly outputs: Float32Array | null;
  readonly targets: Float32Array | null;
  readonly confusion: Int32Array;
  private loss = 0;
  private hits = 0;
  private seen = 0;

  constructor(
    private readonly model: Model,
    private readonly width: number,
    count: number,
    readonly classes: number,
    /** Whether every sample's output is kept. */
    keeping: boolean,
  ) {
    this.predicted = new Uint8Array(count);
    this.truth = new Uint8Array(count);
    this.outputs = keeping ? new Float32Array(count * width) : null;
    this.targets = keeping && !model.rule ? new Float32Array(count * model.targetSize) : null;
    this.confusion = new Int32Array(classes * classes);
  }

  add(batch: Batch, loss: number, output: Float32Array): void {
    const { rule } = this.model;
    this.loss += loss * batch.count;
    this.outputs?.set(output, this.seen * this.width);
    this.targets?.set(batch.targets, this.seen * this.model.targetSize);
    if (rule) {
      const predicted = rowClasses(rule, output, this.width);
      const wanted = targetClasses(rule, batch.targets, this.width);
      this.predicted.set(predicted, this.seen);
      this.truth.set(wanted, this.seen);
      for (let i = 0; i < batch.count; i++) {
        this.confusion[wanted[i] * this.classes + predicted[i]]++;
        if (wanted[i] === predicted[i]) this.hits++;
      }
    }
    this.seen += batch.count;
  }

  result(name: Evaluation['split'], step: number, indices: Uint32Array): Evaluation {
    const judged = this.model.rule !== null;
    return {
      split: name,
      step,
      count: this.seen,
      loss: this.seen > 0 ? this.loss / this.seen : Number.NaN,
      accuracy: judged && this.seen > 0 ? this.hits / this.seen : null,
      confusion: judged ? this.confusion : null,
      predicted: judged ? this.predicted : null,
      truth: judged ? this.truth : null,
      classes: this.classes,
      outputs: this.outputs,
      indices: this.outputs && indices,
      targets: this.targets,
    };
  }
}

/** Null when it was cancelled. */
export async function evaluate(request: EvaluationRequest): Promise<Evaluation | null> {
  const { model, moment, store, split, name, indices, cancelled = () => false } = request;
  const width = model.outputSize;
  const { step } = moment;
  const tally = new Tally(model, width, indices.length, classCount(model.rule, width), name !== 'train');
  const all = Uint32Array.from(indices);
  const size = evaluationBatch(model.graph);
  moment.parameters.retain();
  try {
    for (let first = 0; first < all.length; first += size) {
      const batch = gatherBatch(model, store, split, all.subarray(first, first + size));
      const { loss, output } = model.evaluate(moment, batch);
      try {
        const [values, answers] = await Promise.all([readScalars([loss]), read(output)]);
        tally.add(batch, values[0], answers);
      } finally {
        loss.dispose();
        output.dispose();
      }
      await nextTask();
      if (cancelled()) return null;
    }
  } finally {
    moment.parameters.release();
  }
  return tally.result(name, step, all);
}
