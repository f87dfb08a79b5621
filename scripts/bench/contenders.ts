/** The contenders as the benchmark's page sees them: this engine behind its client, the others behind their worker. */
import { TEMPLATES, type TemplateId } from '@/core/network/templates';
import { EngineClient } from '@/engine/client';
import type { BackendName, EngineEvent } from '@/engine/protocol';
import {
  BATCH_SIZE,
  type Contender,
  LEARNING_RATE,
  type OtherAnswer,
  type OtherCommand,
  type Race,
  type TrainingImages,
} from './contender';

/** The next event that satisfies `matches`; an error of the engine ends the waiting. */
function nextEvent<T extends EngineEvent>(
  client: EngineClient,
  matches: (event: EngineEvent) => event is T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = client.onEvent((event) => {
      if (matches(event)) resolve(event);
      else if (event.type === 'error') reject(new Error(`${event.code}: ${event.message}`));
      else if (event.type === 'diverged') reject(new Error('training diverged'));
      else return;
      stop();
    });
  });
}

type Of<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;

/** This engine, as the page uses it: worker, protocol, trainer, its own batches, losses read back. */
export function chainrule(
  backend: BackendName,
  template: TemplateId,
  connect: () => MessagePort,
  name = 'chainrule',
): Contender & { client: EngineClient } {
  const client = new EngineClient();
  let step = 0;
  return {
    name,
    backend,
    client,
    async start() {
      const ready = nextEvent(client, (event): event is Of<'ready'> => event.type === 'ready');
      client.send({ type: 'init', backend });
      const started = (await ready).backend.name;
      if (started !== backend) throw new Error(`${backend} did not start`);
      const port = connect();
      client.send({ type: 'attachData', dataset: 'mnist', port }, [port]);
      const built = nextEvent(client, (event): event is Of<'built'> => event.type === 'built');
      client.send({
        type: 'build',
        run: 1,
        network: TEMPLATES[template].network,
        dataset: 'mnist',
        training: {
          optimizer: { kind: 'adam', learningRate: LEARNING_RATE },
          batchSize: BATCH_SIZE,
          validationShare: 0,
          seed: 1,
          epochs: 10_000,
        },
        checkpoint: null,
      });
      await built;
    },
    async train(batches) {
      step += batches;
      let loss = Number.NaN;
      const done = nextEvent(client, (event): event is Of<'progress'> => {
        if (event.type !== 'progress') return false;
        loss = event.train.at(-1)?.loss ?? loss;
        return event.progress.step >= step && !event.progress.playing;
      });
      client.send({ type: 'play', run: 1, batches });
      await done;
      return loss;
    },
    stop: () => client.dispose(),
  };
}

/** TensorFlow.js or ConvNetJS in a worker. */
export function other(
  name: 'tensorflow.js' | 'convnetjs',
  backend: BackendName | 'js',
  race: Race,
  images: TrainingImages,
): Contender {
  const worker = new Worker(new URL('./others.ts', import.meta.url), { type: 'module' });
  const ask = (command: OtherCommand): Promise<OtherAnswer> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<OtherAnswer>) =>
        data.type === 'failed' ? reject(new Error(data.message)) : resolve(data);
      worker.onerror = (event) => reject(new Error(event.message ?? 'the worker failed'));
      worker.postMessage(command);
    });
  return {
    name,
    backend,
    start: async () => void (await ask({ type: 'start', library: name, backend, race, images })),
    train: async (batches) => {
      const answer = await ask({ type: 'train', batches });
      return answer.type === 'trained' ? answer.loss : Number.NaN;
    },
    stop: () => worker.terminate(),
  };
}
