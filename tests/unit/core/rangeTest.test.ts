/** The range test of the learning rate: when it ends, and what its losses suggest. */
import { describe, expect, it } from 'vitest';
import { rangeEnd, rangeRate, smoothedLosses, suggestRate } from '@/core/rangeTest';

const rates = (count: number, from = 1e-6, to = 10) =>
  Array.from({ length: count }, (_, i) => rangeRate(i, from, to, count));

/** A loss that falls as a logistic curve around 1e-3, and breaks out above 1. */
const typical = (rate: number) => {
  const x = Math.log10(rate);
  return 1 + 1.3 / (1 + Math.exp(4 * (x + 3))) + (x > -1 ? (x + 1) ** 2 : 0);
};

describe('rates of a range test', () => {
  it('go from the smallest to the largest by a constant factor', () => {
    const all = rates(50);
    expect(all[0]).toBe(1e-6);
    expect(all[49]).toBeCloseTo(10, 12);
    for (let i = 1; i < 50; i++) expect(all[i] / all[i - 1]).toBeCloseTo(all[1] / all[0], 12);
  });
});

describe('the smoothed loss', () => {
  it('is the loss itself at first, and where it stays', () => {
    expect(smoothedLosses([2.5])[0]).toBeCloseTo(2.5, 12);
    for (const loss of smoothedLosses(new Array(30).fill(0.7))) expect(loss).toBeCloseTo(0.7, 12);
  });
});

describe('the end of a range test', () => {
  it('is where the smoothed loss is above four times the smallest', () => {
    const losses = [...new Array(20).fill(1), ...new Array(20).fill(50)];
    const smooth = smoothedLosses(losses);
    const end = rangeEnd(losses);
    expect(end).toBe(smooth.findIndex((loss) => loss > 4));
    expect(rangeEnd(losses.slice(0, 20))).toBeNull();
  });

  it('is at the first loss that is not finite', () => {
    expect(rangeEnd([1, 1, Number.NaN, 1])).toBe(2);
    expect(rangeEnd([1, Number.POSITIVE_INFINITY])).toBe(1);
  });

  it('is not a single bad batch', () => {
    const losses = new Array(40).fill(1);
    losses[30] = 20;
    expect(rangeEnd(losses)).toBeNull();
  });
});

describe('the suggestion', () => {
  it('has the rate at which the loss falls fastest, and a tenth of that at which it is lowest', () => {
    const all = rates(400);
    const losses = all.map(typical);
    const suggestion = suggestRate(all, losses);
    const smooth = smoothedLosses(losses);
    const lowest = all[smooth.indexOf(Math.min(...smooth))];
    expect(suggestion?.tenth).toBe(lowest / 10);
    // Smoothing is some ten batches late, which is less than a fifth of a decade here.
    expect(Math.abs(Math.log10(suggestion?.steepest ?? 0) + 3)).toBeLessThan(0.25);
  });

  it('stands noise', () => {
    const all = rates(400);
    const losses = all.map((rate, i) => typical(rate) + 0.05 * Math.sin(i * 12.9898) * Math.cos(i * 78.233));
    expect(Math.abs(Math.log10(suggestRate(all, losses)?.steepest ?? 0) + 3)).toBeLessThan(0.5);
  });

  it('says nothing of a loss that only grows, of few losses, or of a flat one', () => {
    const all = rates(100);
    expect(
      suggestRate(
        all,
        all.map((_, i) => 1 + i),
      ),
    ).toBeNull();
    expect(suggestRate(all, [3, 2, 1])).toBeNull();
    expect(suggestRate(all, new Array(100).fill(1))).toBeNull();
  });

  it('goes by what came before a loss that is not finite', () => {
    const all = rates(400);
    const losses = all.map(typical);
    const cut = losses.map((loss, i) => (i > 380 ? Number.NaN : loss));
    expect(suggestRate(all, cut)).toEqual(suggestRate(all, losses));
  });
});
