/** Who is ahead in a race, who reached the target, and when that can be said. */
import { describe, expect, it } from 'vitest';
import { comparable, firstToReach, ranked, resultOf } from '@/panels/races/model/ranking';
import type { DivergenceReport } from '@/state';
import { lane } from './support';

const report = (step: number): DivergenceReport => ({
  step,
  kind: 'nonFinite',
  loss: Number.NaN,
  initialLoss: 1,
  learningRate: 1,
  updates: step,
  node: null,
  layer: null,
  role: null,
  largest: null,
});

const order = (lanes: Parameters<typeof resultOf>[0][]) =>
  ranked(lanes.map((one, i) => resultOf(one, i, 0, false, 1))).map(({ lane: place }) => place);

describe('results of a race', () => {
  it('tell the smoothed training loss, the best validation and the last accuracy', () => {
    const result = resultOf(lane({ loss: [4, 0], validation: [3, 1, 2], accuracy: [0.2, 0.6] }), 0, 0.5, false, 1);
    expect(result.trainLoss).toBeCloseTo(4 / 3, 12);
    expect([result.validationLoss, result.bestLoss, result.accuracy]).toEqual([2, 1, 0.6]);
    expect(resultOf(lane({ loss: [4, 1] }), 0, 0, false, 1)).toMatchObject({
      validationLoss: null,
      bestLoss: 1,
      accuracy: null,
    });
  });

  it('tell no accuracy of training where samples are held back and nothing was measured of them yet', () => {
    const batches = lane({ loss: [4, 1], accuracy: [0.2, 0.6] });
    expect(resultOf(batches, 0, 0, true, 1).accuracy).toBeNull();
    expect(resultOf(batches, 0, 0, false, 1).accuracy).toBe(0.6);
    expect(resultOf(batches, 0, 0, false, 2).accuracy).toBeCloseTo(0.4, 12);
    expect(resultOf(batches, 0, 0, false, 3).accuracy).toBeNull();
  });

  it('are ranked by the validation loss, not by that of the training', () => {
    const overfit = lane({ loss: [1, 0.1], validation: [0.9] });
    const general = lane({ loss: [1, 0.5], validation: [0.6] });
    expect(order([overfit, general])).toEqual([1, 0]);
    expect(order([lane({ loss: [1, 0.1] }), lane({ loss: [1, 0.5] })])).toEqual([0, 1]);
  });

  it('have those that diverged last, the longest run first, and leave out who has not begun', () => {
    const early = { ...lane({ loss: [0.1] }), diverged: report(1) };
    const late = { ...lane({ loss: [0.1, 0.1] }), diverged: report(2) };
    expect(order([early, late, lane({ loss: [9, 9, 9] }), lane({ loss: [] })])).toEqual([2, 1, 0]);
  });

  it('can be compared once all that have not diverged have come equally far', () => {
    const results = (lanes: Parameters<typeof resultOf>[0][]) => lanes.map((one, i) => resultOf(one, i, 0, false, 1));
    expect(comparable(results([lane({ loss: [1, 1] }), lane({ loss: [1] })]))).toBe(false);
    expect(comparable(results([lane({ loss: [1, 1] }), { ...lane({ loss: [1] }), diverged: report(1) }]))).toBe(true);
    expect(comparable(results([lane({ loss: [] })]))).toBe(false);
  });

  it('name everyone who reached the target in the fewest steps, and who was first in time', () => {
    const reached = (step: number, seconds: number) => ({
      ...lane({ loss: [1] }),
      reached: { step, seconds, accuracy: 0.9 },
    });
    const lanes = [reached(20, 3), reached(20, 2), reached(30, 1), lane({ loss: [1] })];
    const first = firstToReach(lanes.map((one, i) => resultOf(one, i, 0, false, 1)));
    expect(first?.bySteps.map(({ lane: place }) => place)).toEqual([0, 1]);
    expect(first?.bySeconds.lane).toBe(2);
    const fallen = lanes.map((one, i) => resultOf(i === 2 ? { ...one, diverged: report(40) } : one, i, 0, false, 1));
    expect(firstToReach(fallen)?.bySeconds.lane).toBe(1);
    expect(firstToReach([resultOf(lane({ loss: [1] }), 0, 0, false, 1)])).toBeNull();
  });
});
