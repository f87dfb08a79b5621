/** The insides of the run's optimizer: true changes of the weights, states after the update, and only while watched. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { histogram } from '@/core/histogram';
import type { BackendName, EngineEvent } from '@/engine/protocol';
import { cloudNetwork, clouds, cloudTraining, Session } from './session';

type Insides = Extract<EngineEvent, { type: 'insides' }>;

describe.each<BackendName>(['cpu', 'wasm'])('insides of the optimizer on %s', (backend) => {
  let session: Session;
  beforeAll(async () => {
    session = new Session();
    await session.init(backend);
    session.attach(clouds(60));
  });
  afterAll(() => session.close());

  const watch = (on: boolean) => session.client.send({ type: 'watchInsides', run: session.id, on });
  const seen = () => session.events.filter((event): event is Insides => event.type === 'insides');
  const build = () => session.build(cloudNetwork, 'clouds', { ...cloudTraining, epochs: 1000 });

  it('are those of the last update, as checkpoints before and after it have them', async () => {
    await build();
    await session.play(4);
    const before = await session.client.checkpoint();
    watch(true);
    const shown = session.next('insides');
    await session.play(1);
    const { insides } = await shown;
    const after = await session.client.checkpoint();
    expect(insides.step).toBe(5);
    expect(insides.weights.map(({ weight }) => weight)).toEqual(Object.keys(before.weights));
    for (const { weight, layer, histograms, ratio } of insides.weights) {
      const step = after.weights[weight].map((value, i) => value - before.weights[weight][i]);
      expect(layer).toBe(weight.split('/')[0]);
      expect(Object.keys(histograms).sort()).toEqual(['m', 'step', 'v']);
      expect(histograms.step).toEqual(histogram(step));
      expect(histograms.m).toEqual(histogram(after.states[`${weight}/m`]));
      expect(histograms.v).toEqual(histogram(after.states[`${weight}/v`]));
      expect(ratio).toBeCloseTo(Math.hypot(...step) / Math.hypot(...before.weights[weight]), 9);
    }
  });

  it('come about once a second at most while it trains, with the last update at the end, and not when nobody watches', async () => {
    await build();
    session.events.length = 0;
    watch(true);
    const start = performance.now();
    await session.play(40);
    await session.play(40);
    const seconds = (performance.now() - start) / 1000;
    const steps = seen().map(({ insides }) => insides.step);
    expect(steps.at(-1)).toBe(80);
    // One at each rest, and one a second between.
    expect(steps.length).toBeLessThanOrEqual(2 + Math.ceil(seconds));
    watch(false);
    await session.play(10);
    expect(seen().length).toBe(steps.length);
  });

  it('hold nothing once they are over', async () => {
    await build();
    await session.play(1);
    const resting = async () => {
      const told = session.next('progress');
      session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0.01 });
      return (await told).progress.tensors;
    };
    await session.play(2);
    const before = await resting();
    watch(true);
    await session.play(2);
    watch(false);
    expect(await resting()).toBe(before);
  });
});
