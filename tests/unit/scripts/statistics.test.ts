/** Medians and their spread, against values that can be checked by hand. */
import { describe, expect, it } from 'vitest';
import { short, summarize } from '../../../scripts/bench/statistics.mjs';

describe('summarize', () => {
  it('takes the middle, whatever the order, and goes between neighbours', () => {
    expect(summarize([5, 1, 3])).toMatchObject({ median: 3, least: 1, most: 5, quartiles: [2, 4], count: 3 });
    expect(summarize([4, 1, 2, 3])).toMatchObject({ median: 2.5, quartiles: [1.75, 3.25] });
    expect(summarize(Array.from({ length: 101 }, (_, i) => i)).percentile95).toBe(95);
    expect(summarize([7])).toMatchObject({ median: 7, quartiles: [7, 7], percentile95: 7 });
  });
});

describe('short', () => {
  it('keeps three digits, and whole numbers from 100 on', () => {
    expect([0.12345, 12.345, 123.4, 12345.6, Number.NaN, null].map(short)).toEqual([
      '0.123',
      '12.3',
      '123',
      '12,346',
      '—',
      '—',
    ]);
  });
});
