/**
 * The interpreter's worker: requests in, answers out, values transferred and not copied. Long work is done in slices, one
 * request after another, so that it can be told how far it is and be cancelled. See service.ts.
 */
import { type InterpreterAnswer, type InterpreterRequest, InterpreterService, serve } from './service';

/** Between two looks at what has arrived, and between two reports of progress. */
const SLICE_MS = 50;

const service = new InterpreterService();
let waiting: Exclude<InterpreterRequest, { type: 'cancel' }>[] = [];
let current: { request: number; steps: ReturnType<typeof serve> } | null = null;
/** A message to oneself comes back sooner than a timer, and behind those that have arrived meanwhile. */
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => goOn();

function post(message: InterpreterAnswer): void {
  const values = message.type === 'answered' && message.of === 'trace' ? message.output.values : [];
  self.postMessage(message, { transfer: [...new Set(values.map(({ buffer }) => buffer as ArrayBuffer))] });
}

function goOn(): void {
  if (current === null) {
    const next = waiting.shift();
    if (next === undefined) return;
    current = { request: next.request, steps: serve(service, next) };
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

self.onmessage = ({ data }: MessageEvent<InterpreterRequest>) => {
  if (data.type !== 'cancel') {
    waiting.push(data);
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
