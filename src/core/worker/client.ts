/**
 * A worker that answers questions, seen from the page: questions as promises, each with its own answer, progress and end.
 * A worker that dies takes its open questions with it; the next one starts another.
 */
import type { WorkerError } from '../workerError';
import { WorkerHost, type WorkerLike } from './host';
import type { AnswerOf, Progress, RequestOf, Trades } from './messages';

export interface AskOptions {
  /** Told now and then while it takes long. */
  onProgress?(progress: Progress): void;
  /** Ends the work; the promise is refused with the code `cancelled`. */
  signal?: AbortSignal;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: WorkerError): void;
  onProgress?(progress: Progress): void;
}

/** How a client words that there is no answer: a class of its own. */
type ErrorClass = new (code: string, params?: Record<string, string | number>) => WorkerError;

export class WorkerClient<E extends Trades<E>> {
  private readonly host: WorkerHost<RequestOf<E>, AnswerOf<E>>;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;

  constructor(
    start: () => WorkerLike<RequestOf<E>, AnswerOf<E>>,
    private readonly Failed: ErrorClass,
  ) {
    this.host = new WorkerHost(
      start,
      (answer) => this.receive(answer),
      (message) => this.refuse('crashed', message),
    );
  }

  /** Starts the worker ahead of the first question, which then need not wait for it. */
  warm(): void {
    this.host.warm();
  }

  /** @throws WorkerError of the client's class: the worker's own codes, `cancelled`, `stopped` or `crashed`. */
  ask<T extends keyof E>(
    type: T,
    input: E[T]['input'],
    { onProgress, signal }: AskOptions = {},
  ): Promise<E[T]['output']> {
    const request = this.next++;
    return new Promise<E[T]['output']>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new this.Failed('cancelled'));
        return;
      }
      this.waiting.set(request, { resolve: resolve as Waiting['resolve'], reject, onProgress });
      signal?.addEventListener('abort', () => this.cancel(request), { once: true });
      this.host.post({ type, request, input } as RequestOf<E>);
    });
  }

  /** Ends the worker; open questions fail with the code `stopped`. */
  stop(): void {
    this.host.end();
    this.refuse('stopped');
  }

  private cancel(request: number): void {
    const waiting = this.waiting.get(request);
    if (waiting === undefined) return;
    this.waiting.delete(request);
    this.host.post({ type: 'cancel', request });
    waiting.reject(new this.Failed('cancelled'));
  }

  private receive(data: AnswerOf<E>): void {
    const waiting = this.waiting.get(data.request);
    if (data.type === 'progress') {
      waiting?.onProgress?.(data.progress);
      return;
    }
    this.waiting.delete(data.request);
    if (data.type === 'failed') waiting?.reject(new this.Failed(data.code, data.params));
    else waiting?.resolve(data.output);
  }

  private refuse(code: string, message = ''): void {
    const open = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of open) reject(new this.Failed(code, message ? { message } : {}));
  }
}
