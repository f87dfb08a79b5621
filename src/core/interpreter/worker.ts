/** The interpreter's worker: requests in, answers out, values transferred and not copied. See service.ts. */
import { answer, type InterpreterRequest, InterpreterService } from './service';

const service = new InterpreterService();

self.onmessage = (event: MessageEvent<InterpreterRequest>) => {
  const message = answer(service, event.data);
  const transfer = message.type === 'traced' ? [...new Set(message.output.values.map((v) => v.buffer))] : [];
  self.postMessage(message, { transfer });
};
