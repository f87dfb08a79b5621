/**
 * The page's side of the engine: starts the worker, sends commands, hands on events, and notices when the worker has
 * died or stopped answering. The only file of the engine that others see, beside the protocol.
 */
import type { Split } from '@/core/dataset';
import type { Fitted, PreprocessingSpec } from '@/core/preprocessing';
import type { BatchInput, Checkpoint, Command, EngineEvent, Evaluation, StepBuild, TensorMap } from './protocol';

/** Between two heartbeats. */
const BEAT_MS = 3000;
/** Heartbeats in a row without an answer until the worker counts as dead. Counted, so that a sleeping page is no crash. */
const MOST_MISSED = 6;
/** Before its first answer the worker may still be on its way over a slow connection. */
const MOST_MISSED_AT_FIRST = 60;

export interface ClientOptions {
  createWorker?: () => Worker;
  /** Milliseconds between heartbeats; for tests. */
  beat?: number;
}

/** An error the engine answered a request with; `code` and `params` are worded by the page. */
export class EngineError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number>,
    message: string,
  ) {
    super(message);
    this.name = 'EngineError';
  }
}

type Answer = Extract<EngineEvent, { request: number }>;
export type Stepped = Extract<EngineEvent, { type: 'stepped' }>;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: EngineError): void;
}

const startWorker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });

export class EngineClient {
  private worker: Worker | null = null;
  private readonly listeners = new Set<(event: EngineEvent) => void>();
  private readonly waiting = new Map<number, Waiting>();
  private nextRequest = 1;
  private run = -1;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private beat = 0;
  private answered = 0;

  constructor(private readonly options: ClientOptions = {}) {
    this.start();
  }

  /** Calls `listener` with every event of the current run and those without a run. Returns how to stop. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sends a command. From a `build` or `reset` on, events of earlier runs are dropped. */
  send(command: Command, transfer: Transferable[] = []): void {
    if (command.type === 'build') this.run = command.run;
    if (command.type === 'reset') this.run = command.next;
    this.worker?.postMessage(command, transfer);
  }

  /** Output for `input.count` samples (`input.targets` may be empty), and outputs of the layers in `capture`. */
  async predict(input: BatchInput, capture: string[] = []): Promise<{ output: Float32Array; captured: TensorMap }> {
    const { output, captured } = await this.ask('predicted', (request, run) => ({
      type: 'predict',
      run,
      request,
      input,
      capture,
    }));
    return { output, captured };
  }

  async evaluate(split: Split | 'validation'): Promise<Evaluation> {
    return (await this.ask('evaluated', (request, run) => ({ type: 'evaluate', run, request, split }))).evaluation;
  }

  /** What a preprocessing would do, fitted to the training samples of the run. */
  async fit(preprocessing: PreprocessingSpec): Promise<Fitted> {
    return (await this.ask('fitted', (request, run) => ({ type: 'fit', run, request, preprocessing }))).fitted;
  }

  async checkpoint(): Promise<Checkpoint> {
    return (await this.ask('checkpointed', (request, run) => ({ type: 'checkpoint', run, request }))).checkpoint;
  }

  /** Where a lane of a race stands. */
  async raceCheckpoint(race: number, lane: string): Promise<Checkpoint> {
    const asked = (request: number, run: number): Command => ({ type: 'raceCheckpoint', run, request, race, lane });
    return (await this.ask('checkpointed', asked)).checkpoint;
  }

  /** Pauses the run and continues it from `checkpoint`. */
  async setCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await this.ask('checkpointed', (request, run) => ({ type: 'setCheckpoint', run, request, checkpoint }));
  }

  /** One update from a checkpoint on given samples, with the graph of `build` or the run's; the run stays as it is. */
  step(input: BatchInput, checkpoint: Checkpoint, learningRate: number, build?: StepBuild): Promise<Stepped> {
    const given = { input, checkpoint, learningRate, ...(build && { build }) };
    return this.ask('stepped', (request, run) => ({ type: 'step', run, request, ...given }));
  }

  /** A fresh worker that knows nothing: send `init`, `attachData` and `build` again. Requests under way are refused. */
  restart(): void {
    this.stop('restarted');
    this.start();
  }

  dispose(): void {
    this.stop('closed');
    this.listeners.clear();
  }

  private start(): void {
    const worker = (this.options.createWorker ?? startWorker)();
    this.worker = worker;
    this.beat = 0;
    this.answered = 0;
    worker.onmessage = ({ data }: MessageEvent<EngineEvent>) => {
      if (worker === this.worker) this.receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.worker) this.crashed(event.message ?? 'The worker failed.');
    };
    worker.onmessageerror = () => {
      if (worker === this.worker) this.crashed('A message could not be read.');
    };
    this.heartbeat = setInterval(() => this.checkPulse(), this.options.beat ?? BEAT_MS);
  }

  private checkPulse(): void {
    const patience = this.answered > 0 ? MOST_MISSED : MOST_MISSED_AT_FIRST;
    if (this.beat - this.answered >= patience) this.crashed('The worker does not answer.');
    else this.send({ type: 'ping', beat: ++this.beat });
  }

  private receive(event: EngineEvent): void {
    if (event.type === 'pong') {
      this.answered = event.beat;
      return;
    }
    if (event.type === 'error' && event.code === 'workerCrashed') {
      this.crashed(event.message);
      return;
    }
    if ('request' in event && event.request !== null)
      this.settle(event as Answer | Extract<EngineEvent, { type: 'error' }>);
    if ('run' in event && event.run !== null && event.run !== this.run) return;
    this.emit(event);
  }

  private settle(event: Answer | Extract<EngineEvent, { type: 'error' }>): void {
    const waiting = this.waiting.get(event.request as number);
    this.waiting.delete(event.request as number);
    if (event.type === 'error') waiting?.reject(new EngineError(event.code, event.params ?? {}, event.message));
    else waiting?.resolve(event);
  }

  private emit(event: EngineEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  private crashed(message: string): void {
    this.stop('workerCrashed', message);
    this.emit({ type: 'error', run: null, request: null, code: 'workerCrashed', params: {}, message });
  }

  private stop(code: string, message = code): void {
    clearInterval(this.heartbeat);
    this.worker?.terminate();
    this.worker = null;
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of all) reject(new EngineError(code, {}, message));
  }

  private ask<Type extends Answer['type']>(
    type: Type,
    command: (request: number, run: number) => Command,
  ): Promise<Extract<Answer, { type: Type }>> {
    if (!this.worker) return Promise.reject(new EngineError('workerCrashed', {}, 'There is no worker.'));
    const request = this.nextRequest++;
    return new Promise((resolve, reject) => {
      this.waiting.set(request, {
        resolve: (answer) => {
          if (answer.type === type) resolve(answer as Extract<Answer, { type: Type }>);
          else reject(new EngineError('internal', {}, `${answer.type} instead of ${type}`));
        },
        reject,
      });
      this.send(command(request, this.run));
    });
  }
}
