/** The learning-rate range test on a copy of the run's weights, with its own optimizer; see core/rangeTest. */
import { rangeEnd, rangeRate } from '@/core/rangeTest';
import { EngineFailure } from '../errors';
import { BatchFeed } from '../feed';
import { nextTask } from '../givingWay';
import { Learner } from './learner';
import type { RangeTestOrder, WorkStatus } from './messages';
import type { Subject, Work } from './subject';

/** Losses are told this often. */
const TELL_MS = 200;
const MOST_STEPS = 10_000;

export interface RangeTestEvents {
  tested(status: WorkStatus, rates: number[], losses: number[], endedEarly: boolean): void;
  failed(error: unknown): void;
  breath(): void;
}

/** @throws EngineFailure `rangeTestOrder` */
function checkOrder({ from, to, steps }: RangeTestOrder): void {
  const rates = from > 0 && to > from && Number.isFinite(to);
  if (!rates || !Number.isInteger(steps) || steps < 2 || steps > MOST_STEPS) {
    throw new EngineFailure('rangeTestOrder', { steps: MOST_STEPS });
  }
}

export class RangeTest implements Work {
  private readonly learner: Learner;
  private readonly losses: number[] = [];
  /** How many losses have been told. */
  private told = 0;
  private endedEarly = false;
  private turn = 0;
  private disposed = false;
  private running: Promise<void> = Promise.resolve();

  /** @throws EngineFailure */
  constructor(
    { model, partition, moment, ...rest }: Subject,
    private readonly order: RangeTestOrder,
    private readonly events: RangeTestEvents,
  ) {
    checkOrder(order);
    if (partition.train.length === 0) throw new EngineFailure('noSamples', { split: 'train' });
    const feed = new BatchFeed({ model, partition, ...rest });
    const { step: offset, parameters } = moment;
    const start = model.withFreshStates(parameters);
    this.learner = new Learner(model, start, (step) => feed.at(offset + step), events.breath);
  }

  play(): void {
    if (this.disposed) return;
    const turn = ++this.turn;
    this.running = this.running.then(() => this.loop(turn));
  }

  pause(): Promise<void> {
    this.turn++;
    return this.running;
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.pause();
    this.learner.release();
  }

  private get done(): boolean {
    return this.endedEarly || this.learner.step >= this.order.steps;
  }

  private async loop(turn: number): Promise<void> {
    const goesOn = () => this.turn === turn && !this.disposed;
    const { from, to, steps } = this.order;
    let tellAt = 0;
    try {
      while (goesOn() && !this.done) {
        if (performance.now() >= tellAt) {
          this.tell('playing');
          tellAt = performance.now() + TELL_MS;
          await nextTask();
        }
        await this.learner.update(rangeRate(this.learner.step, from, to, steps));
        if (this.learner.due) await this.readBack();
      }
      await this.readBack();
      this.tell(this.done ? 'finished' : 'paused');
    } catch (error) {
      this.turn++;
      if (!this.disposed) this.events.failed(error);
    }
  }

  private async readBack(): Promise<void> {
    const read = this.disposed ? null : await this.learner.read();
    if (!read || this.endedEarly) return;
    this.losses.push(...read.batches.map(({ loss }) => loss));
    const end = rangeEnd(this.losses);
    if (end === null) return;
    this.losses.length = end + 1;
    this.endedEarly = end + 1 < this.order.steps;
  }

  private tell(status: WorkStatus): void {
    if (this.disposed) return;
    const { from, to, steps } = this.order;
    const losses = this.losses.slice(this.told);
    const rates = losses.map((_, i) => rangeRate(this.told + i, from, to, steps));
    this.told = this.losses.length;
    this.events.tested(status, rates, losses, this.endedEarly);
  }
}
