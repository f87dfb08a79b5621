/**
 * Watching: what the network makes of one sample, again and again while it trains. A snapshot (the output, layers'
 * outputs and weights, all of one step) is taken whenever there is something new to see, a set number of times a second
 * at most, and seldom enough that all of them together take a small share of the training's time. Nobody watching costs
 * nothing.
 */
import { sizeOf } from '@/core/graph/shape';
import { predict } from './capture';
import { read } from './executors/kernels';
import type { Model, Moment } from './model';
import type { Snapshot, Watch } from './protocol';

/** What snapshots may take of the time of training, with a little in hand below the promised tenth. */
const SHARE = 0.08;
/** Of so many snapshots the cheapest says what one costs: the others waited for something else as well. */
const REMEMBERED = 5;

/** Says when the next snapshot may be taken. Times are milliseconds of any clock. */
export class Pace {
  private costs: number[] = [];
  private last = Number.NEGATIVE_INFINITY;

  /** Milliseconds that one snapshot takes; 0 before the first. */
  get cost(): number {
    return this.costs.length === 0 ? 0 : Math.min(...this.costs);
  }

  /** A snapshot was taken. */
  took(start: number, end: number): void {
    this.last = start;
    this.costs = [...this.costs.slice(1 - REMEMBERED), end - start];
  }

  /**
   * Milliseconds until the next one may be taken, 0 for now.
   * @param perSecond snapshots a second at most while training; at rest there is nothing to hold up.
   */
  wait(now: number, perSecond: number, training: boolean): number {
    if (!training) return 0;
    return Math.max(0, this.last + Math.max(1000 / perSecond, this.cost / SHARE) - now);
  }
}

/** The run that is watched, as it is at this moment. */
export interface Subject {
  run: number;
  model: Model;
  moment: Moment;
  training: boolean;
}

export interface WatcherEvents {
  /** `run` as it was numbered when the snapshot was taken. */
  taken(run: number, snapshot: Snapshot): void;
  failed(error: unknown): void;
}

export class Watcher {
  private watch: Watch | null = null;
  private readonly pace = new Pace();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private busy = false;
  /** What the last snapshot showed; another one of the same would show nothing new. */
  private seen: { watch: Watch; parameters: Moment['parameters'] } | null = null;

  /** @param subject null while there is no run. */
  constructor(
    private readonly subject: () => Subject | null,
    private readonly events: WatcherEvents,
  ) {}

  /** Watches this from now on, beginning with a snapshot as soon as may be; null for nothing any more. */
  set(watch: Watch | null): void {
    this.watch = watch;
    if (watch === null) this.seen = null;
    this.poke();
  }

  /** Something may be new: takes a snapshot when one is due. Cheap enough to be called all the time. */
  poke(): void {
    if (this.watch === null || this.busy) return;
    const subject = this.subject();
    if (!subject) return;
    if (this.seen?.watch === this.watch && this.seen.parameters === subject.moment.parameters) return;
    const wait = this.pace.wait(performance.now(), this.watch.perSecond, subject.training);
    if (wait <= 0) void this.take(this.watch, subject);
    else this.timer ??= setTimeout(this.ring, wait);
  }

  private readonly ring = (): void => {
    this.timer = null;
    this.poke();
  };

  /** On wasm and cpu all of it happens before the first `await`: training goes on where it was. */
  private async take(watch: Watch, { run, model, moment }: Subject): Promise<void> {
    const { input } = watch;
    if (input.length !== sizeOf(model.network.input.shape)) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { parameters, step } = moment;
    this.busy = true;
    this.seen = { watch, parameters };
    parameters.retain();
    const start = performance.now();
    try {
      const layers = watch.layers.filter((id) => model.graph.layers.some((layer) => layer.id === id));
      const names = watch.weights.filter((name) => parameters.get(name) !== undefined);
      const looking = predict(model, moment, input, 1, layers);
      const reading = Promise.all(names.map((name) => read(parameters.get(name)!)));
      const [{ output, captured }, values] = await Promise.all([looking, reading]);
      this.pace.took(start, performance.now());
      const weights = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      if (this.watch !== null) this.events.taken(run, { step, input: input.slice(), output, captured, weights });
    } catch (error) {
      this.watch = null;
      this.events.failed(error);
    } finally {
      parameters.release();
      this.busy = false;
    }
    this.poke();
  }
}
