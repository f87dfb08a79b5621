/**
 * Races: one network trained on MNIST, batches of 128, Adam, by this engine and by others. All contenders are started
 * first; then they take turns, round after round, so that whatever slows the machine down slows all of them.
 */
import type { BackendName } from '@/engine/protocol';
import { BATCH_SIZE, type Contender, type Race, type TrainingImages } from './contender';
import { chainrule, other } from './contenders';
import { mnistOrNoise } from './images';

/** How a race is run. */
interface Rules {
  rounds: number;
  /** Milliseconds that one turn takes, about; slow contenders take as long as their fewest batches do. */
  turnMs: number;
  fewestBatches: number;
  /** Batches the contenders other than the engine train on, over and over; the engine has all images. */
  batches: number;
  contenders(images: TrainingImages, connect: () => MessagePort): (() => Contender)[];
}

const MOST_BATCHES = 300;

const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];

const RACES: Readonly<Record<Race, Rules>> = {
  mlp: {
    rounds: 7,
    turnMs: 1000,
    fewestBatches: 3,
    batches: 100,
    contenders: (images, connect) => [
      ...BACKENDS.map((backend) => () => chainrule(backend, 'mnist-mlp', connect)),
      ...BACKENDS.map((backend) => () => other('tensorflow.js', backend, 'mlp', images)),
      () => other('convnetjs', 'js', 'mlp', images),
    ],
  },
  // The others take many seconds for a batch.
  cnn: {
    rounds: 3,
    turnMs: 4000,
    fewestBatches: 1,
    batches: 4,
    contenders: (images, connect) => [
      () => chainrule('wasm', 'mnist-cnn', connect),
      () => chainrule('wasm', 'mnist-cnn-bn', connect, 'chainrule, batch norm.'),
      ...BACKENDS.map((backend) => () => other('tensorflow.js', backend, 'cnn', images)),
      () => other('convnetjs', 'js', 'cnn', images),
    ],
  },
};

export interface Result {
  name: string;
  backend: string;
  /** Images a second, one number a round. */
  rates: number[];
  firstLoss: number;
  lastLoss: number;
  /** Why it could not be measured; null when it was. */
  failed: string | null;
}

export interface Report {
  data: 'mnist' | 'noise';
  batchSize: number;
  results: Result[];
}

interface Runner {
  contender: Contender;
  result: Result;
  batches: number;
}

/** Starts a contender, lets it warm up (shaders, caches), and finds out how many batches make a turn. */
async function prepare(contender: Contender, { turnMs, fewestBatches }: Rules): Promise<Runner> {
  const { name, backend } = contender;
  const result: Result = { name, backend, rates: [], firstLoss: Number.NaN, lastLoss: Number.NaN, failed: null };
  let batches = 0;
  try {
    await contender.start();
    let start = performance.now();
    result.firstLoss = await contender.train(1);
    batches = fewestBatches;
    if (performance.now() - start < turnMs) {
      await contender.train(fewestBatches);
      start = performance.now();
      await contender.train(fewestBatches);
      const each = (performance.now() - start) / fewestBatches;
      batches = Math.round(Math.min(MOST_BATCHES, Math.max(fewestBatches, turnMs / each)));
    }
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

async function runRace(race: Race, onProgress: (done: number, total: number, what: string) => void): Promise<Report> {
  const rules = RACES[race];
  const { images, connect } = await mnistOrNoise(rules.batches * BATCH_SIZE);
  const contenders = rules.contenders(images, connect);
  const total = contenders.length * (rules.rounds + 1);
  let done = 0;
  const runners: Runner[] = [];
  for (const create of contenders) {
    const contender = create();
    onProgress(done++, total, `${contender.name} ${contender.backend}`);
    runners.push(await prepare(contender, rules));
  }
  for (let round = 0; round < rules.rounds; round++) {
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
    runRace: typeof runRace;
    tellProgress?: (done: number, total: number, what: string) => void;
  }
}
window.runRace = runRace;
