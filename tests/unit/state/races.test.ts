/** Races on the network as the page sees them: what goes to the engine, what comes back, how they end, what is kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LaneNews, RacePoint } from '@/engine/protocol';
import { documentStore } from '@/state/documentStore';
import { racesOf } from '@/state/races/actions';
import { reachedAt } from '@/state/races/history';
import { allSeries, endRace, endRangeTest } from '@/state/races/receive';
import { initialRace, initialRangeTest, useOptimizerInsides, useRace, useRangeTest } from '@/state/races/store';
import type { RaceSettings } from '@/state/races/types';
import type { RunController } from '@/state/runController';
import { useRun } from '@/state/runStore';
import { useRuns } from '@/state/runs/runsStore';
import { seriesOf } from '@/state/runs/summary';
import { checkpointAt, closePage, FakeLinks, openXor, STEPS_PER_EPOCH, settle, setUnits } from './fakes';

const settings: RaceSettings = {
  configurations: [
    { id: 'one', optimizer: { kind: 'adam', learningRate: 0.01 } },
    { id: 'two', optimizer: { kind: 'sgd', learningRate: 0.1 }, schedule: { kind: 'exponential', decayRate: 0.1 } },
  ],
  from: 'initial',
  steps: 20,
  targetAccuracy: 0.8,
};

let links: FakeLinks;
let run: RunController;
let races: ReturnType<typeof racesOf>;

beforeEach(async () => {
  ({ links, run } = await openXor(new FakeLinks()));
  races = racesOf(run, links.archive);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  endRace(null);
  endRangeTest(null);
  useRace.setState(initialRace);
  useRangeTest.setState(initialRangeTest);
  closePage(run);
});

const engine = () => links.engineNow;

const point = (step: number, change: Partial<RacePoint> = {}): RacePoint => {
  return {
    step,
    seconds: step / 10,
    loss: 1 / step,
    accuracy: step / 20,
    learningRate: 0.01,
    gradientNorm: 2,
    ...change,
  };
};
const points = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => point(from + i));
const newsOf = (lane: string, train: RacePoint[], validation: RacePoint[] = []): LaneNews => {
  const { step, seconds } = train[train.length - 1];
  return { lane, step, seconds, train, validation };
};

/** The number of the race or test that the engine was last asked for. */
const number = () => {
  const asked = engine().commands.findLast((command) => command.type === 'race' || command.type === 'rangeTest');
  return (asked as { race: number }).race;
};

function tell(status: 'playing' | 'paused' | 'finished', current: string | null, news: LaneNews[] = []): void {
  engine().emit({ type: 'raced', run: engine().run, race: number(), status, current, news });
}

function begin(change: Partial<RaceSettings> = {}): void {
  races.race.start({ ...settings, ...change });
  const reply = { run: engine().run, race: number() };
  engine().emit({ type: 'raceBuilt', ...reply, stepsPerEpoch: STEPS_PER_EPOCH, validated: true });
  tell('playing', 'one');
}

const race = () => useRace.getState();

describe('a race', () => {
  it('asks the engine for what was set, and the run pauses', async () => {
    run.play();
    await settle();
    begin();
    const [asked] = engine().of('race');
    const { configurations, from, steps } = settings;
    expect(asked.order).toEqual({ configurations, from, steps });
    expect(useRun.getState().status).toBe('paused');
    expect(race()).toMatchObject({ status: 'playing', current: 0, stepsPerEpoch: STEPS_PER_EPOCH, alive: true });
    expect(race().lanes.map(({ configuration }) => configuration.id)).toEqual(['one', 'two']);
  });

  it('shows curves at most five times a second, thinned, and keeps all of them', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    begin({ steps: 5000 });
    tell('playing', 'one', [newsOf('one', points(1, 900))]);
    const first = race().lanes[0];
    tell('playing', 'one', [newsOf('one', points(901, 1800))]);
    expect(race().lanes[0]).toBe(first);
    vi.advanceTimersByTime(200);
    expect(race().lanes[0].step).toBe(1800);
    const [lane, other] = race().lanes;
    expect(lane.train.step.length).toBeLessThanOrEqual(300);
    expect(lane.train.step.at(-1)).toBe(1800);
    for (const column of Object.values(lane.train)) expect(column.length).toBe(lane.train.step.length);
    expect(allSeries('one')?.train.loss.length).toBe(1800);
    expect(allSeries('one')?.train.gradientNorm[7]).toBe(2);
    expect(other.train.step).toEqual([]);
  });

  it('notes when the accuracy was reached first, in validation', () => {
    begin();
    tell('playing', 'two', [newsOf('one', points(1, 20), [point(10), point(17), point(20)])]);
    tell('finished', null, []);
    expect(race().lanes[0].reached).toEqual({ step: 17, seconds: 1.7, accuracy: 0.85 });
    expect(race().lanes[1].reached).toBeNull();
    const train = { ...race().lanes[0].train };
    expect(reachedAt({ train, validation: race().lanes[1].validation }, 0.8, false, 1)?.step).toBe(16);
    // The mean of three batches gets there one later than the second of them.
    expect(reachedAt({ train, validation: train }, 0.79, false, 3)?.step).toBe(17);
    expect(reachedAt({ train, validation: train }, null, false, 1)).toBeNull();
  });

  it('is paused and resumed, whatever was still on its way', () => {
    begin();
    races.race.pause();
    tell('playing', 'two');
    expect(race()).toMatchObject({ status: 'paused', current: null });
    races.race.resume();
    tell('paused', null);
    expect(race().status).toBe('playing');
    tell('playing', 'two');
    expect(race().current).toBe(1);
    tell('finished', null);
    expect(race()).toMatchObject({ status: 'finished', current: null, alive: true });
    expect(
      engine()
        .commands.slice(-2)
        .map(({ type }) => type),
    ).toEqual(['pauseRace', 'resumeRace']);
  });

  it('gives way to the run, and the run to it', async () => {
    begin();
    run.play();
    expect(race().status).toBe('paused');
    expect(useRun.getState().status).toBe('playing');
    races.race.resume();
    expect(useRun.getState().status).toBe('paused');
    run.oneBatch();
    expect(race().status).toBe('paused');
  });

  it('stands still when the workspace is left', () => {
    begin();
    races.leave();
    expect(race().status).toBe('paused');
    expect(engine().of('pauseRace').length).toBe(1);
  });

  it('marks the lane that diverged', () => {
    begin();
    const report = {
      step: 3,
      kind: 'exploded' as const,
      loss: 1e9,
      initialLoss: 1,
      learningRate: 0.1,
      updates: 3,
      node: null,
      layer: null,
      role: null,
      largest: null,
    };
    engine().emit({ type: 'laneDiverged', run: engine().run, race: number(), lane: 'two', report });
    expect(race().lanes.map(({ diverged }) => diverged)).toEqual([null, report]);
    expect(useRun.getState().status).not.toBe('diverged');
  });

  it('ends with a reason when the run is built anew, and its curves stay', async () => {
    begin();
    tell('playing', 'one', [newsOf('one', points(1, 5))]);
    run.reset();
    await settle();
    expect(race()).toMatchObject({ status: 'error', error: { code: 'engine.raceRunChanged' }, alive: false });
    expect(race().lanes[0].step).toBe(5);
    races.race.resume();
    races.race.pause();
    expect(race().status).toBe('error');
  });

  it('ends with a reason when the network changes before any training, or the worker dies', async () => {
    begin();
    setUnits(5);
    await vi.waitFor(() => expect(race().error?.code).toBe('engine.raceRunChanged'), 2000);
    await vi.waitFor(() => expect(useRun.getState().status).toBe('ready'));
    begin();
    engine().crash();
    expect(race()).toMatchObject({ status: 'error', error: { code: 'engine.raceEngineLost' } });
    await settle();
  });

  it('that had finished stays finished, but can be kept no more', async () => {
    begin();
    tell('finished', null, [newsOf('one', points(1, 20))]);
    run.reset();
    await settle();
    expect(race()).toMatchObject({ status: 'finished', error: null, alive: false });
    expect(await races.race.keep('one')).toBeNull();
  });

  it('tells what the engine refuses, and hears nothing of races that are over', () => {
    begin();
    const old = number();
    const reply = { run: engine().run, race: old };
    engine().emit({
      type: 'raceFailed',
      ...reply,
      code: 'optimizerSetting',
      params: { optimizer: 'adam' },
      message: '',
    });
    expect(race()).toMatchObject({ status: 'error', error: { code: 'engine.optimizerSetting' } });
    begin();
    engine().emit({ type: 'raced', ...reply, status: 'finished', current: null, news: [newsOf('one', points(1, 3))] });
    expect(race().status).toBe('playing');
    expect(allSeries('one')?.train.step).toEqual([]);
  });

  it('needs a run', async () => {
    useRun.setState({ status: 'building' });
    races.race.start(settings);
    expect(race()).toMatchObject({ status: 'error', error: { code: 'engine.raceNoRun' } });
    expect(engine().of('race')).toEqual([]);
  });

  it('is let go of on demand', () => {
    begin();
    tell('playing', 'two', [newsOf('one', points(1, 4))]);
    races.race.end();
    expect(race()).toMatchObject({ status: 'finished', alive: false });
    expect(race().lanes[0].train.step).toEqual([1, 2, 3, 4]);
    expect(engine().of('endRace').length).toBe(1);
  });
});

describe('a lane that is kept', () => {
  /** Keeps a lane that stands at `step`. */
  async function keep(lane: string, step: number, name?: string): Promise<string> {
    const kept = races.race.keep(lane, name);
    await settle();
    const { run: of, request } = engine().of('raceCheckpoint').at(-1)!;
    engine().emit({ type: 'checkpointed', run: of, request, checkpoint: checkpointAt(step) });
    return (await kept) ?? '';
  }

  it('is a run with its own optimizer and curves, and can be opened', async () => {
    begin();
    const measured = [newsOf('two', points(1, 20), [point(10), point(20)])];
    tell('finished', null, measured);
    const id = await keep('two', 20, 'SGD, falling');
    expect(race().lanes.map(({ kept }) => kept)).toEqual([null, id]);
    const loaded = await links.archive.load(id);
    expect(loaded?.record).toMatchObject({
      name: 'SGD, falling',
      template: 'xor',
      step: 20,
      epoch: 2,
      status: 'paused',
    });
    expect(loaded?.record.document.training.phases[0]).toMatchObject({
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      schedule: { kind: 'exponential', decayRate: 0.1 },
    });
    expect(loaded?.record.seconds).toBe(2);
    expect(loaded?.record.last.validation?.step).toBe(20);
    expect(
      seriesOf(loaded!.curves.train)
        .points()
        .map(({ loss }) => loss),
    ).toEqual(points(1, 20).map(({ loss }) => loss));
    expect(loaded?.checkpoint).toEqual(checkpointAt(20));
    // The document that is open has not changed by it.
    expect(documentStore.document?.training.phases[0].optimizer.kind).not.toBe('sgd');
    await run.openRun('xor', { id, slot: 'last', play: false });
    await settle();
    expect(documentStore.document?.training.phases[0].optimizer.kind).toBe('sgd');
    expect(useRun.getState().progress?.step).toBe(20);
  });

  it('is called by its optimizer, with no more than what it stands for', async () => {
    begin();
    tell('paused', null, [newsOf('one', points(1, 9), [point(5), point(9)])]);
    const record = (await links.archive.load(await keep('one', 7)))?.record;
    expect(record?.name).toBe('adam · 0.01');
    expect(record?.seconds).toBeCloseTo(0.7, 12);
    expect(record?.last.train?.step).toBe(7);
    expect(record?.last.validation?.step).toBe(5);
    expect(record?.from).toBeNull();
  });

  it('says which run it was taken from, and where', async () => {
    run.play();
    await settle();
    engine().train(12);
    engine().autosave();
    run.pause();
    await settle();
    const { open } = useRuns.getState();
    begin({ from: 'here' });
    tell('finished', null, [newsOf('one', points(1, 20))]);
    const record = (await links.archive.load(await keep('one', 20)))?.record;
    expect(record?.from).toMatchObject({ id: open, step: 12 });
  });
});

describe('the range test', () => {
  const order = { from: 1e-4, to: 1, steps: 40 };
  const told = (rates: number[], losses: number[], status: 'playing' | 'finished' = 'playing', endedEarly = false) =>
    engine().emit({ type: 'rangeTested', run: engine().run, race: number(), status, rates, losses, endedEarly });

  it('gathers rates and losses and says what they suggest', () => {
    races.rangeTest.start(order);
    expect(engine().of('rangeTest')[0].order).toEqual(order);
    const rates = Array.from({ length: 40 }, (_, i) => 1e-4 * 10 ** (i / 10));
    const losses = rates.map((_, i) => 2 - Math.tanh((i - 20) / 4));
    told(rates.slice(0, 5), losses.slice(0, 5));
    expect(useRangeTest.getState()).toMatchObject({ status: 'playing', suggestion: null });
    told(rates.slice(5), losses.slice(5), 'finished', true);
    const { status, smoothed, suggestion, endedEarly } = useRangeTest.getState();
    expect({ status, endedEarly }).toEqual({ status: 'finished', endedEarly: true });
    expect(smoothed.length).toBe(40);
    expect(suggestion?.tenth).toBe(rates[39] / 10);
    expect(suggestion?.steepest).toBeGreaterThan(rates[18]);
  });

  it('pauses a race and leaves it be, and is stopped with what it has', () => {
    begin();
    races.rangeTest.start(order);
    expect(race().status).toBe('paused');
    told([0.1, 0.2], [3, 2]);
    races.race.resume();
    expect(useRangeTest.getState().status).toBe('paused');
    races.rangeTest.stop();
    expect(useRangeTest.getState()).toMatchObject({ status: 'finished', losses: [3, 2], endedEarly: false });
    expect(engine().last.type).toBe('endRace');
  });

  it('ends with a reason when the run is built anew', async () => {
    races.rangeTest.start(order);
    told([0.1], [3]);
    run.reset();
    await settle();
    expect(useRangeTest.getState()).toMatchObject({ status: 'error', error: { code: 'engine.raceRunChanged' } });
  });
});

describe('the insides of the optimizer', () => {
  it('are asked for while somebody watches, of every run that is built meanwhile', async () => {
    races.watchInsides(true);
    expect(
      engine()
        .of('watchInsides')
        .map(({ on }) => on),
    ).toEqual([true]);
    const insides = { step: 3, weights: [] };
    engine().emit({ type: 'insides', run: engine().run, insides });
    expect(useOptimizerInsides.getState().insides).toEqual(insides);
    setUnits(6);
    run.reset();
    await settle();
    expect(useOptimizerInsides.getState().insides).toBeNull();
    expect(
      engine()
        .of('watchInsides')
        .map(({ on }) => on),
    ).toEqual([true, true]);
    races.watchInsides(false);
    expect(engine().last).toMatchObject({ type: 'watchInsides', on: false });
  });
});
