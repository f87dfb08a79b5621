/** The interpreter's worker: values are transferred and not copied. See service.ts, and worker/serve.ts for how it goes on. */
import { serveWorker } from '../worker/serve';
import type { Exchange } from './requests';
import { InterpreterService, serve } from './service';

const service = new InterpreterService();

serveWorker<Exchange>(
  self,
  (asking) => serve(service, asking),
  (answer) =>
    answer.type === 'answered' && answer.of === 'trace' ? answer.output.values.map(({ buffer }) => buffer) : [],
);
