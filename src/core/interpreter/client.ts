/**
 * The interpreter seen from the page: traces and questions about them as promises, computed in a worker that starts with
 * the first request. A worker that dies takes its open requests with it; the next request starts another.
 */
import { WorkerError } from '../workerError';
import type { Progress } from './checks';
import type {
  DifferenceInput,
  Exchange,
  InterpreterAnswer,
  InterpreterRequest,
  RequestType,
  TraceInput,
} from './requests';

export type { CheckedElement, CheckedNode, GradientCheck, Progress } from './checks';
export type { CourseInput, CourseOutput } from './course';
export type { Difference } from './differences';
export type { Together } from './perSample';
export type { DifferenceInput, DifferenceOutput, Exchange, SampleOutput, TraceInput, TraceOutput } from './requests';

/** The interpreter could not answer; `code` and `params` are worded by the page. */
export class InterpreterError extends WorkerError {
  override readonly name = 'InterpreterError';
}

/** The part of a worker that is used; tests bring their own. */
export interface WorkerLike {
  postMessage(message: InterpreterRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<InterpreterAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface AskOptions {
  /** Told now and then while it takes long. */
  onProgress?(progress: Progress): void;
  /** Ends the work; the promise is refused with the code `cancelled`. */
  signal?: AbortSignal;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: InterpreterError): void;
  onProgress?(progress: Progress): void;
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
  trace(input: TraceInput, options?: AskOptions): Promise<Exchange['trace']['output']> {
    return this.ask('trace', input, options);
  }

  /** A central difference at the point of the last trace that was asked for. @throws InterpreterError */
  difference(input: DifferenceInput): Promise<Exchange['difference']['output']> {
    return this.ask('difference', input);
  }

  /** What `type` asks about the last trace; see requests.ts. @throws InterpreterError */
  ask<T extends RequestType>(
    type: T,
    input: Exchange[T]['input'],
    { onProgress, signal }: AskOptions = {},
  ): Promise<Exchange[T]['output']> {
    const request = this.next++;
    return new Promise<Exchange[T]['output']>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new InterpreterError('cancelled'));
        return;
      }
      this.waiting.set(request, { resolve: resolve as Waiting['resolve'], reject, onProgress });
      signal?.addEventListener('abort', () => this.cancel(request), { once: true });
      this.running().postMessage({ type, request, input } as InterpreterRequest);
    });
  }

  /** Ends the worker; open requests fail with the code `stopped`. */
  stop(): void {
    this.drop('stopped');
  }

  private cancel(request: number): void {
    const waiting = this.waiting.get(request);
    if (waiting === undefined) return;
    this.waiting.delete(request);
    this.worker?.postMessage({ type: 'cancel', request });
    waiting.reject(new InterpreterError('cancelled'));
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
    if (data.type === 'progress') {
      waiting?.onProgress?.(data.progress);
      return;
    }
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
