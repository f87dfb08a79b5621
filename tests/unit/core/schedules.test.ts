/** Schedules: known values, where they begin and end, and what is refused. The numeric cases are in the fixtures. */
import { describe, expect, it } from 'vitest';
import { SCHEDULES, type ScheduleSpec, scheduleOf } from '@/core/schedules';

describe('schedules', () => {
  it.each(Object.keys(SCHEDULES))('%s has defaults that give a positive rate at the start', (kind) => {
    const given = { piecewise: { boundaries: [5], values: [0.1, 0.01] }, points: { points: [[0, 0.1]] } }[kind];
    expect(scheduleOf({ kind, ...given }).at(0)).toBeGreaterThan(0);
  });

  const half = (share: number) => (1 + Math.cos(Math.PI * Math.min(share, 1))) / 2;
  const between = (from: number, to: number, share: number) => from + (to - from) * share;

  /** Every schedule once more in plain arithmetic; t counts the updates made so far. */
  const CASES: [ScheduleSpec, (t: number) => number][] = [
    [{ kind: 'constant', learningRate: 0.2 }, () => 0.2],
    [{ kind: 'constant', learningRate: 0.2, warmupSteps: 5 }, (t) => (t < 5 ? (0.2 * (t + 1)) / 5 : 0.2)],
    [{ kind: 'step', learningRate: 1, stepSize: 7, factor: 0.5 }, (t) => 0.5 ** Math.floor(t / 7)],
    [{ kind: 'step', learningRate: 2, stepSize: 1, factor: 0.9 }, (t) => 2 * 0.9 ** t],
    [
      { kind: 'piecewise', boundaries: [4, 9], values: [3, 2, 1] },
      (t) => [3, 2, 1][[4, 9].filter((boundary) => t > boundary).length],
    ],
    [
      { kind: 'piecewise', boundaries: [2], values: [0.5, 0.25], warmupSteps: 3 },
      (t) => (t < 3 ? (0.5 * (t + 1)) / 3 : t - 3 <= 2 ? 0.5 : 0.25),
    ],
    [{ kind: 'exponential', learningRate: 1, decayRate: 0.1 }, (t) => Math.exp(-0.1 * t)],
    [{ kind: 'exponential', learningRate: 0.5, decayRate: 0 }, () => 0.5],
    [{ kind: 'inverseTime', learningRate: 1, decayRate: 0.5 }, (t) => 1 / (1 + 0.5 * t)],
    [{ kind: 'inverseTime', learningRate: 3, decayRate: 0.01 }, (t) => 3 / (1 + 0.01 * t)],
    [
      { kind: 'polynomial', learningRate: 1, decaySteps: 20, endLearningRate: 0.2, power: 2 },
      (t) => 0.2 + 0.8 * (1 - Math.min(t, 20) / 20) ** 2,
    ],
    [
      { kind: 'polynomial', learningRate: 1, decaySteps: 10, endLearningRate: 0, warmupSteps: 4 },
      (t) => (t < 4 ? (t + 1) / 4 : 1 - Math.min(t - 4, 10) / 10),
    ],
    [{ kind: 'cosine', learningRate: 1, decaySteps: 20 }, (t) => half(t / 20)],
    [{ kind: 'cosine', learningRate: 2, decaySteps: 15, alpha: 0.1 }, (t) => 2 * (0.9 * half(t / 15) + 0.1)],
    [
      { kind: 'cosineRestarts', learningRate: 1, firstDecaySteps: 6, tMul: 1, mMul: 0.5, alpha: 0.2 },
      (t) => 0.8 * 0.5 ** Math.floor(t / 6) * half((t % 6) / 6) + 0.2,
    ],
    [
      { kind: 'cosineRestarts', learningRate: 1, firstDecaySteps: 4, tMul: 3 },
      (t) => (t < 4 ? half(t / 4) : t < 16 ? half((t - 4) / 12) : half((t - 16) / 36)),
    ],
    [
      { kind: 'oneCycle', learningRate: 1, totalSteps: 20, warmupShare: 0.25, divisor: 10, finalDivisor: 100 },
      (t) => (t < 5 ? between(1, 0.1, half(t / 5)) : between(0.001, 1, half((t - 5) / 15))),
    ],
    [
      { kind: 'oneCycle', learningRate: 0.4, totalSteps: 10, warmupShare: 0.5, divisor: 4, finalDivisor: 1 },
      (t) => (t < 5 ? between(0.4, 0.1, half(t / 5)) : between(0.1, 0.4, half((t - 5) / 5))),
    ],
    [
      {
        kind: 'points',
        points: [
          [0, 1],
          [10, 0],
        ],
      },
      (t) => Math.max(0, 1 - t / 10),
    ],
    [{ kind: 'points', points: [[5, 0.5]], warmupSteps: 2 }, (t) => (t < 2 ? (0.5 * (t + 1)) / 2 : 0.5)],
  ];

  it.each(CASES)('%o does the arithmetic of its definition', (spec, rate) => {
    const { at } = scheduleOf(spec);
    for (let t = 0; t < 40; t++) expect(at(t), `step ${t}`).toBeCloseTo(rate(t), 12);
  });

  it('every schedule is among them, twice', () => {
    for (const kind of Object.keys(SCHEDULES)) {
      expect(CASES.filter(([spec]) => spec.kind === kind).length, kind).toBeGreaterThanOrEqual(2);
    }
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
