/** A real engine in a real worker, with a small made-up data set, for the tests of training. */
import type { DataMessage, DatasetInfo, Shard } from '@/core/dataset';
import type { NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { EngineClient } from '@/engine/client';
import type {
  BackendName,
  BackendReport,
  Checkpoint,
  EngineEvent,
  MetricPoint,
  TrainingSettings,
} from '@/engine/protocol';
import { numbers } from './support';

export const CLASSES = 3;
const FEATURES = 6;

/** Three clouds of points, as bytes: easy to tell apart. */
export function clouds(count: number): { info: DatasetInfo; shards: Shard[] } {
  const noise = numbers(count * FEATURES, 'clouds', -40, 40);
  const shard = (split: Shard['split'], first: number, size: number): Shard => {
    const inputs = new Uint8Array(size * FEATURES);
    const targets = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const label = (first + i) % CLASSES;
      targets[i] = label;
      for (let j = 0; j < FEATURES; j++) {
        inputs[i * FEATURES + j] =
          100 + (j % CLASSES === label ? 80 : 0) + noise[((first + i) * FEATURES + j) % noise.length];
      }
    }
    return { split, first, count: size, inputs, scale: 1 / 255, targets };
  };
  const half = Math.floor(count / 2);
  return {
    info: {
      id: 'clouds',
      inputShape: [FEATURES],
      classes: ['a', 'b', 'c'],
      targetSize: CLASSES,
      counts: { train: count, test: 30 },
      classCounts: null,
      licence: '',
      citation: '',
    },
    shards: [shard('train', 0, half), shard('train', half, count - half), shard('test', 0, 30)],
  };
}

export function xor(): { info: DatasetInfo; shards: Shard[] } {
  const rows = {
    inputs: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
    targets: Float32Array.of(0, 1, 1, 0),
    first: 0,
    count: 4,
    scale: 1,
  };
  return {
    info: {
      id: 'xor',
      inputShape: [2],
      classes: null,
      targetSize: 1,
      counts: { train: 4, test: 4 },
      classCounts: null,
      licence: '',
      citation: '',
    },
    shards: [
      { split: 'train', ...rows },
      { split: 'test', ...rows },
    ],
  };
}

export const cloudNetwork: NetworkSpec = {
  format: 1,
  input: { shape: [FEATURES] },
  layers: [
    { id: 'hidden', kind: 'dense', units: 8, activation: 'relu' },
    { id: 'output', kind: 'dense', units: CLASSES, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};

export const xorNetwork = TEMPLATES.xor.network;

export const cloudTraining: TrainingSettings = {
  optimizer: { kind: 'adam', learningRate: 0.01 },
  batchSize: 16,
  validationShare: 0.2,
  seed: 5,
  epochs: 3,
};

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;

/** A client that keeps every event and waits for the ones a test wants. */
export class Session {
  readonly events: EngineEvent[] = [];
  readonly client: EngineClient;
  private readonly watchers = new Set<() => void>();
  private run = 0;

  constructor(createWorker?: () => Worker) {
    this.client = new EngineClient({ createWorker });
    this.client.onEvent((event) => {
      this.events.push(event);
      for (const watch of [...this.watchers]) watch();
    });
  }

  /** The first event of this type from position `from` on that fits. Errors that nobody waits for end the wait. */
  next<Type extends EngineEvent['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
    from = this.events.length,
  ): Promise<EventOf<Type>> {
    let seen = from;
    return new Promise((resolve, reject) => {
      const watch = () => {
        for (; seen < this.events.length; seen++) {
          const event = this.events[seen];
          if (event.type === type && fits(event as EventOf<Type>)) {
            this.watchers.delete(watch);
            resolve(event as EventOf<Type>);
            return;
          }
          if (event.type === 'error' && type !== 'error' && event.request === null) {
            this.watchers.delete(watch);
            reject(new Error(`${event.code}: ${event.message}`));
            return;
          }
        }
      };
      this.watchers.add(watch);
      watch();
    });
  }

  async init(backend: BackendName): Promise<BackendReport> {
    const ready = this.next('ready');
    this.client.send({ type: 'init', backend });
    return (await ready).backend;
  }

  attach({ info, shards }: { info: DatasetInfo; shards: Shard[] }): void {
    const { port1, port2 } = new MessageChannel();
    this.client.send({ type: 'attachData', dataset: info.id, port: port2 }, [port2]);
    const send = (message: DataMessage) => port1.postMessage(message);
    send({ type: 'info', info });
    for (const shard of shards) send({ type: 'shard', shard });
    send({ type: 'end' });
  }

  async build(
    network: NetworkSpec,
    dataset: string,
    training: TrainingSettings,
    checkpoint: Checkpoint | null = null,
  ): Promise<EventOf<'built'>> {
    const run = ++this.run;
    const built = this.next('built', (event) => event.run === run);
    this.client.send({ type: 'build', run, network, dataset, training, checkpoint });
    return built;
  }

  /** Takes the run back to its initial weights, under another number. */
  async reset(): Promise<EventOf<'built'>> {
    const run = this.run++;
    const built = this.next('built', (event) => event.run === this.run);
    this.client.send({ type: 'reset', run, next: this.run });
    return built;
  }

  get id(): number {
    return this.run;
  }

  /** Plays and waits until it has stopped by itself and everything about it has been told. */
  async play(batches: number | null = null): Promise<void> {
    const from = this.events.length;
    let played = false;
    const rest = this.next(
      'progress',
      ({ progress }) => {
        played ||= progress.playing;
        return played && !progress.playing;
      },
      from,
    );
    this.client.send({ type: 'play', run: this.run, batches });
    await rest;
    await this.client.checkpoint();
  }

  async pause(): Promise<void> {
    const rest = this.next('progress', ({ progress }) => !progress.playing);
    this.client.send({ type: 'pause', run: this.run });
    await rest;
  }

  /** Points of all progress reports since position `from`, in order. */
  points(series: 'train' | 'validation' = 'train', from = 0): MetricPoint[] {
    return this.events.slice(from).flatMap((event) => (event.type === 'progress' ? event[series] : []));
  }

  get losses(): number[] {
    return this.points().map(({ loss }) => loss);
  }

  close(): void {
    this.client.dispose();
  }
}
