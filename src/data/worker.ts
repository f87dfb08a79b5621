/**
 * The data worker: a session that talks to the page. Loading, checking and copying never touch the main thread.
 */
import type { DataCommand } from './protocol';
import { createSession } from './session';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const handle = createSession((event, transfer) => scope.postMessage(event, transfer));

scope.addEventListener('message', (event: MessageEvent<DataCommand>) => {
  void handle(event.data);
});
