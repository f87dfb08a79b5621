/**
 * Which samples are held back for validation and in what order the rest are seen. Both follow from the seed alone: the
 * batch of a step is a pure function of (seed, step), so a run goes on from a checkpoint, or is replayed, exactly.
 */
import { permutation } from '@/core/random';

/** Samples that a validation pass between the ends of epochs looks at, at most. */
const VALIDATION_SUBSET = 1000;

export interface Partition {
  train: Uint32Array;
  validation: Uint32Array;
  /** A fixed part of the validation samples for quick passes; all of them when they are few. */
  quick: Uint32Array;
}

/**
 * Divides `count` samples.
 * @param share of the samples held back, 0 … 0.9; at least one sample, if there is one, is left to train on.
 */
export function divide(count: number, share: number, seed: number): Partition {
  const held = Math.max(0, Math.min(Math.round(count * share), count - 1));
  const order = permutation({ seed, purpose: 'split', layer: '', step: 0 }, count);
  const validation = order.slice(count - held);
  return { train: order.slice(0, count - held).sort(), validation, quick: validation.subarray(0, VALIDATION_SUBSET) };
}

/** Positions 0 … count − 1. */
export function everySample(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

export class BatchPlan {
  /** Updates an epoch takes; the last batch may be smaller. */
  readonly stepsPerEpoch: number;
  private epoch = -1;
  private order: Uint32Array = new Uint32Array(0);

  constructor(
    private readonly samples: Uint32Array,
    readonly batchSize: number,
    private readonly seed: number,
  ) {
    this.stepsPerEpoch = Math.ceil(samples.length / batchSize);
  }

  /** Samples of the batch after `step` updates. */
  at(step: number): Uint32Array {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (epoch !== this.epoch) {
      this.order = permutation({ seed: this.seed, purpose: 'batchOrder', layer: '', step: epoch }, this.samples.length);
      for (let i = 0; i < this.order.length; i++) this.order[i] = this.samples[this.order[i]];
      this.epoch = epoch;
    }
    const first = (step % this.stepsPerEpoch) * this.batchSize;
    return this.order.subarray(first, first + this.batchSize);
  }
}
