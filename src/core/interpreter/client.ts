/**
 * The interpreter seen from the page: traces and questions about them as promises, computed in a worker that starts with
 * the first request. A worker that dies takes its open requests with it; the next request starts another.
 */
import { type AskOptions, WorkerClient } from '../worker/client';
import type { WorkerLike as AnyWorker } from '../worker/host';
import { WorkerError } from '../workerError';
import type { DifferenceInput, Exchange, InterpreterAnswer, InterpreterRequest, TraceInput } from './requests';

export type { AskOptions } from '../worker/client';
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
export type WorkerLike = AnyWorker<InterpreterRequest, InterpreterAnswer>;

const startWorker = (): WorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'interpreter' });

/** Asks what `requests.ts` lists. @throws InterpreterError */
export class InterpreterClient extends WorkerClient<Exchange> {
  constructor(start: () => WorkerLike = startWorker) {
    super(start, InterpreterError);
  }

  /** One training step in float64, and the loss after it. @throws InterpreterError */
  trace(input: TraceInput, options?: AskOptions): Promise<Exchange['trace']['output']> {
    return this.ask('trace', input, options);
  }

  /** A central difference at the point of the last trace that was asked for. @throws InterpreterError */
  difference(input: DifferenceInput): Promise<Exchange['difference']['output']> {
    return this.ask('difference', input);
  }
}
