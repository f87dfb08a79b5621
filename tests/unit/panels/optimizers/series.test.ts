/** What is drawn of a race: thinned out without losing an extreme, on axes that no runaway spoils. */
import { describe, expect, it } from 'vitest';
import { exitOf, type Series, thinned, valueAxis } from '@/panels/optimizers/curves/series';

const series = (id: string, values: number[], stopped = false): Series => ({
  id,
  index: 0,
  values: Float64Array.from(values),
  stopped,
});

describe('thinned', () => {
  it('keeps everything that is few', () => {
    expect(thinned([3, 1, Number.NaN, 2])).toEqual([
      { x: 0, y: 3 },
      { x: 1, y: 1 },
      { x: 3, y: 2 },
    ]);
  });

  it('keeps peaks, valleys and both ends of what is long, in order', () => {
    const values = Float64Array.from({ length: 10_001 }, (_, k) => 5 - k / 5000);
    values[4321] = 99;
    values[7777] = -7;
    const points = thinned(values, 300);
    expect(points.length).toBeLessThanOrEqual(300);
    expect(points).toContainEqual({ x: 4321, y: 99 });
    expect(points).toContainEqual({ x: 7777, y: -7 });
    expect([points[0].x, points[points.length - 1].x]).toEqual([0, 10_000]);
    expect(points.every(({ x }, i) => i === 0 || x > points[i - 1].x)).toBe(true);
  });
});

describe('valueAxis', () => {
  const calm = series('calm', [10, 1, 0.01]);

  it.each([true, false])('takes no notice of a racer that ran away (log: %s)', (log) => {
    const away = series('away', [10, 1e9, 1e80], true);
    const slow = series('slow', [10, 1e12, 1e40]);
    expect(valueAxis([calm, away], log)).toEqual(valueAxis([calm], log));
    expect(valueAxis([calm, away, slow], log)).toEqual(valueAxis([calm], log));
  });

  it('shows up to ten times the beginning where all ran away', () => {
    const axis = valueAxis([series('away', [3, 1e5, 1e200], true)], false);
    expect(axis?.domain).toEqual([0, 30]);
  });

  it('reaches down to what was reached, but not to 0 on a logarithmic scale', () => {
    const axis = valueAxis([series('done', [10, 1e-3, 0])], true);
    expect(axis?.domain[0]).toBeLessThanOrEqual(1e-3);
    expect(axis?.domain[0]).toBeGreaterThan(1e-5);
  });

  it('goes below 0 where the function does', () => {
    const axis = valueAxis([series('down', [2, -1, -3])], false);
    expect(axis?.domain[0]).toBeLessThanOrEqual(-3);
    expect(axis?.ticks).toContain(0);
  });

  it('is none where nothing has a value', () => {
    expect(valueAxis([series('none', [Number.NaN])], false)).toBeNull();
    expect(valueAxis([series('low', [-1, -2])], true)).toBeNull();
  });
});

describe('exitOf', () => {
  const axis = { domain: [0, 10] as [number, number], ticks: [], log: false };

  it('is where a racer leaves for good', () => {
    expect(exitOf(series('a', [5, 20, 5, 20, 40]), axis)).toEqual({ step: 3, top: true });
    expect(exitOf(series('a', [5, -2]), axis)).toEqual({ step: 1, top: false });
  });

  it('is where it was stopped, if that is in the picture', () => {
    expect(exitOf(series('a', [5, 6], true), axis)).toEqual({ step: 1, top: false });
    expect(exitOf(series('a', [5, 6]), axis)).toBeNull();
  });
});
