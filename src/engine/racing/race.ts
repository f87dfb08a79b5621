/**
 * A race: lanes train in turn, a slice of time each. The turn goes to the lane with the fewest updates, so that all are
 * about as far; which lane has had how many turns changes nothing in what any of them computes.
 */
import { EngineFailure } from '../errors';
import { BatchFeed } from '../feed';
import { nextTask } from '../givingWay';
import type { Checkpoint } from '../protocol';
import { Lane, looksAtValidation } from './lane';
import type { LaneNews, RaceOrder, WorkStatus } from './messages';
import type { Subject, Work } from './subject';

const SLICE_MS = 200;
const LANES = { fewest: 2, most: 6 };
export const MOST_STEPS = 1_000_000;

export interface RaceEvents {
  raced(status: WorkStatus, current: string | null, news: LaneNews[]): void;
  diverged(lane: Lane): void;
  failed(error: unknown): void;
  /** Others may have a turn. */
  breath(): void;
}

/** @throws EngineFailure `raceOrder` */
function checkOrder({ configurations, steps }: RaceOrder): void {
  const count = configurations.length;
  const different = new Set(configurations.map(({ id }) => id)).size === count;
  const fits = count >= LANES.fewest && count <= LANES.most && different;
  if (!fits || !Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS) {
    throw new EngineFailure('raceOrder', { ...LANES, steps: MOST_STEPS });
  }
}

export class Race implements Work {
  readonly stepsPerEpoch: number;
  readonly validated: boolean;
  private readonly lanes: Lane[] = [];
  private current: Lane | null = null;
  /** Counts plays and pauses: a loop goes on while its own number is the current one. */
  private turn = 0;
  private disposed = false;
  private running: Promise<void> = Promise.resolve();
  private slicing: Promise<void> = Promise.resolve();

  /** @throws EngineFailure, GraphError for what cannot be raced; nothing is left of it then. */
  constructor(
    subject: Subject,
    order: RaceOrder,
    private readonly events: RaceEvents,
  ) {
    checkOrder(order);
    const { partition, model, moment } = subject;
    if (partition.train.length === 0) throw new EngineFailure('noSamples', { split: 'train' });
    const { configurations, from, steps } = order;
    const feed = new BatchFeed(subject);
    this.stepsPerEpoch = feed.stepsPerEpoch;
    this.validated = partition.validation.length > 0;
    const start = from === 'here' ? moment.parameters.retain() : model.initialParameters();
    try {
      const everyEpoch = configurations.some((one) => looksAtValidation(one, subject));
      const offset = from === 'here' ? moment.step : 0;
      const track = { feed, offset, steps, everyEpoch, ended: () => this.disposed, breath: () => events.breath() };
      for (const one of configurations) this.lanes.push(new Lane(subject, one, track, start));
    } catch (error) {
      for (const lane of this.lanes) lane.release();
      throw error;
    } finally {
      start.release();
    }
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
    this.disposed = true;
    await this.pause();
    for (const lane of this.lanes) lane.release();
  }

  /** Where a lane stands: that which computes, when its slice is over. @throws EngineFailure `noRace` */
  async checkpoint(id: string): Promise<Checkpoint> {
    const lane = this.lanes.find((one) => one.id === id);
    if (lane && lane === this.current) await this.slicing;
    if (!lane || this.disposed) throw new EngineFailure('noRace', { lane: id });
    return lane.checkpoint();
  }

  private next(): Lane | null {
    const left = this.lanes.filter(({ done }) => !done);
    return left.length === 0 ? null : left.reduce((a, b) => (b.step < a.step ? b : a));
  }

  private async loop(turn: number): Promise<void> {
    const goesOn = () => this.turn === turn && !this.disposed;
    let news: LaneNews[] = [];
    try {
      for (let lane = this.next(); lane && goesOn(); lane = this.next()) {
        this.current = lane;
        this.events.raced('playing', lane.id, news);
        this.slicing = lane.slice(performance.now() + SLICE_MS, goesOn);
        await this.slicing;
        news = [lane.news()];
        if (lane.diverged && !this.disposed) {
          this.events.raced('playing', lane.id, news);
          this.events.diverged(lane);
          news = [];
        }
        this.events.breath();
        await nextTask();
      }
      if (!this.disposed) this.events.raced(this.next() ? 'paused' : 'finished', null, news);
    } catch (error) {
      this.turn++;
      if (!this.disposed) this.events.failed(error);
    } finally {
      this.current = null;
    }
  }
}
