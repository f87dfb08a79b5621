/**
 * The analysis worker seen from the page. A question that is no longer wanted is stopped by ending the worker: nothing
 * else makes a long computation stop. The next question starts another.
 */
import { WorkerHost, type WorkerLike } from '../worker/host';
import { WorkerError } from '../workerError';
import type { AnalysisAnswer, AnalysisOutputs, AnalysisQuestion, Progress } from './service';

/** There is no answer; `code` and `params` are worded by the page. `stopped`: it was no longer wanted. */
export class AnalysisError extends WorkerError {
  override readonly name = 'AnalysisError';
}

/** The part of a worker that is used; tests bring their own. */
export type AnalysisWorker = WorkerLike<AnalysisQuestion, AnalysisAnswer>;

const startWorker = (): AnalysisWorker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'analysis' });

/** What is asked, by the kind of question. */
export type InputOf<T extends AnalysisQuestion['type']> = Extract<AnalysisQuestion, { type: T }>['input'];

interface Open {
  resolve(output: AnalysisOutputs[keyof AnalysisOutputs]): void;
  reject(error: AnalysisError): void;
  onProgress: Progress | undefined;
}

/** One question at a time: another one stops the one before. */
export class AnalysisClient {
  private readonly host: WorkerHost<AnalysisQuestion, AnalysisAnswer>;
  private open: Open | null = null;

  constructor(start: () => AnalysisWorker = startWorker) {
    this.host = new WorkerHost(
      start,
      (answer) => this.receive(answer),
      (message) => this.refuse('crashed', message),
    );
  }

  /** @throws AnalysisError with `stopped` when another question comes before the answer. */
  ask<T extends AnalysisQuestion['type']>(
    type: T,
    input: InputOf<T>,
    onProgress?: Progress,
  ): Promise<AnalysisOutputs[T]> {
    this.stop();
    return new Promise<AnalysisOutputs[T]>((resolve, reject) => {
      this.open = { resolve: resolve as Open['resolve'], reject, onProgress };
      this.host.post({ type, input } as AnalysisQuestion);
    });
  }

  /** Ends what is going on; an idle worker stays. */
  stop(): void {
    if (this.open !== null) this.close();
  }

  /** Ends the worker. */
  close(): void {
    this.host.end();
    this.refuse('stopped');
  }

  private receive(answer: AnalysisAnswer): void {
    const { open } = this;
    if (answer.type === 'progress') {
      open?.onProgress?.(answer.done, answer.total);
      return;
    }
    this.open = null;
    if (answer.type === 'failed') open?.reject(new AnalysisError(answer.code, answer.params));
    else open?.resolve(answer.output);
  }

  private refuse(code: string, message = ''): void {
    const { open } = this;
    this.open = null;
    open?.reject(new AnalysisError(code, message ? { message } : {}));
  }
}
