/** The moving average, against what is worked out by hand. */
import { describe, expect, it } from 'vitest';
import { runningMean, smoothed } from '@/core/smoothing';

describe('smoothing', () => {
  it('is the moving average corrected for its start, by hand', () => {
    // Weight 0.5: 4; (4 + 2·0)/3; (4 + 2·0 + 4·8)/7.
    const [first, second, third] = smoothed([4, 0, 8], 0.5);
    expect(first).toBe(4);
    expect(second).toBeCloseTo(4 / 3, 12);
    expect(third).toBeCloseTo(36 / 7, 12);
  });

  it('leaves a constant where it is from the first value on, and values as they are with weight 0', () => {
    for (const value of smoothed([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
    expect(smoothed([5, -2, 7], 0)).toEqual([5, -2, 7]);
  });

  it('leaves a gap at what is not finite, which does not enter the average', () => {
    const [first, gap, last] = smoothed([1, Number.POSITIVE_INFINITY, 1], 0.9);
    expect([first, gap]).toEqual([1, Number.NaN]);
    expect(last).toBeCloseTo(1, 12);
  });
});

it('a mean over the last values begins with the first that has enough before it', () => {
  expect(runningMean([1, 2, 6, 1], 3)).toEqual([Number.NaN, Number.NaN, 3, 3]);
  expect(runningMean([0.1, 1, 1], 1)).toEqual([0.1, 1, 1]);
});
