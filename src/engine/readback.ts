/**
 * The losses of batches that are still on the device, read back together: a GPU is never waited for batch by batch. On it
 * as many batches are on their way as take about the time between two reports.
 */
import type { Graph } from '@/core/graph/types';
import { weightSizes } from './divergence';
import { readScalars, readsAtOnce, type Tensor } from './executors/kernels';
import type { Parameters } from './parameters';

/** Losses are read back, and progress is told, this often. */
export const REPORT_MS = 100;
/** Batches on their way on a GPU before their losses are awaited, at most. */
const MOST_PENDING = 512;

/** A batch that was trained on, by its number from 1. */
interface Trained {
  step: number;
  samples: number;
  learningRate: number;
}

interface Pending extends Trained {
  loss: Tensor;
  accuracy: Tensor | null;
  gradientNorm: Tensor | null;
}

export interface Read extends Trained {
  loss: number;
  accuracy: number | null;
  gradientNorm: number | null;
}

const scalarsOf = ({ loss, accuracy, gradientNorm }: Pending): Tensor[] =>
  [loss, accuracy, gradientNorm].filter((x) => x !== null);

export class Readback {
  private pending: Pending[] = [];
  private limit = readsAtOnce() ? MOST_PENDING : 1;
  private last = 0;

  constructor(private readonly graph: Graph) {}

  /** Batches that wait. */
  get waiting(): number {
    return this.pending.length;
  }

  /** Takes the tensors over. */
  add(batch: Pending): void {
    this.pending.push(batch);
  }

  due(): boolean {
    return this.pending.length >= this.limit || performance.now() - this.last >= REPORT_MS;
  }

  /**
   * All that waits, in order, with the size of each weight now; null when nothing waits.
   * @param parameters held meanwhile.
   */
  async read(parameters: Parameters): Promise<{ batches: Read[]; sizes: Record<string, number> } | null> {
    const taken = this.pending;
    this.pending = [];
    if (taken.length === 0) return null;
    const scalars = taken.flatMap(scalarsOf);
    parameters.retain();
    try {
      const values = await readScalars(scalars);
      const sizes = await weightSizes(this.graph, parameters);
      const width = scalars.length / taken.length;
      const [measured] = taken;
      const batches = taken.map(({ step, samples, learningRate }, i) => {
        const [loss, ...others] = values.subarray(i * width, (i + 1) * width);
        const accuracy = measured.accuracy ? (others.shift() ?? null) : null;
        const gradientNorm = measured.gradientNorm ? (others.shift() ?? null) : null;
        return { step, samples, learningRate, loss, accuracy, gradientNorm };
      });
      this.adapt(taken.length);
      this.last = performance.now();
      return { batches, sizes };
    } finally {
      for (const x of scalars) x.dispose();
      parameters.release();
    }
  }

  /** What waits is not wanted any more. */
  drop(): void {
    for (const x of this.pending.splice(0).flatMap(scalarsOf)) x.dispose();
  }

  private adapt(count: number): void {
    if (readsAtOnce()) return;
    const perBatch = Math.max(0.05, (performance.now() - this.last) / count);
    const wanted = Math.min(REPORT_MS / perBatch, this.limit * 2, MOST_PENDING);
    this.limit = Math.max(1, Math.floor(wanted));
  }
}
