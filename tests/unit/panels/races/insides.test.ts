/** Histograms of the optimizer’s states, and the picture of a range test. */
import { describe, expect, it } from 'vitest';
import { barsOf, columnsOf, ratioPlace, verdictOf } from '@/panels/races/insides/model';
import { decades, lossAt, lossAxis, pointsOf } from '@/panels/races/range/axes';

const histogram = (low: number, high: number, counts: number[]) => ({
  edges: Array.from({ length: counts.length + 1 }, (_, i) => low + ((high - low) * i) / counts.length),
  counts,
  mean: 0,
  deviation: 1,
});

describe('histograms of the optimizer', () => {
  it('share one axis in a column, with zero on it, and the step comes last', () => {
    const weights = [
      {
        weight: 'a/kernel',
        layer: 'a',
        ratio: 1,
        histograms: { step: histogram(-1, 1, [1]), m: histogram(2, 3, [1]) },
      },
      { weight: 'a/bias', layer: 'a', ratio: 1, histograms: { step: histogram(-4, 0, [1]), m: histogram(1, 5, [1]) } },
    ];
    expect(columnsOf(weights)).toEqual([
      { name: 'm', low: 0, high: 5 },
      { name: 'step', low: -4, high: 1 },
    ]);
  });

  it('are drawn where their bins are, the fullest as high as the field', () => {
    const bars = barsOf(histogram(0, 4, [1, 0, 4, 2]), { low: 0, high: 8 }, { width: 80, height: 40 });
    expect(bars).toEqual([
      { x: 0, width: 10, height: 10 },
      { x: 20, width: 10, height: 40 },
      { x: 30, width: 10, height: 20 },
    ]);
  });

  it('place ratios on a logarithmic scale and judge them by the rule of thumb', () => {
    expect([1, 1e-3, 1e-6, 0].map((ratio) => ratioPlace(ratio, 6))).toEqual([1, 0.5, 0, 0]);
    expect([0, 1e-6, 1e-3, 0.1].map(verdictOf)).toEqual(['still', 'slow', 'usual', 'fast']);
  });
});

describe('the picture of a range test', () => {
  it('has whole powers of ten, and every second of many', () => {
    expect(decades(2e-3, 5)).toEqual([0.01, 0.1, 1]);
    expect(decades(1e-8, 1e4)).toHaveLength(7);
  });

  it('holds the losses before they explode and leaves out what is not finite', () => {
    const points = pointsOf([0.1, 1, 10, 100], [2, 1, 900, Number.POSITIVE_INFINITY]);
    expect(points).toHaveLength(3);
    expect(lossAxis(points).top).toBeLessThan(10);
    expect(lossAt(points, 0.9)).toBe(1);
  });
});
