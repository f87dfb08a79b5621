/**
 * One engine worker, from its start to its end, as a conversation: data sets are attached once, runs are built one after
 * another, requests find their answers. Late events of earlier runs stop here.
 */
import type { Checkpoint, Command, EngineEvent } from '@/engine/protocol';
import { EngineError, PendingRequests } from './pending';
import type { EngineLink, Links } from './runLinks';
import type { RunSettings } from './runSettings';

type Built = Extract<EngineEvent, { type: 'built' }>;
type RunCommand = Extract<Command, { run: number }>;
/** A command for the current run, without its number. */
type Unnumbered<C> = C extends RunCommand ? Omit<C, 'run'> : never;
/** A request, without the numbers that are added here. */
type Unasked<C> = C extends { run: number; request: number } ? Omit<C, 'run' | 'request'> : never;
type AnswerType = Extract<EngineEvent, { request: number }>['type'];

export interface SessionEvents {
  /** Everything that is no answer: progress, autosave, diverged, finished, ready, and errors nobody waited for. */
  onEvent(event: EngineEvent): void;
  onCrash(message: string): void;
}

/** A build that another one has overtaken. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export class EngineSession {
  private link: Promise<EngineLink> | null = null;
  private engine: EngineLink | null = null;
  private attached: { dataset: string; ready: Promise<void>; settle(error: Error | null): void } | null = null;
  private building: { resolve(event: Built): void; reject(error: Error): void } | null = null;
  private requests = new PendingRequests();
  private run = 0;

  constructor(
    private readonly links: Links,
    private readonly events: SessionEvents,
  ) {}

  /** Starts the worker if there is none. */
  async start(): Promise<void> {
    this.link ??= this.links.engine({
      onEvent: (event) => this.receive(event),
      onCrash: (message) => {
        this.end(new EngineError('crashed', message));
        this.events.onCrash(message);
      },
    });
    try {
      this.engine = await this.link;
    } catch (error) {
      this.link = null;
      throw error;
    }
  }

  /** Hands the engine a data set, unless it has it. Settles when all samples have arrived. */
  attach(dataset: string, connect: () => MessagePort): Promise<void> {
    if (this.attached?.dataset !== dataset) {
      let settle: (error: Error | null) => void = () => undefined;
      const ready = new Promise<void>((resolve, reject) => {
        settle = (error) => (error ? reject(error) : resolve());
      });
      this.attached = { dataset, ready, settle };
      const port = connect();
      this.engine?.send({ type: 'attachData', dataset, port }, [port]);
    }
    return this.attached.ready;
  }

  /** Builds a run, which becomes the current one. Rejects with `Superseded` when another is built meanwhile. */
  build(settings: RunSettings, checkpoint: Checkpoint | null): Promise<Built> {
    this.building?.reject(new Superseded());
    this.requests.rejectAll(new Superseded());
    const run = ++this.run;
    return new Promise((resolve, reject) => {
      this.building = { resolve, reject };
      this.engine?.send({ type: 'build', run, ...settings, checkpoint });
    });
  }

  /** From now on nothing of the current run is listened to. */
  abandonRun(): void {
    this.building?.reject(new Superseded());
    this.requests.rejectAll(new Superseded());
    this.run++;
  }

  send(command: Unnumbered<Command>): void {
    this.engine?.send({ ...command, run: this.run } as Command);
  }

  ask<Type extends AnswerType>(type: Type, command: Unasked<Command>): Promise<Extract<EngineEvent, { type: Type }>> {
    if (!this.engine) return Promise.reject(new EngineError('notStarted', command.type));
    return this.requests.ask(type, (request) => this.engine?.send({ ...command, run: this.run, request } as Command));
  }

  /** Ends the worker; whoever waits for it is told. */
  end(error: Error): void {
    this.engine?.terminate();
    this.engine = null;
    this.link = null;
    this.attached?.settle(error);
    this.attached = null;
    this.building?.reject(error);
    this.building = null;
    this.requests.rejectAll(error);
  }

  private receive(event: EngineEvent): void {
    if ('run' in event && event.run !== null && event.run !== this.run) return;
    if (this.requests.settle(event)) return;
    if (event.type === 'dataReady') {
      if (event.dataset === this.attached?.dataset) this.attached.settle(null);
    } else if (event.type === 'built' && this.building) {
      this.building.resolve(event);
      this.building = null;
    } else if (event.type === 'error' && this.building) {
      this.building.reject(new EngineError(event.code, event.message));
      this.building = null;
    } else {
      this.events.onEvent(event);
    }
  }
}
