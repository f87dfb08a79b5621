/**
 * The interpreter seen from the page: traces and differences as promises, computed in a worker that starts with the
 * first request. A worker that dies takes its open requests with it; the next request starts another.
 */
import type {
  DifferenceInput,
  DifferenceOutput,
  InterpreterAnswer,
  InterpreterRequest,
  TraceInput,
  TraceOutput,
} from './service';

export type { DifferenceInput, DifferenceOutput, TraceInput, TraceOutput } from './service';

/** The interpreter could not answer; `code` and `params` are worded by the page. */
export class InterpreterError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'InterpreterError';
  }
}

/** The part of a worker that is used; tests bring their own. */
export interface WorkerLike {
  postMessage(message: InterpreterRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<InterpreterAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  resolve(output: TraceOutput | DifferenceOutput): void;
  reject(error: InterpreterError): void;
}

const startWorker = (): WorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'interpreter' });

export class InterpreterClient {
  private worker: WorkerLike | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;

  constructor(private readonly start: () => WorkerLike = startWorker) {}

  /** Starts the worker ahead of the first request, which then need not wait for it. */
  warm(): void {
    this.running();
  }

  /** One training step in float64, and the loss after it. @throws InterpreterError */
  trace(input: TraceInput): Promise<TraceOutput> {
    return this.ask<TraceOutput>((request) => ({ type: 'trace', request, input }));
  }

  /** A central difference at the point of the last trace that was asked for. @throws InterpreterError */
  difference(input: DifferenceInput): Promise<DifferenceOutput> {
    return this.ask<DifferenceOutput>((request) => ({ type: 'difference', request, input }));
  }

  /** Ends the worker; open requests fail with the code `stopped`. */
  stop(): void {
    this.drop('stopped');
  }

  private ask<T extends TraceOutput | DifferenceOutput>(message: (request: number) => InterpreterRequest): Promise<T> {
    const request = this.next++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(request, { resolve: resolve as Waiting['resolve'], reject });
      this.running().postMessage(message(request));
    });
  }

  private running(): WorkerLike {
    if (this.worker) return this.worker;
    const worker = this.start();
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = (event) => this.drop('crashed', event.message);
    this.worker = worker;
    return worker;
  }

  private receive(data: InterpreterAnswer): void {
    const waiting = this.waiting.get(data.request);
    this.waiting.delete(data.request);
    if (data.type === 'failed') waiting?.reject(new InterpreterError(data.code, data.params));
    else waiting?.resolve(data.output);
  }

  private drop(code: string, message = ''): void {
    this.worker?.terminate();
    this.worker = null;
    const open = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of open) reject(new InterpreterError(code, message ? { message } : {}));
  }
}
