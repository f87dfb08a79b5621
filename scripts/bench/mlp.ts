/**
 * Suite `mlp`: 784-128-10 on MNIST, batches of 128, Adam. All contenders are started first; then they take turns, round
 * after round, so that whatever slows the machine down slows all of them.
 */
import type { DataMessage, DatasetInfo } from '@/core/dataset';
import { type DatasetHandle, openDataset } from '@/data/client';
import type { BackendName } from '@/engine/protocol';
import { BATCH_SIZE, CLASSES, type Contender, IMAGES, INPUTS, type TrainingImages } from './contender';
import { chainrule, other } from './contenders';

const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];
const ROUNDS = 7;
/** Milliseconds that one turn takes, about. */
const TURN_MS = 1000;
const FEWEST_BATCHES = 3;
const MOST_BATCHES = 300;

export interface MlpResult {
  name: string;
  backend: string;
  /** Images a second, one number a round. */
  rates: number[];
  firstLoss: number;
  lastLoss: number;
  /** Why it could not be measured; null when it was. */
  failed: string | null;
}

export interface MlpReport {
  data: 'mnist' | 'noise';
  batchSize: number;
  results: MlpResult[];
}

/** Noise of MNIST's form, and a port that streams it. */
function noise(): { images: TrainingImages; connect: () => MessagePort } {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const bytes = Uint8Array.from({ length: IMAGES * INPUTS }, () => (next() < 0.8 ? 0 : next() * 256));
  const labels = Uint8Array.from({ length: IMAGES }, () => next() * CLASSES);
  const targets = new Float32Array(IMAGES * CLASSES);
  for (const [i, label] of labels.entries()) targets[i * CLASSES + label] = 1;
  const info: DatasetInfo = {
    id: 'mnist',
    inputShape: [28, 28, 1],
    classes: Array.from({ length: CLASSES }, (_, i) => String(i)),
    targetSize: CLASSES,
    counts: { train: IMAGES, test: 0 },
    classCounts: null,
    licence: '',
    citation: '',
  };
  const shard = { split: 'train', first: 0, count: IMAGES, inputs: bytes, scale: 1 / 255, targets: labels } as const;
  return {
    images: { inputs: Float32Array.from(bytes, (byte) => byte / 255), targets, real: false },
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      const messages: DataMessage[] = [{ type: 'info', info }, { type: 'shard', shard }, { type: 'end' }];
      for (const message of messages) port1.postMessage(message);
      return port2;
    },
  };
}

async function mnistOrNoise(): Promise<{ images: TrainingImages; connect: () => MessagePort }> {
  let handle: DatasetHandle;
  try {
    handle = await openDataset('mnist', undefined, { base: new URL('/', location.href).href });
  } catch {
    return noise();
  }
  const { inputs, targets } = await handle.samples(
    'train',
    Array.from({ length: IMAGES }, (_, i) => i),
  );
  return { images: { inputs, targets, real: true }, connect: () => handle.connect() };
}

interface Runner {
  contender: Contender;
  result: MlpResult;
  batches: number;
}

/** Starts a contender, lets it warm up (shaders, caches), and finds out how many batches make a turn. */
async function prepare(contender: Contender): Promise<Runner> {
  const { name, backend } = contender;
  const result: MlpResult = { name, backend, rates: [], firstLoss: Number.NaN, lastLoss: Number.NaN, failed: null };
  let batches = 0;
  try {
    await contender.start();
    result.firstLoss = await contender.train(1);
    await contender.train(FEWEST_BATCHES);
    const start = performance.now();
    await contender.train(FEWEST_BATCHES);
    const each = (performance.now() - start) / FEWEST_BATCHES;
    batches = Math.round(Math.min(MOST_BATCHES, Math.max(FEWEST_BATCHES, TURN_MS / each)));
  } catch (error) {
    result.failed = error instanceof Error ? error.message : String(error);
    contender.stop();
  }
  return { contender, result, batches };
}

async function takeTurn({ contender, result, batches }: Runner): Promise<void> {
  const start = performance.now();
  try {
    result.lastLoss = await contender.train(batches);
    result.rates.push((batches * BATCH_SIZE * 1000) / (performance.now() - start));
  } catch (error) {
    result.failed = error instanceof Error ? error.message : String(error);
  }
}

async function runMlp(onProgress: (done: number, total: number, what: string) => void): Promise<MlpReport> {
  const { images, connect } = await mnistOrNoise();
  const contenders = [
    ...BACKENDS.map((backend) => () => chainrule(backend, connect)),
    ...BACKENDS.map((backend) => () => other('tensorflow.js', backend, images)),
    () => other('convnetjs', 'js', images),
  ];
  const total = contenders.length * (ROUNDS + 1);
  let done = 0;
  const runners: Runner[] = [];
  for (const create of contenders) {
    const contender = create();
    onProgress(done++, total, `${contender.name} ${contender.backend}`);
    runners.push(await prepare(contender));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const runner of runners) {
      onProgress(done++, total, `${runner.result.name} ${runner.result.backend}`);
      if (runner.result.failed === null) await takeTurn(runner);
    }
  }
  for (const { contender } of runners) contender.stop();
  onProgress(total, total, '');
  return { data: images.real ? 'mnist' : 'noise', batchSize: BATCH_SIZE, results: runners.map(({ result }) => result) };
}

declare global {
  interface Window {
    runMlp: typeof runMlp;
    tellProgress?: (done: number, total: number, what: string) => void;
  }
}
window.runMlp = runMlp;
