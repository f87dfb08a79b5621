/** The racing worker: arrays are transferred and not copied. See service.ts, and worker/serve.ts for how it goes on. */
import { serveWorker } from '../worker/serve';
import type { RacingExchange } from './requests';
import { buffersOf, serveRacing } from './service';

serveWorker<RacingExchange>(self, serveRacing, (answer) =>
  answer.type === 'answered' ? buffersOf(answer.output) : [],
);
