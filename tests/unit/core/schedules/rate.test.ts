/** The rate of every update of a run: the optimizer's, as a schedule carries it on. */
import { describe, expect, it } from 'vitest';
import { SCHEDULES, scheduleOf } from '@/core/schedules';
import { courseOf, scheduleFrom, startsFromRate } from '@/core/schedules/rate';

describe('a schedule of a run', () => {
  it('starts from the optimizer’s rate, unless all its values are its own', () => {
    expect(Object.keys(SCHEDULES).filter((kind) => !startsFromRate(kind))).toEqual(['piecewise', 'points']);
    expect(startsFromRate('weather')).toBe(false);
    const cosine = scheduleFrom(0.2, { kind: 'cosine', decaySteps: 10 });
    expect(cosine.at(0)).toBe(0.2);
    expect(cosine.at(7)).toBe(scheduleOf({ kind: 'cosine', decaySteps: 10, learningRate: 0.2 }).at(7));
    expect(scheduleFrom(0.2, { kind: 'points', points: [[0, 3]] }).at(5)).toBe(3);
    expect(scheduleFrom(0.2, { kind: 'oneCycle', totalSteps: 10, warmupShare: 0.5 }).at(5)).toBeCloseTo(0.2, 12);
  });

  it('stays without one, and at 0 where it starts from 0', () => {
    expect(courseOf(0.3, undefined)(99)).toBe(0.3);
    expect(courseOf(0, { kind: 'cosine' })(99)).toBe(0);
    expect(courseOf(0, { kind: 'piecewise', boundaries: [], values: [0.1] })(99)).toBe(0.1);
  });

  it('that is cut on plateaus is where the run has got to, after a warm-up', () => {
    const course = courseOf(0.4, { kind: 'reduceOnPlateau', warmupSteps: 4 });
    const cut = { learningRate: 0.1, from: 0.4 };
    expect([0, 1, 3, 4].map((step) => course(step))).toEqual([0.1, 0.2, 0.4, 0.4]);
    expect(course(9, cut)).toBe(0.1);
    // It was set anew since.
    expect(course(9, { ...cut, from: 0.2 })).toBe(0.4);
  });

  it('that cannot be is refused', () => {
    expect(() => courseOf(0.1, { kind: 'weather' })).toThrow('unknownSchedule');
    expect(() => courseOf(0.1, { kind: 'step', factor: 2 })).toThrow('scheduleSetting');
  });
});
