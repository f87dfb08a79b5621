/**
 * The engine as the run's controller sees it: started and restarted, given each data set once, and building one run after
 * another. What the client says about requests passes through; what it says about runs ends here as promises.
 */
import { type EngineClient, EngineError } from '@/engine/client';
import type { Checkpoint, Command, EngineEvent, Watch } from '@/engine/protocol';
import { raceLost, racesPause, receiveRace } from './races/receive';
import type { Links } from './runLinks';
import type { RunSettings } from './runSettings';
import { clearWatched, publishWatched } from './watched';

type Built = Extract<EngineEvent, { type: 'built' }>;
/** A command for the current run, without its number and not a request. */
export type Unnumbered<C> = C extends { run: number }
  ? C extends { request: number }
    ? never
    : Omit<C, 'run'>
  : never;

export interface SessionEvents {
  /** Progress, autosave, diverged, finished, ready, and errors nobody waited for. */
  onEvent(event: EngineEvent): void;
  onCrash(message: string): void;
}

/** A build that another one has overtaken. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export const isCrash = (error: unknown): boolean => error instanceof EngineError && error.code === 'workerCrashed';

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export class EngineSession {
  private engine: EngineClient | null = null;
  private running = false;
  private attached: { dataset: string; version: string; ready: Promise<void>; waiting: Waiting<void> } | null = null;
  private building: Waiting<Built> | null = null;
  private run = 0;
  /** What is watched of this run and those after it. */
  private watched: Watch | null = null;
  private insides = false;
  /** False between leaving one run and building the next. */
  private listening = false;

  constructor(
    private readonly links: Links,
    private readonly events: SessionEvents,
  ) {}

  /** For requests. @throws EngineError `workerCrashed` when there is none. */
  get client(): EngineClient {
    if (!this.engine) throw new EngineError('workerCrashed', {}, 'The engine has not been started.');
    return this.engine;
  }

  /** Starts the worker, or starts it again after a crash. */
  start(): void {
    if (this.running) return;
    this.running = true;
    if (this.engine) this.engine.restart();
    else {
      this.engine = this.links.engine();
      this.engine.onEvent((event) => this.receive(event));
    }
    this.engine.send({ type: 'init', backend: this.links.backend });
  }

  /** Hands the engine a data set, unless it has this version of it. Settles when all samples have arrived. */
  attach(dataset: string, { version, connect }: { version: string; connect(): MessagePort }): Promise<void> {
    if (this.attached?.dataset !== dataset || this.attached.version !== version) {
      let waiting!: Waiting<void>;
      const ready = new Promise<void>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      this.attached = { dataset, version, ready, waiting };
      const port = connect();
      this.client.send({ type: 'attachData', dataset, port }, [port]);
    }
    return this.attached.ready;
  }

  /** Builds a run, which becomes the current one. Rejects with `Superseded` when another is built meanwhile. */
  build(settings: RunSettings, checkpoint: Checkpoint | null): Promise<Built> {
    this.run++;
    clearWatched();
    return this.awaitBuilt({ type: 'build', run: this.run, ...settings, checkpoint });
  }

  /** Takes the current run back to its initial weights under a new number, which is faster than building it again. */
  reset(): Promise<Built> {
    const run = this.run++;
    return this.awaitBuilt({ type: 'reset', run, next: this.run });
  }

  private awaitBuilt(command: Command): Promise<Built> {
    this.building?.reject(new Superseded());
    raceLost('raceRunChanged');
    this.listening = true;
    return new Promise((resolve, reject) => {
      this.building = { resolve, reject };
      this.client.send(command);
    });
  }

  /** The current run stops, and until the next build nothing of it is listened to any more. */
  abandonRun(): void {
    if (this.listening) this.send({ type: 'pause' });
    this.building?.reject(new Superseded());
    raceLost('raceRunChanged');
    this.building = null;
    this.listening = false;
  }

  /** From now on, and through whatever runs are built: this is looked at, or nothing. */
  watch(watch: Watch | null): void {
    this.watched = watch;
    if (this.listening && !this.building) this.send({ type: 'watch', watch });
  }

  /** The same for the insides of the optimizer. */
  watchInsides(on: boolean): void {
    this.insides = on;
    if (this.listening && !this.building) this.send({ type: 'watchInsides', on });
  }

  /** To play the run pauses what else trains; the engine does so by itself. */
  send(command: Unnumbered<Command>): void {
    if (command.type === 'play' || command.type === 'playEpoch') racesPause();
    this.engine?.send({ ...command, run: this.run } as Command);
  }

  dispose(): void {
    this.engine?.dispose();
    this.engine = null;
    this.end(new Superseded());
  }

  private end(error: Error): void {
    this.running = false;
    const { attached, building } = this;
    this.attached = null;
    this.building = null;
    // Nobody may be waiting any more; then the refusal is no news.
    attached?.ready.catch(() => undefined);
    attached?.waiting.reject(error);
    building?.reject(error);
  }

  private receive(event: EngineEvent): void {
    if (event.type === 'error' && event.code === 'workerCrashed') {
      raceLost('raceEngineLost');
      this.end(new EngineError(event.code, {}, event.message));
      this.events.onCrash(event.message);
    } else if (event.type === 'dataReady') {
      if (event.dataset === this.attached?.dataset) this.attached.waiting.resolve();
    } else if ('run' in event && event.run !== null && !this.listening) {
      // About a run that was left.
    } else if (event.type === 'built') {
      if (event.run !== this.run) return;
      this.building?.resolve(event);
      this.building = null;
      if (this.watched) this.watch(this.watched);
      if (this.insides) this.watchInsides(true);
    } else if (event.type === 'watched') {
      if (this.watched) publishWatched(event);
    } else if ('race' in event || event.type === 'insides') {
      receiveRace(event);
    } else if (event.type === 'error') {
      // Requests have their own answer; only what concerns the run itself is left.
      if (event.request !== null) return;
      if (this.building) this.building.reject(new EngineError(event.code, event.params ?? {}, event.message));
      else this.events.onEvent(event);
      this.building = null;
    } else {
      this.events.onEvent(event);
    }
  }
}
