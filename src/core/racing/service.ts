/** What the racing worker does, without the worker. A new kind of question is one line in requests.ts and one here. */
import type { AskingOf, Progress } from '../worker/messages';
import { answerSteps } from '../worker/serve';
import { fieldSteps } from './field';
import { plane } from './plane';
import type { RacingAnswer, RacingExchange, RacingRequestType } from './requests';
import { raceSteps, swarmSteps } from './run';
import { raceSeeds } from './seeds';
import { tune } from './tuning';

type Work<T extends RacingRequestType> = (
  input: RacingExchange[T]['input'],
) => Generator<Progress, RacingExchange[T]['output']>;

const WORK: { readonly [T in RacingRequestType]: Work<T> } = {
  race: raceSteps,
  field: fieldSteps,
  swarm: ({ spec, starts }) => swarmSteps(spec, starts),
  tune,
  seeds: raceSeeds,
  plane,
};

/** A question's answer, after as much progress as there is to tell; errors become answers too. */
export function serveRacing(asking: AskingOf<RacingExchange>): Generator<Progress, RacingAnswer> {
  const work = WORK[asking.type] as Work<RacingRequestType>;
  return answerSteps<RacingExchange>(asking, () => work(asking.input));
}

/** Every array of an answer, so that it is handed over and not copied. */
export function buffersOf(value: unknown, found: ArrayBufferLike[] = []): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) found.push(value.buffer);
  else if (Array.isArray(value)) for (const each of value) buffersOf(each, found);
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) buffersOf(each, found);
  }
  return found;
}
