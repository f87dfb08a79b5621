/**
 * A copy of the network that is trained beside the run, batch by batch, and how long that has taken: its own computing
 * and waiting for the device alone, not what others do when it gives way.
 */
import { nextTask } from '../givingWay';
import type { Batch, Model, Moment } from '../model';
import type { Parameters } from '../parameters';
import { type Read, Readback } from '../readback';

/** Time of computing between two looks at the messages. */
const LOOK_MS = 12;

export interface Learned extends Read {
  /** Seconds of computing when it was done. */
  seconds: number;
}

export class Learner {
  /** Updates made. */
  step = 0;
  private computed = 0;
  /** Milliseconds of computing when losses were last read. */
  private computedAtRead = 0;
  private lookAt = 0;
  private readback: Readback;

  /**
   * @param parameters taken over.
   * @param batchAt the batch after so many updates.
   * @param breath called where others may have a turn.
   */
  constructor(
    readonly model: Model,
    private held: Parameters,
    private readonly batchAt: (step: number) => Batch,
    private readonly breath: () => void,
  ) {
    this.readback = new Readback(model.graph);
  }

  /** Whoever keeps them over an `await` retains them. */
  get parameters(): Parameters {
    return this.held;
  }

  get seconds(): number {
    return this.computed / 1000;
  }

  /** Whether losses should be read back, as enough of them wait or it was long ago. */
  get due(): boolean {
    return this.readback.due();
  }

  /**
   * An update that leaves nothing behind and is not counted: the device gets ready for the work, which takes a multiple of
   * an update and would be charged to whoever comes first. Before the first update.
   */
  async warmUp(learningRate: number): Promise<void> {
    const start = this.held.retain();
    await this.update(learningRate);
    await this.read();
    this.replace(start, 0);
    this.readback = new Readback(this.model.graph);
    this.computed = 0;
    this.computedAtRead = 0;
  }

  async update(learningRate: number): Promise<void> {
    let since = performance.now();
    const batch = this.batchAt(this.step);
    const moment: Moment = { parameters: this.held, step: this.step, learningRate };
    const steps = this.model.trainSteps(moment, batch);
    let at = steps.next();
    for (; !at.done; at = steps.next()) {
      const now = performance.now();
      if (now < this.lookAt) continue;
      this.computed += now - since;
      this.breath();
      await nextTask();
      since = performance.now();
      this.lookAt = since + LOOK_MS;
    }
    const { next, loss, accuracy, gradientNorm } = at.value;
    this.held.release();
    this.held = next;
    this.step++;
    this.readback.add({ step: this.step, samples: batch.count, learningRate, loss, accuracy, gradientNorm });
    this.computed += performance.now() - since;
  }

  /** All losses that wait, with the sizes of the weights now; null when none waits. The time is shared out evenly. */
  async read(): Promise<{ batches: Learned[]; sizes: Record<string, number> } | null> {
    const since = performance.now();
    const read = await this.readback.read(this.held);
    this.computed += performance.now() - since;
    if (!read) return null;
    const { computedAtRead } = this;
    const each = (this.computed - computedAtRead) / read.batches.length;
    const batches = read.batches.map((batch, i) => ({ ...batch, seconds: (computedAtRead + (i + 1) * each) / 1000 }));
    this.computedAtRead = this.computed;
    return { batches, sizes: read.sizes };
  }

  /** Stands elsewhere from now on. @param parameters taken over. */
  replace(parameters: Parameters, step: number): void {
    this.readback.drop();
    this.held.release();
    this.held = parameters;
    this.step = step;
  }

  release(): void {
    this.readback.drop();
    this.held.release();
  }
}
