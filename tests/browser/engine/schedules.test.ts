/** Learning rates that change by themselves, and runs that end by themselves: in the worker. What depends on the run's course is the worker's own. */
import { afterEach, describe, expect, it } from 'vitest';
import { scheduleFrom } from '@/core/schedules/rate';
import { divide } from '@/engine/batches';
import type { BackendName, Checkpoint, MetricPoint, TrainingSettings } from '@/engine/protocol';
import { cloudNetwork, clouds, cloudTraining, Session, xor, xorNetwork } from './session';

let session: Session;
afterEach(() => session.close());

const COUNT = 120;
/** 96 samples in batches of 16. */
const STEPS = 6;
const base = { ...cloudTraining, optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.9 }, epochs: 8 };

/** Samples that are held back say the opposite of those that are trained on: what is learnt makes validation worse. */
function contrary() {
  const data = clouds(COUNT);
  const held = new Set(divide(COUNT, base.validationShare, base.seed).validation);
  for (const { split, first, count, targets } of data.shards) {
    if (split === 'test') continue;
    for (let i = 0; i < count; i++) if (held.has(first + i)) targets[i] = (targets[i] + 1) % 3;
  }
  return data;
}

async function open(
  training: Partial<TrainingSettings>,
  { backend = 'wasm' as BackendName, data = clouds(COUNT), checkpoint = null as Checkpoint | null } = {},
): Promise<Session> {
  session = new Session();
  await session.init(backend);
  session.attach(data);
  await session.build(cloudNetwork, 'clouds', { ...base, ...training }, checkpoint);
  return session;
}

/** The same run, broken off after so many steps and taken up in a new worker. */
async function resumed(training: Partial<TrainingSettings>, steps: number, options: Parameters<typeof open>[1] = {}) {
  await open(training, options);
  await session.play(steps);
  const checkpoint = structuredClone(await session.client.checkpoint());
  const before = session.points('validation');
  session.close();
  await open(training, { ...options, checkpoint });
  await session.play();
  return {
    losses: session.losses,
    rates: ratesOf(session.points()),
    validation: [...before, ...session.points('validation')],
  };
}

const ratesOf = (points: readonly MetricPoint[]) => points.map(({ learningRate }) => learningRate);
const lastProgress = () => session.events.findLast((event) => event.type === 'progress')!.progress;

describe.each<BackendName>(['wasm', 'cpu'])('a schedule on %s', (backend) => {
  const schedule = { kind: 'cosine', decaySteps: 12, warmupSteps: 4 };
  const { at } = scheduleFrom(0.1, schedule);

  it('gives exactly the updates of the same rates set by hand', async () => {
    await open({ schedule }, { backend });
    await session.play(15);
    const scheduled = await session.client.checkpoint();
    expect(ratesOf(session.points())).toEqual(Array.from({ length: 15 }, (_, t) => at(t)));
    expect(lastProgress().learningRate).toBe(at(15));
    session.close();
    await open({}, { backend });
    for (let t = 0; t < 15; t++) {
      session.client.send({ type: 'setLearningRate', run: session.id, learningRate: at(t) });
      await session.play(1);
    }
    expect(await session.client.checkpoint()).toEqual(scheduled);
    session.close();
    await open({}, { backend });
    await session.play(15);
    expect((await session.client.checkpoint()).weights).not.toEqual(scheduled.weights);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    await open({ schedule, epochs: 3 }, { backend });
    await session.play();
    const { losses } = session;
    session.close();
    expect((await resumed({ schedule, epochs: 3 }, 8, { backend })).losses).toEqual(losses.slice(8));
  });
});

describe('a schedule', () => {
  it('starts from a rate that can be changed at any time', async () => {
    await open({ schedule: { kind: 'step', stepSize: 2, factor: 0.5 } });
    await session.play(3);
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0.4 });
    await session.play(2);
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0 });
    await session.play(1);
    expect(ratesOf(session.points())).toEqual([0.1, 0.1, 0.05, 0.2, 0.1, 0]);
  });

  it('with values of its own goes by them alone', async () => {
    await open({ schedule: { kind: 'piecewise', boundaries: [1], values: [0.3, 0.2] } });
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 9 });
    await session.play(3);
    expect(ratesOf(session.points())).toEqual([0.3, 0.3, 0.2]);
  });

  it('begins anew with a reset', async () => {
    await open({ schedule: { kind: 'exponential', decayRate: 0.1 } });
    await session.play(5);
    const first = session.losses;
    await session.reset();
    const from = session.events.length;
    await session.play(5);
    expect(session.points('train', from).map(({ loss }) => loss)).toEqual(first);
    expect(session.points('train', from)[0].learningRate).toBe(0.1);
  });

  it('that cannot be is told when the run is built', async () => {
    session = new Session();
    await session.init('wasm');
    session.attach(clouds(COUNT));
    const build = (schedule: TrainingSettings['schedule']) =>
      session.build(cloudNetwork, 'clouds', { ...base, schedule });
    await expect(build({ kind: 'weather' })).rejects.toThrow('unknownSchedule');
    await expect(build({ kind: 'cosine', decaySteps: 0 })).rejects.toThrow('scheduleSetting');
    await expect(build({ kind: 'reduceOnPlateau', factor: 2 })).rejects.toThrow('scheduleSetting');
    await build({ kind: 'cosine' });
    await session.play(2);
    expect(session.losses).toHaveLength(2);
  });
});

describe('a rate cut on plateaus', () => {
  // Nothing improves by 10, so every epoch but the first is one of a plateau.
  const schedule = { kind: 'reduceOnPlateau', factor: 0.5, patience: 2, minDelta: 10 };

  it('is cut at the ends of epochs', async () => {
    await open({ schedule });
    await session.play();
    const perEpoch = Array.from({ length: 8 }, (_, epoch) =>
      ratesOf(session.points().slice(epoch * STEPS, (epoch + 1) * STEPS)),
    );
    for (const rates of perEpoch) expect(new Set(rates).size).toBe(1);
    expect(perEpoch.map(([rate]) => rate)).toEqual([0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125]);
    // It looks at every epoch, however short.
    const whole = session.points('validation').filter(({ step }) => step % STEPS === 0);
    expect(whole.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([5, 20])('goes on after %i steps as if it had never stopped', async (steps) => {
    const training = { schedule: { ...schedule, monitor: 'loss' } };
    await open(training);
    await session.play();
    const { losses } = session;
    const rates = ratesOf(session.points());
    session.close();
    const later = await resumed(training, steps);
    expect(later.rates).toEqual(rates.slice(steps));
    expect(later.losses).toEqual(losses.slice(steps));
  });

  it('is what is set, once it is set', async () => {
    await open({ schedule });
    await session.play(4 * STEPS);
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0.2 });
    await session.play();
    expect(ratesOf(session.points()).filter((_, step) => step % STEPS === 0)).toEqual([
      0.1, 0.1, 0.1, 0.05, 0.2, 0.1, 0.1, 0.05,
    ]);
  });
});

describe('early stopping', () => {
  const earlyStopping = { monitor: 'valLoss', patience: 3, minDelta: 0, restoreBestWeights: true } as const;

  it('ends after so many epochs without an improvement, and goes back to the best weights', async () => {
    const data = contrary();
    await open({ earlyStopping }, { data });
    await session.play(STEPS);
    const best = structuredClone(await session.client.checkpoint());
    await session.play();
    const validation = session.points('validation').filter(({ step }) => step % STEPS === 0);
    expect(validation.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(Math.min(...validation.map(({ loss }) => loss))).toBe(validation[0].loss);
    expect(session.losses).toHaveLength(4 * STEPS);
    const { stopped, step, playing } = lastProgress();
    expect(stopped).toEqual({ monitor: 'valLoss', epochs: 3, best: validation[0].loss, bestEpoch: 1, restored: true });
    expect({ step, playing }).toEqual({ step: 4 * STEPS, playing: false });
    const now = await session.client.checkpoint();
    expect(now.weights).toEqual(best.weights);
    expect(now.states).not.toEqual(best.states);
    expect((await session.client.evaluate('validation')).loss).toBe(validation[0].loss);
    expect(session.events.filter(({ type }) => type === 'finished')).toHaveLength(1);
  });

  it('leaves the last weights where they are wanted', async () => {
    await open({ earlyStopping: { ...earlyStopping, restoreBestWeights: false } }, { data: contrary() });
    await session.play();
    const { stopped } = lastProgress();
    expect(stopped).toMatchObject({ bestEpoch: 1, restored: false });
    const { loss } = await session.client.evaluate('validation');
    expect(loss).toBe(session.points('validation').at(-1)!.loss);
    expect(loss).not.toBe(stopped!.best);
  });

  it.each([STEPS + 2, 2 * STEPS])('goes on after %i steps as if it had never stopped', async (steps) => {
    const data = contrary();
    await open({ earlyStopping }, { data });
    await session.play();
    const whole = await session.client.checkpoint();
    const { losses } = session;
    const validation = session.points('validation');
    session.close();
    const later = await resumed({ earlyStopping }, steps, { data });
    expect(later.losses).toEqual(losses.slice(steps));
    expect(later.validation).toEqual(validation);
    expect(await session.client.checkpoint()).toEqual(whole);
  });
});

describe('a run that was stopped early', () => {
  const earlyStopping = { monitor: 'valLoss', patience: 2, minDelta: 0, restoreBestWeights: true } as const;

  it('is stopped still when it is taken up, and trains on when it is played', async () => {
    const data = contrary();
    await open({ earlyStopping }, { data });
    await session.play();
    const checkpoint = structuredClone(await session.client.checkpoint());
    session.close();
    session = new Session();
    await session.init('wasm');
    session.attach(data);
    const built = await session.build(cloudNetwork, 'clouds', { ...base, earlyStopping }, checkpoint);
    expect(built.progress.stopped).toMatchObject({ bestEpoch: 1, epochs: 2 });
    await session.play();
    // As many epochs again as it has patience.
    expect(session.losses).toHaveLength(2 * STEPS);
    expect(session.points()[0].step).toBe(3 * STEPS + 1);
    expect(lastProgress().stopped).toMatchObject({ bestEpoch: 1, epochs: 2 });
    await session.reset();
    expect(session.events.findLast((event) => event.type === 'built')!.progress.stopped).toBeNull();
  });

  it('looks at the training loss where nothing is held back', async () => {
    session = new Session();
    await session.init('wasm');
    session.attach(xor());
    await session.build(xorNetwork, 'xor', {
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      batchSize: 2,
      validationShare: 0,
      seed: 2,
      epochs: 50,
      earlyStopping: { ...earlyStopping, monitor: 'valAccuracy' },
    });
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0 });
    await session.play();
    // Without a learning rate no epoch is better than the first.
    expect(session.losses).toHaveLength(3 * 2);
    const [a, b] = session.losses;
    expect(lastProgress().stopped).toMatchObject({ monitor: 'loss', bestEpoch: 1, best: (2 * a + 2 * b) / 4 });
  });

  it('is no early stop at the last epoch', async () => {
    await open({ earlyStopping, epochs: 3 }, { data: contrary() });
    await session.play();
    expect(session.losses).toHaveLength(3 * STEPS);
    expect(lastProgress()).toMatchObject({ stopped: null, step: 3 * STEPS });
  });
});
