/** The run against a stand-in for the engine: what it is told, what becomes of its events, crashes and reloads. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { documentStore } from '@/state/documentStore';
import { useMetrics } from '@/state/metricsStore';
import { RunController } from '@/state/runController';
import { requestedBackend } from '@/state/runLinks';
import { takesPress } from '@/state/runStatus';
import { initialRun, useRun } from '@/state/runStore';
import { seriesOf } from '@/state/runs/summary';
import { checkpointAt, closePage, FakeLinks, loadXor, openXor, settle, setUnits } from './fakes';

let links: FakeLinks;
let run: RunController;
const state = () => useRun.getState();
/** Steps that the kept runs have come to, the latest first. */
const keptSteps = async () => (await links.archive.list()).map(({ record }) => record.step);
/** The page is loaded again: another controller over the same storage. */
const reload = async () => {
  run.dispose();
  const { archive, claims } = links;
  ({ links, run } = await loadXor(Object.assign(new FakeLinks(), { archive, claims })));
};

beforeEach(async () => {
  ({ links, run } = await openXor(new FakeLinks()));
});
afterEach(() => closePage(run));

describe('the run', () => {
  it('opens ready, with the settings of the document', () => {
    expect(state().status).toBe('ready');
    expect(state().dataset.info?.id).toBe('xor');
    const [build] = links.engineNow.of('build');
    expect(build.training).toMatchObject({ seed: documentStore.document?.training.seed, validationShare: 0 });
    expect(build.checkpoint).toBeNull();
  });

  it('plays, pauses and publishes what was measured', async () => {
    run.play();
    expect(state().status).toBe('playing');
    links.engineNow.train(25);
    run.pause();
    await settle();
    expect(state().status).toBe('paused');
    expect(state().progress?.step).toBe(25);
    expect(useMetrics.getState().train.map((point) => point.step)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it('publishes at most five times a second while playing', () => {
    run.play();
    let published = 0;
    const stop = useMetrics.subscribe(() => published++);
    for (let i = 0; i < 50; i++) links.engineNow.train(1);
    stop();
    expect(published).toBe(1);
  });

  it('changes the learning rate without a reset', () => {
    run.play();
    links.engineNow.train(3);
    run.setLearningRate(0.125);
    expect(links.engineNow.last).toMatchObject({ type: 'setLearningRate', learningRate: 0.125 });
    expect(state().dirty).toEqual([]);
    expect(links.engineNow.of('build')).toHaveLength(1);
  });

  it('lists what needs a reset, and takes it up with the reset', async () => {
    links.engineNow.train(3, false);
    setUnits(3);
    documentStore.update((document) => ({ ...document, training: { ...document.training, batchSize: 2 } }));
    expect(state().dirty).toEqual(['units', 'batchSize']);
    expect(links.engineNow.of('build')).toHaveLength(1);
    run.applySettings();
    await settle();
    expect(state().dirty).toEqual([]);
    expect(state().status).toBe('ready');
    const rebuilt = links.engineNow.of('build')[1];
    expect(rebuilt.training.batchSize).toBe(2);
    expect(rebuilt.checkpoint).toBeNull();
    expect(useMetrics.getState().train).toEqual([]);
  });

  it('builds an untrained run again by itself', async () => {
    vi.useFakeTimers();
    setUnits(3);
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    await settle();
    expect(links.engineNow.of('build')).toHaveLength(2);
    expect(state().dirty).toEqual([]);
  });

  it('plays at once what was changed just before', async () => {
    setUnits(3);
    run.play();
    await settle();
    expect(links.engineNow.of('build')).toHaveLength(2);
    expect(links.engineNow.last).toMatchObject({ type: 'play', batches: null });
    expect(state().status).toBe('playing');
  });

  it.each([
    ['one batch', () => run.oneBatch(), { type: 'play', batches: 1 }],
    ['one epoch', () => run.oneEpoch(), { type: 'playEpoch' }],
  ])('builds what was changed just before it trains %s', async (_, train, command) => {
    setUnits(3);
    train();
    await settle();
    expect(links.engineNow.of('build')).toHaveLength(2);
    expect(links.engineNow.last).toMatchObject(command);
  });

  it('takes presses through all of a rebuild, and trains once it is built', async () => {
    setUnits(3);
    expect(takesPress(state())).toBe(true);
    run.reset();
    expect(state().status).toBe('building');
    expect(takesPress(state())).toBe(true);
    run.oneEpoch();
    expect(links.engineNow.last).not.toMatchObject({ type: 'playEpoch' });
    await settle();
    expect(links.engineNow.last).toMatchObject({ type: 'playEpoch' });
  });

  it('takes no press before there is anything to train', () => {
    for (const status of ['idle', 'loadingData', 'building', 'error'] as const)
      expect(takesPress({ ...initialRun, status }), status).toBe(false);
    const { progress } = state();
    for (const status of ['loadingData', 'playing', 'diverged', 'finished'] as const)
      expect(takesPress({ status, progress }), status).toBe(false);
  });

  it('goes on from the same weights with another number of epochs', async () => {
    links.engineNow.train(30, false);
    documentStore.update((document) => ({ ...document, training: { ...document.training, epochs: 7 } }));
    await settle();
    const rebuilt = links.engineNow.of('build')[1];
    expect(rebuilt.training.epochs).toBe(7);
    expect(rebuilt.checkpoint?.step).toBe(30);
    expect(useMetrics.getState().train).toHaveLength(30);
  });

  it('goes back to the initial weights without building when nothing has changed', async () => {
    links.engineNow.train(3, false);
    run.setLearningRate(0.125);
    run.reset();
    await settle();
    expect(links.engineNow.last).toMatchObject({ type: 'reset' });
    expect(links.engineNow.of('build')).toHaveLength(1);
    expect(state()).toMatchObject({ status: 'ready', progress: { step: 0 } });
  });

  it.each([
    ['a reset', () => run.reset()],
    [
      'a reset that builds',
      () => {
        setUnits(3);
        run.reset();
      },
    ],
    [
      'two resets',
      () => {
        run.reset();
        run.reset();
      },
    ],
  ])('hears nothing of the time before %s', async (_, reset) => {
    run.play();
    links.engineNow.train(5);
    const { engineNow: engine } = links;
    const before = engine.run;
    reset();
    // Still on their way when the button was pressed.
    engine.train(20);
    engine.autosave();
    engine.emit({ type: 'finished', run: before });
    expect(useMetrics.getState().train).toEqual([]);
    await settle();
    expect(state()).toMatchObject({ status: 'ready', progress: { step: 0 } });
    expect(await keptSteps()).toEqual([]);
    run.play();
    engine.train(2);
    run.pause();
    await settle();
    expect(useMetrics.getState().train.map((point) => point.step)).toEqual([1, 2]);
  });

  it('does not keep a checkpoint that was asked for before a reset', async () => {
    links.engineNow.train(12, false);
    run.leave();
    run.reset();
    await settle();
    expect(await keptSteps()).toEqual([]);
  });

  it('drops late events of an earlier run', async () => {
    const { run: earlier } = links.engineNow;
    run.newSeed();
    await settle();
    const report = {
      step: 9,
      kind: 'nonFinite',
      loss: 1,
      initialLoss: 1,
      learningRate: 1000,
      updates: 1,
      node: null,
      layer: null,
      role: null,
      largest: null,
    } as const;
    links.engineNow.emit({ type: 'diverged', run: earlier, report });
    expect(state().status).toBe('ready');
  });

  it('stops at a divergence and says what was found', async () => {
    run.play();
    links.engineNow.train(3);
    const report = {
      step: 3,
      kind: 'nonFinite',
      loss: Number.NaN,
      initialLoss: 1,
      learningRate: 1000,
      updates: 1,
      node: 'hidden/matMul',
      layer: 'hidden',
      role: { kind: 'weightedSum', layer: 'hidden', weight: null, state: null },
      largest: null,
    } as const;
    links.engineNow.emit({ type: 'diverged', run: links.engineNow.run, report });
    links.engineNow.train(0, false);
    expect(state()).toMatchObject({ status: 'diverged', divergence: report });
    run.play();
    expect(state().status).toBe('diverged');
    run.reset();
    await settle();
    expect(state()).toMatchObject({ status: 'ready', divergence: null });
  });
});

describe('learning rates that have worked', () => {
  const diverge = (learningRate: number) => {
    const facts = { step: 3, loss: Number.NaN, initialLoss: 1, updates: 1, node: null, layer: null, role: null };
    const report = { ...facts, kind: 'nonFinite', largest: null, learningRate } as const;
    links.engineNow.emit({ type: 'diverged', run: links.engineNow.run, report });
  };

  it('are remembered over a reset, for as long as the network is the same', async () => {
    run.setLearningRate(0.25);
    run.play();
    links.engineNow.train(60);
    run.setLearningRate(0.5);
    links.engineNow.train(10);
    run.reset();
    await settle();
    run.setLearningRate(2);
    run.play();
    links.engineNow.train(1);
    diverge(2);
    expect(state().stableRate).toBe(0.25);
    setUnits(3);
    run.reset();
    await settle();
    run.play();
    diverge(2);
    expect(state().stableRate).toBeNull();
  });
});

describe('keeping and resuming', () => {
  it('keeps the speed', async () => {
    run.setSpeed(3);
    run.dispose();
    useRun.setState(initialRun, true);
    links = new FakeLinks();
    run = new RunController(links);
    await run.open('xor');
    await settle();
    expect(state().speed).toBe(3);
    expect(links.engineNow.of('setSpeed')[0]).toMatchObject({ batchesPerSecond: 3 });
  });

  it('resumes a crashed engine from the last checkpoint, with a notice', async () => {
    run.play();
    links.engineNow.train(20);
    links.engineNow.autosave();
    links.engineNow.train(5);
    links.engineNow.crash();
    await settle();
    expect(links.engines).toHaveLength(2);
    expect(links.engineNow.of('attachData')).toHaveLength(1);
    expect(links.engineNow.of('build')[0].checkpoint?.step).toBe(20);
    expect(links.engineNow.last).toMatchObject({ type: 'play' });
    expect(state().notices.map((notice) => notice.code)).toContain('engineResumed');
    expect(useMetrics.getState().train.at(-1)?.step).toBe(20);
  });

  it('gives up on an engine that keeps crashing, and tries again when asked', async () => {
    for (let i = 0; i < 4; i++) {
      links.engineNow.crash();
      await settle();
    }
    expect(state()).toMatchObject({ status: 'error', error: { code: 'engine.workerCrashed' } });
    run.retry();
    await settle();
    expect(state().status).toBe('ready');
  });

  it('answers requests of a crashed engine with an error', async () => {
    const evaluation = run.evaluate('test');
    links.engineNow.crash();
    await expect(evaluation).rejects.toThrow();
  });

  it('finds everything again after a reload', async () => {
    run.play();
    links.engineNow.train(20);
    links.engineNow.autosave();
    run.pause();
    setUnits(5);
    await settle();
    await reload();
    const [build] = links.engineNow.of('build');
    expect(build.checkpoint?.step).toBe(20);
    expect(build.network.layers.find((layer) => layer.id === 'hidden')?.units).toBe(2);
    expect(state()).toMatchObject({ status: 'paused', dirty: ['units'] });
    expect(useMetrics.getState().train).toHaveLength(20);
  });

  it('asks the engine for what it has when the page may go', async () => {
    run.play();
    links.engineNow.train(7);
    run.keepSoon();
    await settle();
    const [{ record }] = await links.archive.list();
    expect(record.step).toBe(7);
    const curves = await links.archive.curves(record.id);
    expect(seriesOf(curves!.train)).toHaveLength(7);
  });

  it('keeps the latest only when storage is slow', async () => {
    const saved: number[] = [];
    let done = () => {};
    links.archive.save = async ({ checkpoint }) => {
      saved.push(checkpoint.step);
      await new Promise<void>((resolve) => {
        done = resolve;
      });
      return true;
    };
    run.play();
    for (let i = 0; i < 4; i++) {
      links.engineNow.train(1);
      links.engineNow.autosave();
      await settle();
    }
    expect(saved).toEqual([1]);
    done();
    await settle();
    expect(saved).toEqual([1, 4]);
    done();
  });

  it('keeps the run before a reset, and comes back to the new one', async () => {
    links.engineNow.train(20, false);
    links.engineNow.autosave();
    run.reset();
    await settle();
    expect(await keptSteps()).toEqual([20]);
    await reload();
    expect(state()).toMatchObject({ status: 'ready', progress: { step: 0 } });
    links.engineNow.train(4, false);
    links.engineNow.autosave();
    await settle();
    expect((await keptSteps()).sort()).toEqual([20, 4].sort());
    await reload();
    expect(state().progress?.step).toBe(4);
  });

  it('trains on by itself after a reload in the middle', async () => {
    run.play();
    links.engineNow.train(20);
    links.engineNow.autosave();
    await settle();
    await reload();
    expect(links.engineNow.of('build')[0].checkpoint?.step).toBe(20);
    expect(links.engineNow.last).toMatchObject({ type: 'play', batches: null });
    expect(state().status).toBe('playing');
    run.pause();
    await settle();
    await reload();
    expect(state().status).toBe('paused');
    expect(links.engineNow.of('play')).toEqual([]);
  });

  it('trains on to the end of the epoch when that was asked for', async () => {
    run.oneEpoch();
    links.engineNow.train(4);
    links.engineNow.autosave();
    await settle();
    await reload();
    expect(links.engineNow.last).toMatchObject({ type: 'playEpoch' });
  });

  it('does not train when nobody came back', async () => {
    run.play();
    links.engineNow.train(20);
    await settle();
    run.leave();
    await settle();
    await reload();
    expect(links.engineNow.of('play')).toEqual([]);
  });

  it('keeps the run of one document apart from that of the next', async () => {
    links.engineNow.train(12, false);
    await run.open('mnist-mlp');
    await settle();
    expect(await keptSteps()).toEqual([12]);
    expect(state().status).toBe('ready');
    expect(useMetrics.getState().train).toEqual([]);
    await run.open('xor');
    await settle();
    expect(state().status).toBe('paused');
    expect(state().progress?.step).toBe(12);
  });

  it('takes over weights that were set, and the step they belong to', async () => {
    links.engineNow.train(12, false);
    const version = state().checkpointVersion;
    await run.setCheckpoint(checkpointAt(4));
    expect(state().checkpointVersion).toBeGreaterThan(version);
    expect(useMetrics.getState().train.at(-1)?.step).toBe(4);
  });
});

it('says that there is no backend of the name asked for', () => {
  run.dispose();
  links = new FakeLinks();
  links.unknownBackend = 'foo';
  run = new RunController(links);
  expect(state().notices).toEqual([
    expect.objectContaining({ code: 'unknownBackend', params: { asked: 'foo', names: 'webgpu, wasm, webgl, cpu' } }),
  ]);
});

describe('the address', () => {
  it.each([
    ['', null, null],
    ['?backend=', null, null],
    ['?backend=cpu', 'cpu', null],
    ['?backend=WASM', 'wasm', null],
    ['?backend=foo', null, 'foo'],
  ])('%s asks for %s', (search, backend, unknownBackend) => {
    expect(requestedBackend(search)).toEqual({ backend, unknownBackend });
  });
});

describe('data that cannot be read', () => {
  it('reads the set again when its worker has died', async () => {
    links.samplesError = Object.assign(new Error(), { code: 'workerFailed', file: 'xor', params: {} });
    expect((await run.samples('train', [0])).inputs).toHaveLength(2);
    expect(links.opened).toBe(2);
  });

  it('does not read a set again because of an index it does not have', async () => {
    links.samplesError = new RangeError();
    await expect(run.samples('train', [99])).rejects.toThrow(RangeError);
    expect(links.opened).toBe(1);
  });

  it('says which file, and loads at the next attempt', async () => {
    run.dispose();
    useRun.setState(initialRun, true);
    links = new FakeLinks();
    links.dataError = Object.assign(new Error(), { code: 'wrongDigest', file: 'train-images', params: {} });
    run = new RunController(links);
    await run.open('xor');
    await settle();
    expect(state().status).toBe('error');
    expect(state().dataset.error).toEqual({ code: 'data.wrongDigest', params: { file: 'train-images' } });
    run.retry();
    await settle();
    expect(state().status).toBe('ready');
    expect(state().dataset.error).toBeNull();
  });
});
