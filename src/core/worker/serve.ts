/**
 * The other side: questions in, answers out. Long work is done in slices, one question after another, so that it can be
 * told how far it is and be cancelled.
 */
import { GraphError } from '../ops/types';
import type { AnswerOf, AskingOf, Failure, Progress, RequestOf, Trades } from './messages';

/** Between two looks at what has arrived, and between two reports of progress. */
const SLICE_MS = 50;

/** What goes wrong, as part of an answer. */
export function failureOf(error: unknown): Failure {
  if (error instanceof GraphError) return { code: error.code, params: error.params };
  return { code: 'internal', params: { message: String(error) } };
}

/** Work on a question as its answer, after as much progress as there is to tell; errors become answers too. */
export function* answerSteps<E extends Trades<E>>(
  { request, type }: AskingOf<E>,
  work: () => Generator<Progress, E[keyof E]['output']>,
): Generator<Progress, AnswerOf<E>> {
  try {
    const output = yield* work();
    return { type: 'answered', of: type, request, output } as AnswerOf<E>;
  } catch (error) {
    return { type: 'failed', request, ...failureOf(error) };
  }
}

/** The part of a worker's global scope that is used. */
interface Scope<E extends Trades<E>> {
  postMessage(message: AnswerOf<E>, options: { transfer: Transferable[] }): void;
  onmessage: ((event: MessageEvent<RequestOf<E>>) => void) | null;
}

/**
 * Answers what a worker is asked.
 * @param work on a question; see `answerSteps`.
 * @param transferred buffers of an answer that are handed over and not copied.
 */
export function serveWorker<E extends Trades<E>>(
  scope: Scope<E>,
  work: (asking: AskingOf<E>) => Generator<Progress, AnswerOf<E>>,
  transferred: (answer: AnswerOf<E>) => readonly ArrayBufferLike[],
): void {
  let waiting: AskingOf<E>[] = [];
  let current: { request: number; steps: Generator<Progress, AnswerOf<E>> } | null = null;
  /** A message to oneself comes back sooner than a timer, and behind those that have arrived meanwhile. */
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => goOn();

  const post = (message: AnswerOf<E>): void => {
    const transfer = [...new Set(transferred(message))].filter((buffer) => buffer instanceof ArrayBuffer);
    scope.postMessage(message, { transfer });
  };

  function goOn(): void {
    if (current === null) {
      const next = waiting.shift();
      if (next === undefined) return;
      current = { request: next.request, steps: work(next) };
    }
    const { request, steps } = current;
    const until = performance.now() + SLICE_MS;
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        current = null;
        post(value);
        break;
      }
      if (performance.now() < until) continue;
      post({ type: 'progress', request, progress: value });
      break;
    }
    port2.postMessage(null);
  }

  scope.onmessage = ({ data }) => {
    if (data.type !== 'cancel') {
      waiting.push(data as AskingOf<E>);
      if (current === null) port2.postMessage(null);
      return;
    }
    const { request } = data;
    const before = waiting.length;
    waiting = waiting.filter((each) => each.request !== request);
    const running = current?.request === request;
    if (running) current = null;
    if (running || waiting.length < before) post({ type: 'failed', request, code: 'cancelled', params: {} });
  };
}
