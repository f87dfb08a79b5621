/** Tuning is fair: the same number of tries for everyone, the best of them kept, and nothing drawn by chance. */
import { describe, expect, it } from 'vitest';
import { runRace } from '@/core/racing/run';
import { nextRate, scoreOf, spreadRates, type Trial, type TuningSpec, tune } from '@/core/racing/tuning';
import type { RaceSpec } from '@/core/racing/types';

const race: RaceSpec = {
  surface: { kind: 'rosenbrock' },
  start: { x: -1.4, y: 2 },
  racers: [
    { id: 'sgd', optimizer: { kind: 'sgd', learningRate: 1 } },
    { id: 'adam', optimizer: { kind: 'adam', learningRate: 1e-5 } },
    { id: 'fixed', optimizer: { kind: 'sgd', learningRate: 1 }, schedule: { kind: 'points', points: [[0, 0.001]] } },
  ],
  steps: 200,
  seed: 3,
  noise: 0,
  batchSize: 0,
};

const tuned = (spec: TuningSpec) => {
  const steps = tune(spec);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
};

describe('tuning', () => {
  const result = tuned({ race, trials: 15, seed: 7 });
  const [sgd, adam, fixed] = result;

  it('gives every racer the same number of tries', () => {
    expect(sgd.trials).toHaveLength(15);
    expect(adam.trials).toHaveLength(15);
    expect(sgd.trials.slice(0, 9).map(({ learningRate }) => learningRate)).toEqual(spreadRates(9));
  });

  it('keeps the best try, which is better than the rate it came with', () => {
    for (const [i, one] of [sgd, adam].entries()) {
      const best = Math.min(...one.trials.map(({ score }) => score));
      expect(one.trials.find(({ learningRate }) => learningRate === one.learningRate)?.score).toBe(best);
      const [before] = runRace({ ...race, racers: [race.racers[i]] }).tracks;
      expect(best).toBeLessThan(scoreOf(before));
    }
  });

  it('tells what it spent, with tries that ended early counting as far as they came', () => {
    expect(adam.updates).toBeLessThanOrEqual(15 * race.steps);
    expect(sgd.updates).toBeLessThan(15 * race.steps);
    expect(sgd.trials.some(({ score }) => score === Number.POSITIVE_INFINITY)).toBe(true);
  });

  it('leaves a schedule with rates of its own alone', () => {
    expect(fixed).toEqual({ id: 'fixed', trials: [], learningRate: null, updates: 0, tunable: false });
  });

  it('comes out the same again', () => {
    expect(tuned({ race, trials: 15, seed: 7 })).toEqual(result);
  });
});

describe('the next rate', () => {
  const trial = (learningRate: number, score: number): Trial => ({ learningRate, score });

  it('halves the wider gap beside the best, in powers of ten', () => {
    const rate = nextRate([trial(0.001, 5), trial(0.01, 1), trial(1, 9)]);
    expect(rate).toBeCloseTo(0.1, 12);
    expect(nextRate([trial(0.0001, 5), trial(0.01, 1), trial(0.1, 9)])).toBeCloseTo(0.001, 12);
  });

  it('goes inwards from an end', () => {
    expect(nextRate([trial(0.01, 1), trial(1, 2)])).toBeCloseTo(0.1, 12);
    expect(nextRate([trial(0.01, 3), trial(1, 2)])).toBeCloseTo(0.1, 12);
  });
});
