/** Reduce on plateau and early stopping, epoch by epoch against sequences worked out by hand from Keras' rules. */
import { describe, expect, it } from 'vitest';
import { type EarlyStoppingRule, earlyStoppingAfterEpoch, initialEarlyStopping } from '@/core/earlyStopping';
import { GraphError } from '@/core/ops/types';
import { initialPlateau, plateauAfterEpoch, reduceOnPlateauOf } from '@/core/schedules/reduceOnPlateau';

/** The rate after each epoch. */
function rates(values: readonly number[], given: Record<string, unknown>, learningRate = 1): number[] {
  const settings = reduceOnPlateauOf({ kind: 'reduceOnPlateau', ...given });
  let state = initialPlateau(learningRate);
  return values.map((value) => {
    state = JSON.parse(JSON.stringify(plateauAfterEpoch(state, value, settings)));
    return state.learningRate;
  });
}

describe('reduce on plateau', () => {
  it('cuts the rate after as many epochs without improvement as patience says', () => {
    expect(rates([3, 2, 2, 2, 2, 2, 1, 1], { patience: 2, factor: 0.5 })).toEqual([
      1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25,
    ]);
  });

  it('counts a change smaller than minDelta as none', () => {
    expect(rates([1, 0.95, 0.9, 0.85], { patience: 2, factor: 0.5, minDelta: 0.2 })).toEqual([1, 1, 0.5, 0.5]);
    expect(rates([1, 0.75, 0.5, 0.25], { patience: 2, factor: 0.5, minDelta: 0.2 })).toEqual([1, 1, 1, 1]);
  });

  it('does not count while it cools down, the epoch that ends the cooldown excepted', () => {
    expect(rates([1, 1, 1, 1, 1, 1, 1], { patience: 1, factor: 0.5, cooldown: 3 })).toEqual([
      1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25,
    ]);
  });

  it('never goes below the smallest rate', () => {
    expect(rates([1, 1, 1, 1], { patience: 1, factor: 0.1, minLearningRate: 0.05 })).toEqual([1, 0.1, 0.05, 0.05]);
  });

  it('takes more as better for an accuracy, and NaN as no improvement', () => {
    expect(rates([0.5, 0.6, 0.7, 0.6], { monitor: 'valAccuracy', patience: 1, factor: 0.5 })).toEqual([1, 1, 1, 0.5]);
    expect(rates([1, Number.NaN, Number.NaN], { patience: 2, factor: 0.5 })).toEqual([1, 1, 0.5]);
  });

  it("has Keras' defaults and names a setting out of range", () => {
    expect(reduceOnPlateauOf({ kind: 'reduceOnPlateau' })).toEqual({
      monitor: 'valLoss',
      factor: 0.1,
      patience: 10,
      minDelta: 1e-4,
      cooldown: 0,
      minLearningRate: 0,
    });
    expect(() => reduceOnPlateauOf({ factor: 1 })).toThrow(GraphError);
    expect(() => reduceOnPlateauOf({ factor: 1 })).toThrow(/factor/);
    expect(() => reduceOnPlateauOf({ patients: 1 })).toThrow(/patients/);
  });
});

describe('early stopping', () => {
  function run(values: readonly number[], rule: EarlyStoppingRule) {
    let state = initialEarlyStopping;
    for (const value of values) {
      const after = earlyStoppingAfterEpoch(state, value, rule);
      state = after.state;
      if (after.stop) return state;
    }
    return null;
  }

  it('stops after as many epochs without improvement as patience says, and knows the best epoch', () => {
    expect(run([3, 2, 2.5, 2.2, 1], { patience: 2, minDelta: 0, mode: 'min' })).toEqual({
      best: 2,
      wait: 2,
      bestEpoch: 2,
      epoch: 4,
    });
    expect(run([3, 2, 2.5, 1.9, 2, 1.8], { patience: 2, minDelta: 0, mode: 'min' })).toBeNull();
  });

  it('takes more as better when asked to, and a change below minDelta as none', () => {
    expect(run([0.5, 0.6, 0.61], { patience: 1, minDelta: 0.05, mode: 'max' })).toMatchObject({
      bestEpoch: 2,
      epoch: 3,
    });
    expect(run([0.5, 0.6, 0.7], { patience: 1, minDelta: 0.05, mode: 'max' })).toBeNull();
  });

  it('stops at the first epoch without improvement when patience is 0', () => {
    expect(run([1, 1], { patience: 0, minDelta: 0, mode: 'min' })).toMatchObject({ epoch: 2 });
  });

  it('stops when nothing was ever a number', () => {
    expect(run([Number.NaN, Number.NaN], { patience: 2, minDelta: 0, mode: 'min' })).toMatchObject({ bestEpoch: 0 });
  });
});
