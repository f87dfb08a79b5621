/**
 * Preprocessing through the engine: what it was fitted to, and that training, evaluations and inputs from the page are
 * all given the same numbers: those of core.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Split } from '@/core/dataset';
import {
  applyPreprocessing,
  type Fitted,
  fitPreprocessing,
  type PreprocessingSpec,
  rowsOf,
} from '@/core/preprocessing';
import { BatchPlan, divide, everySample } from '@/engine/batches';
import { SampleStore } from '@/engine/samples';
import { cloudNetwork, clouds, cloudTraining, Session } from './session';

const COUNT = 60;
const SPECS: PreprocessingSpec[] = [
  { kind: 'minMax', low: -1, high: 1, per: 'feature' },
  { kind: 'standard', per: 'all' },
  { kind: 'pcaWhitening', components: 4 },
  { kind: 'zca', epsilon: 0.001 },
  { kind: 'log' },
];

const data = clouds(COUNT);
const store = new SampleStore();
store.receive({ type: 'info', info: data.info });
for (const shard of data.shards) store.receive({ type: 'shard', shard });

/** Samples as the data worker gives them. */
function gathered(split: Split, indices: ArrayLike<number>) {
  const inputs = new Float32Array(indices.length * store.inputSize);
  const targets = new Float32Array(indices.length * store.targetSize);
  store.gather(split, indices, inputs, targets);
  return { inputs, targets, count: indices.length };
}

const prepared = (fitted: Fitted, batch: ReturnType<typeof gathered>) => ({
  ...batch,
  inputs: applyPreprocessing(fitted, batch.inputs, new Float32Array(batch.inputs.length)),
});

let session: Session | null = null;
afterEach(() => session?.close());

async function open(backend: 'wasm' | 'cpu', spec: PreprocessingSpec) {
  session = new Session();
  await session.init(backend);
  session.attach(data);
  const { preprocessing } = await session.build(cloudNetwork, 'clouds', { ...cloudTraining, preprocessing: spec });
  return { session, fitted: preprocessing! };
}

const partition = divide(COUNT, cloudTraining.validationShare, cloudTraining.seed);

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  it.each(SPECS)('$kind is fitted to the training samples alone, and everything goes through it', async (spec) => {
    const { session, fitted } = await open(backend, spec);
    const { inputs } = gathered('train', partition.train);
    expect(fitted).toEqual(fitPreprocessing(spec, rowsOf(inputs, store.inputSize)));

    // An evaluation, gathered by the engine, against a prediction for what core makes of the same samples.
    const test = prepared(fitted, gathered('test', everySample(30)));
    const { outputs } = await session.client.evaluate('test');
    const { output } = await session.client.predict({ ...test, targets: new Float32Array(0) });
    for (const [i, value] of output.entries()) expect(Math.abs(value - outputs![i])).toBeLessThan(1e-6);

    // The loss of the first batch in training, against a step on the same samples from the page.
    const start = await session.client.checkpoint();
    const plan = new BatchPlan(partition.train, cloudTraining.batchSize, cloudTraining.seed);
    const batch = prepared(fitted, gathered('train', plan.at(0)));
    const { loss } = await session.client.step(batch, start, cloudTraining.optimizer.learningRate);
    await session.play(1);
    expect(session.losses).toHaveLength(1);
    expect(Math.abs(session.losses[0] - loss)).toBeLessThan(1e-6);
    // Another preprocessing would have given another loss.
    const raw = gathered('train', plan.at(0));
    expect(Math.abs((await session.client.step(raw, start, 0.01)).loss - loss)).toBeGreaterThan(1e-5);
  });
});

it('is fitted for a look without a change of the run', async () => {
  const { session, fitted } = await open('wasm', SPECS[0]);
  const other = await session.client.fit(SPECS[1]);
  expect(other.kind).toBe('standard');
  const test = prepared(fitted, gathered('test', everySample(30)));
  const { outputs } = await session.client.evaluate('test');
  const { output } = await session.client.predict({ ...test, targets: new Float32Array(0) });
  for (const [i, value] of output.entries()) expect(Math.abs(value - outputs![i])).toBeLessThan(1e-6);
  expect((await session.reset()).preprocessing).toEqual(fitted);
});

it('says what it cannot be fitted with', async () => {
  const { session } = await open('wasm', SPECS[0]);
  await expect(session.client.fit({ kind: 'nothing' })).rejects.toMatchObject({ code: 'unknownPreprocessing' });
  await expect(session.client.fit({ kind: 'zca', epsilon: -1 })).rejects.toMatchObject({
    code: 'preprocessingSetting',
    params: { preprocessing: 'zca', setting: 'epsilon' },
  });
});
