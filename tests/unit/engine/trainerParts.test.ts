/** The parts a run is made of: when it saves, validates and waits, and what it remembers from epoch to epoch. */
import { describe, expect, it } from 'vitest';
import { EpochWatch, watched } from '@/engine/epochWatch';
import { Past } from '@/engine/history';
import type { Parameters } from '@/engine/parameters';
import type { TensorMap, TrainingSettings } from '@/engine/protocol';
import { SaveClock } from '@/engine/saving';
import { SpeedLimit } from '@/engine/speedLimit';
import { validationDue } from '@/engine/validation';

describe('checkpoints of a run that plays', () => {
  it('come a second after the start and then every two, unless they are dear', () => {
    const clock = new SaveClock();
    clock.start(0);
    expect([500, 999, 1000].map((now) => clock.due(7, false, now))).toEqual([false, false, true]);
    clock.took(7, false, 1000, 1010);
    expect(clock.due(8, false, 2900)).toBe(false);
    expect(clock.due(8, false, 3010)).toBe(true);
    // 100 ms at a fiftieth of the time: every five seconds.
    clock.took(8, false, 3010, 3110);
    expect(clock.due(9, false, 8000)).toBe(false);
    expect(clock.due(9, false, 8110)).toBe(true);
  });

  it('come at the end of an epoch a second after that of the last, on demand at once, and never twice of a step', () => {
    const clock = new SaveClock();
    clock.start(0);
    expect(clock.due(10, true, 20)).toBe(true);
    clock.took(10, true, 20, 20);
    expect(clock.due(20, true, 500)).toBe(false);
    clock.ask();
    expect(clock.due(21, false, 600)).toBe(true);
    clock.took(21, false, 600, 600);
    clock.ask();
    expect(clock.due(21, false, 9000)).toBe(false);
    clock.forget();
    expect(clock.due(21, false, 9000)).toBe(true);
  });
});

it('a speed limit spaces batches evenly, and makes up for nothing', () => {
  const limit = new SpeedLimit();
  expect(limit.wait(0)).toBe(0);
  limit.set(10);
  limit.begin(1000);
  expect(limit.wait(1000)).toBe(100);
  expect(limit.wait(1100)).toBe(0);
  limit.begin(1105);
  expect(limit.wait(1105)).toBe(95);
  limit.begin(5000);
  expect(limit.wait(5000)).toBe(100);
  limit.set(null);
  expect(limit.wait(5000)).toBe(0);
});

describe('validation', () => {
  const passes = (stepsPerEpoch: number, totalSteps: number, everyEpoch: boolean) =>
    Array.from({ length: totalSteps + 1 }, (_, step) => [
      step,
      validationDue(step, { stepsPerEpoch, totalSteps, everyEpoch }),
    ]).filter(([, pass]) => pass !== null);

  it('is whole at the ends of epochs and quick in between', () => {
    expect(passes(100, 200, false)).toEqual([
      ...[20, 40, 60, 80].map((step) => [step, 'quick']),
      [100, 'whole'],
      ...[120, 140, 160, 180].map((step) => [step, 'quick']),
      [200, 'whole'],
    ]);
  });

  it('skips short epochs, unless something waits for each', () => {
    const whole = (steps: number[]) => steps.map((step) => [step, 'whole']);
    expect(passes(8, 40, false)).toEqual(whole([24, 40]));
    expect(passes(8, 40, true)).toEqual(whole([8, 16, 24, 32, 40]));
  });
});

describe('what waits for the ends of epochs', () => {
  const settings = (more: Partial<TrainingSettings>) => ({ optimizer: { kind: 'sgd', learningRate: 0.4 }, ...more });
  const earlyStopping = { monitor: 'valAccuracy', patience: 2, minDelta: 0, restoreBestWeights: true } as const;
  const weights = (value: number) => async (): Promise<TensorMap> => ({ w: Float32Array.of(value) });
  const batch = (loss: number, samples: number) => ({ step: 0, learningRate: 0.4, accuracy: null, loss, samples });

  it('is nothing without plateau and early stopping', () => {
    const watch = new EpochWatch(settings({ schedule: { kind: 'cosine' } }), true, undefined);
    watch.note([batch(1, 2)]);
    expect(watch).toMatchObject({ active: false, validates: false, memory: undefined, stopped: null });
  });

  it('looks at what there is', () => {
    const measured = { loss: 3, valLoss: 2, valAccuracy: 0.5 };
    expect(watched('valAccuracy', measured)).toEqual({ monitor: 'valAccuracy', value: 0.5 });
    expect(watched('valAccuracy', { ...measured, valAccuracy: null })).toEqual({ monitor: 'valLoss', value: 2 });
    expect(watched('valLoss', { ...measured, valLoss: null })).toEqual({ monitor: 'loss', value: 3 });
    const byLoss = { ...earlyStopping, monitor: 'loss' } as const;
    expect(new EpochWatch(settings({ earlyStopping: byLoss }), true, undefined).validates).toBe(false);
    expect(new EpochWatch(settings({ earlyStopping }), true, undefined).validates).toBe(true);
    expect(new EpochWatch(settings({ earlyStopping }), false, undefined).validates).toBe(false);
  });

  it('takes the mean over samples of a training loss, and begins anew with each epoch', async () => {
    const watch = new EpochWatch(settings({ earlyStopping }), false, undefined);
    watch.note([batch(1, 3), batch(5, 1)]);
    expect(watch.memory?.losses).toEqual({ sum: 8, samples: 4 });
    await watch.end(1, null, false, weights(1));
    expect(watch.memory).toMatchObject({ losses: { sum: 0, samples: 0 }, stopping: { best: 2, bestEpoch: 1 } });
  });

  it('stops, goes back to the best weights, and goes on when told to', async () => {
    const watch = new EpochWatch(settings({ earlyStopping }), true, undefined);
    const end = (epoch: number, accuracy: number, last = false) =>
      watch.end(epoch, { loss: 1, accuracy }, last, weights(epoch));
    expect(await end(4, 0.5)).toBeNull();
    expect(await end(5, 0.7)).toBeNull();
    expect(await end(6, 0.6)).toBeNull();
    const before = watch.memory;
    expect(await end(7, 0.7)).toEqual({ w: Float32Array.of(5) });
    const stop = { monitor: 'valAccuracy', epochs: 2, best: 0.7, bestEpoch: 5, restored: true };
    expect(watch.stopped).toEqual(stop);
    // What was remembered before has not changed under whoever kept it.
    expect(before?.stopping).toMatchObject({ wait: 1, stopped: null });
    watch.goOn();
    expect(watch.stopped).toBeNull();
    expect(await end(8, 0.6)).toBeNull();
    // The last epoch ends the run anyway.
    expect(await end(9, 0.6, true)).toBeNull();
    expect(watch.stopped).toBeNull();
    const resumed = new EpochWatch(settings({ earlyStopping }), true, before);
    await resumed.end(7, { loss: 1, accuracy: 0.1 }, false, weights(7));
    expect(resumed.stopped).toEqual(stop);
  });

  it('cuts the rate, from what it was set to last', async () => {
    const schedule = { kind: 'reduceOnPlateau', monitor: 'loss', factor: 0.5, patience: 1 };
    const watch = new EpochWatch(settings({ schedule }), true, undefined);
    const end = async (epoch: number) => {
      watch.note([batch(1, 1)]);
      await watch.end(epoch, null, false, weights(0));
      return watch.plateau?.learningRate;
    };
    expect([await end(1), await end(2), await end(3)]).toEqual([0.4, 0.2, 0.1]);
    watch.setLearningRate(0.8);
    expect(watch.plateau).toMatchObject({ learningRate: 0.8, from: 0.8 });
    expect(await end(4)).toBe(0.4);
    watch.restore(undefined);
    expect(watch.plateau).toMatchObject({ learningRate: 0.8, best: null });
    // With a warm-up before it, which is no setting of the plateau itself.
    expect(
      () => new EpochWatch(settings({ schedule: { ...schedule, warmupSteps: 3 } }), true, undefined),
    ).not.toThrow();
    expect(() => new EpochWatch(settings({ schedule: { ...schedule, factor: 3 } }), true, undefined)).toThrow(
      'scheduleSetting',
    );
  });
});

describe('the recent past', () => {
  const parameters = () => {
    const held = { owners: 1, retain: () => held, release: () => undefined };
    return held as unknown as Parameters;
  };

  it('knows the rate of every update since the last good moment, and since when the optimizer’s is what it is', () => {
    const past = new Past({ parameters: parameters(), step: 0, memory: undefined });
    for (let step = 0; step < 6; step++) past.note(step, 1 / (step + 1), step < 4 ? 1 : 0.5);
    expect([0, 2, 5].map((step) => past.learningRateAt(step))).toEqual([1, 1 / 3, 1 / 6]);
    expect(past.baseAt(3)).toEqual({ from: 0, learningRate: 1 });
    expect(past.baseAt(5)).toEqual({ from: 4, learningRate: 0.5 });
    past.confirm({ parameters: parameters(), step: 3, memory: undefined });
    past.confirm({ parameters: parameters(), step: 5, memory: undefined });
    expect(past.lastGood.step).toBe(3);
    expect(past.learningRateAt(3)).toBe(1 / 4);
    expect(past.baseAt(3)).toEqual({ from: 0, learningRate: 1 });
    // Taken up again at an earlier step, with another rate.
    past.note(4, 9, 9);
    expect(past.learningRateAt(5)).toBe(9);
  });

  it('remembers what belongs to the moment it stands at', () => {
    const past = new Past({ parameters: parameters(), step: 0, memory: undefined });
    const memory = { losses: { sum: 1, samples: 1 } };
    past.confirm({ parameters: parameters(), step: 4, memory: undefined });
    past.remember(4, memory);
    expect(past.lastGood.memory).toBeUndefined();
    past.confirm({ parameters: parameters(), step: 8, memory: undefined });
    expect(past.lastGood).toMatchObject({ step: 4, memory });
  });
});
