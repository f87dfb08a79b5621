/** What is watched: the demands of all views together, through every run that is built; and which image is looked at. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '@/engine/protocol';
import { lookedAt, useLookedAt } from '@/state/lookedAt';
import { runActions } from '@/state/runActions';
import { RunController } from '@/state/runController';
import { initialRun, useRun } from '@/state/runStore';
import { useWatched } from '@/state/watched';
import { watchFor } from '@/state/watching';
import { closePage, FakeLinks, openXor, settle } from './fakes';

const input = Float32Array.of(0, 1);
const watch = { input, layers: ['hidden'], weights: [], perSecond: 12 };

describe('what views ask for', () => {
  const wanted = [
    { layers: ['conv1', 'pool1'], weights: ['conv1/kernel'] },
    { layers: ['pool1', 'conv2'], weights: ['conv1/kernel', 'conv1/bias'] },
  ];

  it('is asked for together, and once', () => {
    expect(watchFor(wanted, input, false)).toMatchObject({
      input,
      layers: ['conv1', 'pool1', 'conv2'],
      weights: ['conv1/kernel', 'conv1/bias'],
    });
  });

  it('is nothing without a view, with nothing to look at, on a hidden page', () => {
    expect(watchFor([], input, false)).toBeNull();
    expect(watchFor(wanted, null, false)).toBeNull();
    expect(watchFor(wanted, input, true)).toBeNull();
    // Weights do not depend on what is looked at.
    expect(watchFor(wanted, null, false, input)).toMatchObject({ input, layers: [] });
    expect(watchFor([{ layers: ['conv1'], weights: [] }], null, false, input)).toBeNull();
  });
});

describe('the run', () => {
  let links: FakeLinks;
  let run: RunController;
  const asked = () => links.engineNow.of('watch');
  const snapshot = (step: number): EngineEvent => ({
    type: 'watched',
    run: links.engineNow.run,
    step,
    input,
    output: Float32Array.of(0.5),
    captured: {},
    weights: {},
  });

  beforeEach(async () => {
    useWatched.setState({ seen: null });
    ({ links, run } = await openXor(new FakeLinks()));
  });
  afterEach(() => closePage(run));

  it('is watched through resets and rebuilds, and in a new engine', async () => {
    run.watch(watch);
    expect(asked()).toMatchObject([{ watch }]);
    run.reset();
    await settle();
    expect(asked().at(-1)).toMatchObject({ watch, run: links.engineNow.run });
    expect(asked()).toHaveLength(2);
    links.engineNow.crash();
    await settle();
    expect(links.engines).toHaveLength(2);
    expect(asked()).toMatchObject([{ watch }]);
  });

  it('is not watched any more after null, and nothing late is shown', async () => {
    run.watch(watch);
    links.engineNow.emit(snapshot(3));
    expect(useWatched.getState().seen?.step).toBe(3);
    run.watch(null);
    links.engineNow.emit(snapshot(4));
    expect(useWatched.getState().seen?.step).toBe(3);
    const before = asked().length;
    run.reset();
    await settle();
    expect(asked()).toHaveLength(before);
  });

  it('asks when it is built, if somebody looked before', async () => {
    run.dispose();
    useRun.setState(initialRun, true);
    links = new FakeLinks();
    run = new RunController(links);
    run.watch(watch);
    await run.open('xor');
    await settle();
    expect(asked()).toMatchObject([{ watch, run: links.engineNow.run }]);
  });
});

describe('what is looked at', () => {
  const samples = vi.spyOn(runActions, 'samples');
  afterEach(() => {
    samples.mockReset();
    lookedAt.drawing(null);
  });
  const image = (value: number, label: number) => ({
    inputs: Float32Array.of(value),
    labels: Uint8Array.of(label),
    targets: new Float32Array(1),
  });

  it('is the drawing, or the test image asked for last', async () => {
    let slow!: (value: ReturnType<typeof image>) => void;
    samples.mockReturnValueOnce(new Promise((resolve) => (slow = resolve)));
    samples.mockResolvedValueOnce(image(0.2, 7));
    const first = lookedAt.test(4);
    await lookedAt.test(9);
    slow(image(0.1, 3));
    await first;
    expect(useLookedAt.getState()).toMatchObject({ source: 'test', index: 9, label: 7 });
    lookedAt.drawing(input);
    expect(useLookedAt.getState()).toEqual({ source: 'drawing', index: null, label: null, pixels: input, input });
  });

  it('is fed to the network through the preprocessing of the run, whenever that changes', () => {
    const halves = { form: 'affine', kind: 'standard', features: 1, base: 0 } as const;
    const preprocessing = {
      ...halves,
      origin: Float64Array.of(0.5),
      spread: Float64Array.of(0.5),
      factor: Float64Array.of(2),
    };
    const picture = Float32Array.of(0.25, 1);
    useRun.setState({ preprocessing });
    lookedAt.drawing(picture);
    expect(useLookedAt.getState()).toMatchObject({ pixels: picture, input: Float32Array.of(-0.5, 1) });
    useRun.setState({ preprocessing: null });
    expect(useLookedAt.getState().input).toBe(picture);
  });

  it('begins with the first test image, but not where there is something, nor where nothing was chosen', async () => {
    samples.mockResolvedValue(image(0.3, 5));
    await lookedAt.begin();
    expect(useLookedAt.getState()).toMatchObject({ source: 'test', index: 0 });
    lookedAt.drawing(input);
    await lookedAt.begin();
    expect(useLookedAt.getState().source).toBe('drawing');
    lookedAt.clear();
    await lookedAt.begin();
    expect(useLookedAt.getState().input).toBeNull();
    expect(samples).toHaveBeenCalledTimes(1);
  });
});
