/** Watching a run: snapshots are what the network gives, all of one step, as long as somebody watches and not longer. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DatasetInfo, Shard } from '@/core/dataset';
import { TEMPLATES } from '@/core/network/templates';
import type { EngineEvent, Watch } from '@/engine/protocol';
import { CLASSES, cloudNetwork, clouds, cloudTraining, Session } from './session';

type Watched = Extract<EngineEvent, { type: 'watched' }>;

let session: Session;
afterEach(() => session.close());

const input = Float32Array.of(0.9, 0.1, 0.4, 0.2, 0.7, 0.3);
const wanted: Watch = { input, layers: ['hidden'], weights: ['hidden/kernel', 'hidden/bias'], perSecond: 12 };

async function open(): Promise<void> {
  session = new Session();
  await session.init('wasm');
  session.attach(clouds(500));
  await session.build(cloudNetwork, 'clouds', { ...cloudTraining, epochs: 1000 });
}

const watch = (change: Partial<Watch> | null = {}) =>
  session.client.send({ type: 'watch', run: session.id, watch: change && { ...wanted, ...change } });
const watched = () => session.events.filter((event): event is Watched => event.type === 'watched');
const quiet = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The hidden layer by hand, from the snapshot's own weights. */
function hidden({ input: x, weights }: Watched): number[] {
  const kernel = weights['hidden/kernel'];
  return Array.from(weights['hidden/bias'], (bias, unit) =>
    Math.max(
      0,
      x.reduce((sum, value, i) => sum + value * kernel[i * 8 + unit], bias),
    ),
  );
}

function expectConsistent(snapshot: Watched): void {
  const expected = hidden(snapshot);
  for (const [unit, value] of snapshot.captured.hidden.entries()) expect(value).toBeCloseTo(expected[unit], 4);
}

/** Noise of MNIST's form. */
function images(count: number): { info: DatasetInfo; shards: Shard[] } {
  const inputs = Uint8Array.from({ length: count * 784 }, (_, i) => (i * 2654435761) >>> 24);
  const targets = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const shard = { first: 0, count, inputs, targets, scale: 1 / 255 };
  const info = { ...clouds(10).info, id: 'images', inputShape: [28, 28, 1], targetSize: 10 };
  return {
    info: { ...info, classes: Array.from('0123456789'), counts: { train: count, test: 0 } },
    shards: [{ split: 'train', ...shard }],
  };
}

describe('watching', () => {
  it('shows at once what predict gives, with the weights of that step', async () => {
    await open();
    await session.play(5);
    watch();
    const snapshot = await session.next('watched');
    const { output, captured } = await session.client.predict(
      { inputs: input.slice(), targets: new Float32Array(0), count: 1 },
      ['hidden'],
    );
    expect(snapshot.step).toBe(5);
    expect(Array.from(snapshot.input)).toEqual(Array.from(input));
    expect(snapshot.output).toEqual(output);
    expect(snapshot.output.length).toBe(CLASSES);
    expect(snapshot.captured.hidden).toEqual(captured.hidden);
    expect(snapshot.weights['hidden/kernel']).toEqual((await session.client.checkpoint()).weights['hidden/kernel']);
  });

  it('goes on while it trains: every snapshot of one step, none of a step twice', async () => {
    await open();
    watch({ perSecond: 200 });
    await session.next('watched', () => true, 0);
    session.client.send({ type: 'play', run: session.id, batches: null });
    await session.next('watched', () => watched().length >= 8);
    await session.pause();
    const steps = watched().map(({ step }) => step);
    expect(new Set(steps).size).toBe(steps.length);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps[steps.length - 1]).toBeGreaterThan(10);
    for (const snapshot of watched()) expectConsistent(snapshot);
  });

  it('ends with the very last step, and follows a reset and a checkpoint', async () => {
    await open();
    watch();
    await session.play(30);
    expect(watched().at(-1)?.step).toBe(30);
    const kept = await session.client.checkpoint();
    await session.reset();
    await session.next(
      'watched',
      ({ step }) => step === 0,
      session.events.findLastIndex((e) => e.type === 'built'),
    );
    const from = session.events.length;
    await session.client.setCheckpoint(kept);
    const back = await session.next('watched', () => true, from);
    expect(back.step).toBe(30);
    expectConsistent(back);
  });

  it('shows nothing more after null, and nothing new where there is none', async () => {
    await open();
    watch();
    await session.next('watched', () => true, 0);
    await quiet(150);
    expect(watched().length).toBe(1);
    watch(null);
    await session.play(20);
    await quiet(50);
    expect(watched().length).toBe(1);
  });

  it('leaves out what the network does not have, and waits for an input of the right size', async () => {
    await open();
    watch({ input: new Float32Array(3) });
    await quiet(80);
    expect(watched().length).toBe(0);
    watch({ layers: ['hidden', 'conv7'], weights: ['conv7/kernel'] });
    const snapshot = await session.next('watched', () => true, 0);
    expect(Object.keys(snapshot.captured)).toEqual(['hidden']);
    expect(snapshot.weights).toEqual({});
  });

  it('answers in the middle of a large batch, with the weights from before it', async () => {
    session = new Session();
    await session.init('wasm');
    session.attach(images(512));
    const { network } = TEMPLATES['mnist-cnn'];
    await session.build(network, 'images', { ...cloudTraining, batchSize: 512, validationShare: 0 });
    // Once before, so that everything is compiled.
    await session.play(1);
    const pen = (value: number) => watch({ input: new Float32Array(784).fill(value), layers: ['conv1', 'pool2'] });
    pen(0.1);
    await session.next('watched', () => true, 0);
    session.client.send({ type: 'play', run: session.id, batches: 1 });
    for (const value of [0.3, 0.6]) {
      const from = session.events.length;
      pen(value);
      const snapshot = await session.next('watched', (event) => event.input[0] === Math.fround(value), from);
      expect(snapshot.step).toBe(1);
      expect(snapshot.captured.pool2.length).toBe(5 * 5 * 64);
    }
    expect((await session.next('watched', ({ step }) => step === 2, 0)).input[0]).toBe(Math.fround(0.6));
  });

  it('follows another input while it trains, and is over with the run', async () => {
    await open();
    session.client.send({ type: 'play', run: session.id, batches: null });
    watch({ perSecond: 100 });
    for (const value of [0.2, 0.4, 0.8]) {
      const from = session.events.length;
      const other = input.map(() => value);
      watch({ perSecond: 100, input: other });
      const fits = ({ input: x }: Watched) => x[0] === other[0];
      expectConsistent(await session.next('watched', fits, from));
    }
    await session.build(cloudNetwork, 'clouds', cloudTraining);
    const before = watched().length;
    await session.play(10);
    expect(watched().length).toBe(before);
  });
});
