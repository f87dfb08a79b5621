/** Schedules: known values, where they begin and end, and what is refused. The numeric cases are in the fixtures. */
import { describe, expect, it } from 'vitest';
import { SCHEDULES, scheduleOf } from '@/core/schedules';

describe('schedules', () => {
  it.each(Object.keys(SCHEDULES))('%s has defaults that give a positive rate at the start', (kind) => {
    const given = { piecewise: { boundaries: [5], values: [0.1, 0.01] }, points: { points: [[0, 0.1]] } }[kind];
    expect(scheduleOf({ kind, ...given }).at(0)).toBeGreaterThan(0);
  });

  it('restarts its cosines, each longer than the one before', () => {
    const { at } = scheduleOf({ kind: 'cosineRestarts', learningRate: 1, firstDecaySteps: 10, tMul: 2, mMul: 0.5 });
    expect(at(0)).toBe(1);
    expect(at(5)).toBeCloseTo(0.5, 12);
    expect(at(10)).toBeCloseTo(0.5, 12);
    expect(at(20)).toBeCloseTo(0.25, 12);
    expect(at(30)).toBeCloseTo(0.25, 12);
    expect(at(29.999)).toBeLessThan(1e-6);
    expect(at(70)).toBeCloseTo(0.125, 12);
    const equal = scheduleOf({ kind: 'cosineRestarts', learningRate: 1, firstDecaySteps: 4, tMul: 1 });
    expect([0, 2, 4, 6, 8].map(equal.at)).toEqual([1, 0.5, 1, 0.5, 1].map((v) => expect.closeTo(v, 12)));
  });

  it('rises and falls once', () => {
    const { at } = scheduleOf({ kind: 'oneCycle', learningRate: 1, totalSteps: 100, divisor: 10, finalDivisor: 100 });
    expect(at(0)).toBeCloseTo(0.1, 12);
    expect(at(15)).toBeCloseTo(0.55, 12);
    expect(at(30)).toBeCloseTo(1, 12);
    expect(at(100)).toBeCloseTo(0.001, 12);
    expect(at(1000)).toBeCloseTo(0.001, 12);
  });

  it('goes straight from point to point', () => {
    const { at } = scheduleOf({
      kind: 'points',
      points: [
        [10, 1],
        [20, 3],
        [40, 0],
      ],
    });
    expect([0, 10, 15, 20, 30, 40, 99].map(at)).toEqual([1, 1, 2, 3, 1.5, 0, 0]);
  });

  it('warms up to where the schedule starts, then begins it', () => {
    const { at } = scheduleOf({ kind: 'step', learningRate: 1, stepSize: 2, factor: 0.5, warmupSteps: 4 });
    expect([0, 1, 2, 3, 4, 5, 6].map(at)).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 0.5]);
  });

  it.each([
    [{ kind: 'cosine', decaySteps: 0 }, 'decaySteps'],
    [{ kind: 'step', factor: 2 }, 'factor'],
    [{ kind: 'piecewise', boundaries: [5, 5], values: [1, 2, 3] }, 'boundaries'],
    [{ kind: 'piecewise', boundaries: [5], values: [1] }, 'values'],
    [{ kind: 'points', points: [] }, 'points'],
    [{ kind: 'constant', warmupSteps: -1 }, 'warmupSteps'],
  ])('%o is refused, naming the setting', (spec, setting) => {
    expect(() => scheduleOf(spec)).toThrow(
      expect.objectContaining({ code: 'scheduleSetting', params: expect.objectContaining({ setting }) }),
    );
  });
});
