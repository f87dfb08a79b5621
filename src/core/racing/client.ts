/** Races seen from the page: descriptions in, races out, computed in a worker that starts with the first question. */
import { WorkerClient } from '../worker/client';
import type { WorkerLike } from '../worker/host';
import { WorkerError } from '../workerError';
import type { RacingAnswer, RacingExchange, RacingRequest } from './requests';

export type { AskOptions } from '../worker/client';
export type { Field, RacingExchange, RacingProgress, RacingRequestType, Swarm } from './requests';

/** There is no race; `code` and `params` are worded by the page: a GraphError's, `cancelled`, `stopped` or `crashed`. */
export class RacingError extends WorkerError {
  override readonly name = 'RacingError';
}

/** The part of a worker that is used; tests bring their own. */
export type RacingWorker = WorkerLike<RacingRequest, RacingAnswer>;

const startWorker = (): RacingWorker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'racing' });

/** Asks what `requests.ts` lists: `ask('race', spec, { signal, onProgress })`. @throws RacingError */
export class RacingClient extends WorkerClient<RacingExchange> {
  constructor(start: () => RacingWorker = startWorker) {
    super(start, RacingError);
  }
}
