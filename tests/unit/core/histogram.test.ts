/** Histograms: every value counted once, in the right bin. */
import { describe, expect, it } from 'vitest';
import { histogram } from '@/core/histogram';

describe('histogram', () => {
  it('counts every value once, those on an edge in the bin above, the largest in the last', () => {
    const { edges, counts, mean, deviation } = histogram([0, 1, 1, 2, 3, 4], 4);
    expect(edges).toEqual([0, 1, 2, 3, 4]);
    expect(counts).toEqual([1, 2, 1, 2]);
    expect(mean).toBeCloseTo(11 / 6, 12);
    expect(deviation).toBeCloseTo(Math.sqrt(31 / 6 - (11 / 6) ** 2), 12);
  });

  it('gives a single value a bin around it', () => {
    for (const value of [0, 5, -5]) {
      const { edges, counts, deviation } = histogram([value, value], 5);
      expect(edges[0]).toBeLessThan(value);
      expect(edges[5]).toBeGreaterThan(value);
      expect(counts).toEqual([0, 0, 2, 0, 0]);
      expect(deviation).toBe(0);
    }
  });

  it('leaves out what is not finite', () => {
    expect(histogram([Number.NaN, 1, Number.POSITIVE_INFINITY, 3], 2).counts).toEqual([1, 1]);
    expect(histogram([Number.NaN])).toMatchObject({ edges: [], counts: [] });
    expect(histogram([]).mean).toBeNaN();
  });

  it('loses no value of many, however narrow the bins', () => {
    const values = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i) * 1e-7 + 1e-3);
    const { counts, edges } = histogram(values);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(999);
    expect(edges.length).toBe(counts.length + 1);
  });
});
