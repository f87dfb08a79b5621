/** Races beside a run: fair, exact, and without a trace in the run. */
import { afterAll, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '@/core/network/spec';
import type {
  BackendName,
  EngineEvent,
  LaneNews,
  RaceOrder,
  RacePoint,
  RangeTestOrder,
  TrainingSettings,
} from '@/engine/protocol';
import { cloudNetwork, clouds, cloudTraining, Session } from './session';

type Of<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;

/** With a dropout, so that masks have to be the same, too. */
const dropping: NetworkSpec = {
  ...cloudNetwork,
  layers: [cloudNetwork.layers[0], { id: 'drop', kind: 'dropout', rate: 0.3 }, cloudNetwork.layers[1]],
};
/** The smallest there is, where every kernel has to be compiled first. */
const tiny: NetworkSpec = { ...cloudNetwork, layers: [cloudNetwork.layers[1]] };
const STEPS = 25;
/** 48 samples to train on: 3 batches an epoch. */
const data = clouds(60);

const adam = { kind: 'adam', learningRate: 0.01 };
const sgd = { kind: 'sgd', learningRate: 0.1 };
const duel: RaceOrder = {
  configurations: [
    { id: 'adam', optimizer: adam },
    { id: 'sgd', optimizer: sgd },
  ],
  from: 'initial',
  steps: STEPS,
};

let session: Session;
let races = 0;
/** One engine a backend: every test builds a run of its own. */
const sessions = new Map<BackendName, Session>();
afterAll(() => {
  for (const one of sessions.values()) one.close();
});

async function open(backend: BackendName, change: Partial<TrainingSettings> = {}, network = dropping): Promise<void> {
  const known = sessions.get(backend);
  session = known ?? new Session();
  if (!known) {
    sessions.set(backend, session);
    await session.init(backend);
    session.attach(data);
  }
  session.events.length = 0;
  await session.build(network, 'clouds', { ...cloudTraining, epochs: 100, ...change });
}

const all = <Type extends EngineEvent['type']>(type: Type, from = 0) =>
  session.events.slice(from).filter((event): event is Of<Type> => event.type === type);

function begin(order: RaceOrder): number {
  const race = ++races;
  session.client.send({ type: 'race', run: session.id, race, order });
  return race;
}

/** Races to the end. */
async function raced(order: RaceOrder): Promise<number> {
  const from = session.events.length;
  const race = begin(order);
  const failed = session
    .next('raceFailed', () => true, from)
    .then(({ code, message }) => {
      throw new Error(`${code}: ${message}`);
    });
  const ended = session.next('raced', (event) => event.race === race && event.status === 'finished', from);
  await Promise.race([ended, failed]);
  return race;
}

/** What was told of one lane. */
function laneOf(race: number, lane: string): { news: LaneNews[]; train: RacePoint[]; validation: RacePoint[] } {
  const news = all('raced').flatMap((event) => (event.race === race ? event.news : []));
  const own = news.filter((one) => one.lane === lane);
  return { news: own, train: own.flatMap(({ train }) => train), validation: own.flatMap((one) => one.validation) };
}

const losses = (race: number, lane: string) => laneOf(race, lane).train.map(({ loss }) => loss);

/** Tensors that the engine holds at rest. */
async function tensors(): Promise<number> {
  const told = session.next('progress');
  session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0.01 });
  return (await told).progress.tensors;
}

describe.each<BackendName>(['cpu', 'wasm'])('a race on %s', (backend) => {
  it('trains a lane as the run trains, from the same weights on the same batches', async () => {
    await open(backend, { schedule: { kind: 'exponential', decayRate: 0.05 } });
    const schedule = { kind: 'exponential', decayRate: 0.05 };
    const race = await raced({
      ...duel,
      configurations: [{ id: 'adam', optimizer: adam, schedule }, duel.configurations[1]],
    });
    await session.play(STEPS);
    expect(losses(race, 'adam')).toEqual(session.losses);
    expect(laneOf(race, 'adam').train.map(({ learningRate }) => learningRate)).toEqual(
      session.points().map(({ learningRate }) => learningRate),
    );
    expect(losses(race, 'sgd')).not.toEqual(session.losses);
    const kept = await session.client.raceCheckpoint(race, 'adam');
    const own = await session.client.checkpoint();
    expect(kept).toEqual(own);
  });

  it('leaves the run as it was and frees what it took', async () => {
    await open(backend);
    await session.play(7);
    const before = await session.client.checkpoint();
    const resting = await tensors();
    const race = await raced({ ...duel, from: 'here' });
    expect(await session.client.checkpoint()).toEqual(before);
    session.client.send({ type: 'endRace', run: session.id, race });
    expect(await tensors()).toBe(resting);
    await expect(session.client.raceCheckpoint(race, 'adam')).rejects.toMatchObject({ code: 'noRace' });
    // The run goes on as one that was never raced from.
    await session.play(5);
    const raceless = session.losses;
    await session.reset();
    const from = session.events.length;
    await session.play(12);
    expect(session.points('train', from).map(({ loss }) => loss)).toEqual(raceless);
  });

  it('gives the same curves again, whatever interrupts it', async () => {
    await open(backend);
    const first = await raced(duel);
    const second = begin(duel);
    for (let i = 0; i < 3; i++) {
      session.client.send({ type: 'pauseRace', run: session.id, race: second });
      session.client.send({ type: 'resumeRace', run: session.id, race: second });
    }
    await session.next('raced', (event) => event.race === second && event.status === 'finished', 0);
    for (const lane of ['adam', 'sgd']) {
      const [once, again] = [first, second].map((race) => laneOf(race, lane));
      expect(once.train.length).toBe(STEPS);
      const without = ({ seconds: _, ...rest }: RacePoint) => rest;
      expect(again.train.map(without)).toEqual(once.train.map(without));
      expect(again.validation.map(without)).toEqual(once.validation.map(without));
    }
  });
});

describe('a race', () => {
  it('measures the norm of all gradients: of a step of SGD it is the change over the rate', async () => {
    await open('wasm', { optimizer: sgd }, cloudNetwork);
    const before = await session.client.checkpoint();
    const race = await raced({ ...duel, from: 'here', steps: 1 });
    const after = await session.client.raceCheckpoint(race, 'sgd');
    const squares = Object.entries(after.weights).flatMap(([name, values]) =>
      Array.from(values, (value, i) => ((before.weights[name][i] - value) / sgd.learningRate) ** 2),
    );
    const expected = Math.sqrt(squares.reduce((sum, x) => sum + x, 0));
    const [adamNorm, sgdNorm] = ['adam', 'sgd'].map((lane) => laneOf(race, lane).train[0].gradientNorm ?? 0);
    expect(sgdNorm / expected).toBeCloseTo(1, 4);
    expect(adamNorm).toBe(sgdNorm);
  });

  it('validates all lanes at the same moments, and times each lane by itself', async () => {
    await open('wasm');
    const race = await raced({ ...duel, steps: 60 });
    const moments = ['adam', 'sgd'].map((lane) => laneOf(race, lane).validation.map(({ step }) => step));
    expect(moments[0]).toEqual(moments[1]);
    expect(moments[0].at(-1)).toBe(60);
    for (const lane of ['adam', 'sgd']) {
      const seconds = laneOf(race, lane).train.map((point) => point.seconds);
      expect(seconds[0]).toBeGreaterThan(0);
      expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
      expect(laneOf(race, lane).news.at(-1)?.seconds).toBeGreaterThanOrEqual(seconds.at(-1) ?? 0);
    }
  });

  it('cuts the rate on a plateau as a run does', async () => {
    const schedule = { kind: 'reduceOnPlateau', monitor: 'loss', patience: 0, factor: 0.5, minDelta: 10 };
    await open('wasm', { schedule });
    const race = await raced({
      ...duel,
      configurations: [{ id: 'adam', optimizer: adam, schedule }, duel.configurations[1]],
    });
    await session.play(STEPS);
    const rates = laneOf(race, 'adam').train.map(({ learningRate }) => learningRate);
    expect(new Set(rates).size).toBeGreaterThan(3);
    expect(rates).toEqual(session.points().map(({ learningRate }) => learningRate));
    expect((await session.client.raceCheckpoint(race, 'adam')).memory).toEqual(
      (await session.client.checkpoint()).memory,
    );
  });

  it('loses the moments at the beginning of each epoch, where that is asked for', async () => {
    await open('wasm');
    const forgetful = { id: 'forgetful', optimizer: adam, resetEveryEpoch: true };
    const race = await raced({ ...duel, configurations: [duel.configurations[0], forgetful], steps: 9 });
    const [whole, reset] = ['adam', 'forgetful'].map((lane) => losses(race, lane));
    // The fourth update is the first of the second epoch; its loss is from before it.
    expect(reset.slice(0, 4)).toEqual(whole.slice(0, 4));
    expect(reset[4]).not.toBe(whole[4]);
  });

  it('stops a lane that diverges, says why, and lets the others go on', async () => {
    await open('wasm', {}, cloudNetwork);
    const wild = { id: 'wild', optimizer: { kind: 'sgd', learningRate: 1e6 } };
    const race = await raced({ ...duel, configurations: [wild, duel.configurations[0]] });
    const [diverged, ...others] = all('laneDiverged');
    expect(others).toEqual([]);
    expect(diverged.lane).toBe('wild');
    expect(diverged.report.learningRate).toBe(1e6);
    expect(diverged.report.node).not.toBeNull();
    expect(losses(race, 'adam').length).toBe(STEPS);
    const kept = await session.client.raceCheckpoint(race, 'wild');
    for (const values of Object.values(kept.weights)) expect(values.every(Number.isFinite)).toBe(true);
    expect(all('diverged')).toEqual([]);
    // The same is said of a run that diverges so.
    await open('wasm', { optimizer: wild.optimizer }, cloudNetwork);
    const told = session.next('diverged');
    session.client.send({ type: 'play', run: session.id, batches: STEPS });
    const { node, layer, largest } = (await told).report;
    expect(diverged.report).toMatchObject({ node, layer, largest });
  });

  it('stands still while the run plays, and the run while it does', async () => {
    await open('wasm');
    const race = begin({ ...duel, steps: 100_000 });
    await session.next('raced', ({ news }) => news.length > 0);
    session.client.send({ type: 'play', run: session.id, batches: null });
    await session.next('raced', ({ status }) => status === 'paused');
    const from = session.events.length;
    await session.next('progress', ({ progress }) => progress.step > 20, from);
    expect(all('raced', from)).toEqual([]);
    session.client.send({ type: 'resumeRace', run: session.id, race });
    await session.next('progress', ({ progress }) => !progress.playing, from);
    await session.next('raced', ({ news }) => news.length > 0, session.events.length);
    session.client.send({ type: 'endRace', run: session.id, race });
    const { step } = await session.client.checkpoint();
    expect(step).toBeGreaterThan(20);
  });

  it('is over with the run it was made from', async () => {
    await open('wasm');
    const resting = await tensors();
    begin({ ...duel, steps: 100_000 });
    await session.next('raced', ({ news }) => news.length > 0);
    await session.reset();
    const from = session.events.length;
    expect(await tensors()).toBe(resting);
    expect(all('raced', from)).toEqual([]);
  });

  it('refuses what cannot be raced, and nothing is left of it', async () => {
    await open('wasm');
    const resting = await tensors();
    const refused = async (order: RaceOrder) => {
      const from = session.events.length;
      begin(order);
      return (await session.next('raceFailed', () => true, from)).code;
    };
    const [one, two] = duel.configurations;
    expect(await refused({ ...duel, configurations: [one] })).toBe('raceOrder');
    expect(await refused({ ...duel, configurations: [one, { ...two, id: one.id }] })).toBe('raceOrder');
    expect(await refused({ ...duel, steps: 0 })).toBe('raceOrder');
    const bad = { id: 'bad', optimizer: { kind: 'adam', learningRate: 0.1, beta1: 7 } };
    expect(await refused({ ...duel, configurations: [one, bad] })).toBe('optimizerSetting');
    const wrong = { ...two, schedule: { kind: 'never' } };
    expect(await refused({ ...duel, configurations: [one, wrong] })).toBe('unknownSchedule');
    expect(await tensors()).toBe(resting);
  });
});

describe.each<BackendName>(['webgl', 'webgpu'])('a race on %s', (backend) => {
  it('comes to its end with the losses of the cpu', async () => {
    await open(backend, { validationShare: 0 }, tiny);
    const race = await raced({ ...duel, steps: 4 });
    const measured = ['adam', 'sgd'].map((lane) => losses(race, lane));
    const norms = laneOf(race, 'sgd').train.map(({ gradientNorm }) => gradientNorm ?? 0);
    await open('cpu', { validationShare: 0 }, tiny);
    const again = await raced({ ...duel, steps: 4 });
    const expected = ['adam', 'sgd'].map((lane) => losses(again, lane));
    for (const [i, lane] of measured.entries())
      for (const [j, loss] of lane.entries()) expect(loss).toBeCloseTo(expected[i][j], 4);
    const expectedNorms = laneOf(again, 'sgd').train.map(({ gradientNorm }) => gradientNorm ?? 0);
    for (const [i, norm] of norms.entries()) expect(norm).toBeCloseTo(expectedNorms[i], 4);
  });
});

describe('the range test of the learning rate', () => {
  const order: RangeTestOrder = { from: 1e-5, to: 100, steps: 80 };

  async function tested(given: RangeTestOrder) {
    const from = session.events.length;
    session.client.send({ type: 'rangeTest', run: session.id, race: ++races, order: given });
    const { endedEarly } = await session.next('rangeTested', ({ status }) => status === 'finished', from);
    const events = all('rangeTested', from);
    return {
      endedEarly,
      rates: events.flatMap(({ rates }) => rates),
      losses: events.flatMap((event) => event.losses),
    };
  }

  it.each<BackendName>(['cpu', 'wasm'])(
    'raises the rate by a constant factor and leaves the run alone on %s',
    async (backend) => {
      await open(backend, { optimizer: sgd }, cloudNetwork);
      await session.play(3);
      const before = await session.client.checkpoint();
      const resting = await tensors();
      const { rates, losses: measured, endedEarly } = await tested(order);
      expect(rates[0]).toBe(1e-5);
      expect(rates[10] / rates[9]).toBeCloseTo(rates[1] / rates[0], 9);
      expect(measured.length).toBe(rates.length);
      expect(endedEarly).toBe(measured.length < order.steps);
      expect(await session.client.checkpoint()).toEqual(before);
      expect(await tensors()).toBe(resting);
      expect((await tested(order)).losses).toEqual(measured);
    },
  );

  it('ends early where the loss breaks out, and reaches the largest rate where it does not', async () => {
    await open('wasm', { optimizer: sgd }, cloudNetwork);
    const wild = await tested({ from: 1e-3, to: 1e30, steps: 60 });
    expect(wild.endedEarly).toBe(true);
    expect(wild.rates.length).toBeLessThan(60);
    const tame = await tested({ from: 1e-6, to: 1e-3, steps: 30 });
    expect(tame.endedEarly).toBe(false);
    expect(tame.rates.at(-1)).toBeCloseTo(1e-3, 12);
  });

  it('refuses rates that do not grow', async () => {
    await open('wasm');
    session.client.send({ type: 'rangeTest', run: session.id, race: ++races, order: { from: 1, to: 1, steps: 10 } });
    expect((await session.next('raceFailed')).code).toBe('rangeTestOrder');
  });
});
