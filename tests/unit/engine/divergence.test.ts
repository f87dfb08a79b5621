/** What counts as divergence, and what does not. */
import { describe, expect, it } from 'vitest';
import { judgeLoss, judgeWeights } from '@/engine/divergence';

const baseline = { initialLoss: 2, initialSizes: { kernel: 0.1, bias: 0 } };
const many = (loss: number, count = 60) => new Array<number>(count).fill(loss);

describe('a loss', () => {
  it.each([
    [Number.NaN, 'nonFinite'],
    [Number.POSITIVE_INFINITY, 'nonFinite'],
    [1e6, 'exploded'],
    [52.1, 'exploded'],
    [51.9, null],
    [19, null],
    [0, null],
  ])('of %d after one of 2: %s', (loss, verdict) => {
    expect(judgeLoss(loss, baseline)).toBe(verdict);
  });

  it('may be large where it was large from the start', () => {
    expect(judgeLoss(9e5, { ...baseline, initialLoss: 1e5 })).toBeNull();
    expect(judgeLoss(1.1e6, { ...baseline, initialLoss: 1e5 })).toBe('exploded');
  });
});

describe('weights', () => {
  it.each([
    ['healthy', { kernel: 1, bias: 1 }, [1.9], null],
    ['not finite', { kernel: Number.NaN, bias: 0 }, [1.9], 'nonFinite'],
    ['thousand-fold, loss no better', { kernel: 1000, bias: 0 }, [2.1], 'exploded'],
    ['large, loss no better', { kernel: 0.1, bias: 12 }, [2.1], 'exploded'],
    ['large, loss a little better', { kernel: 0.1, bias: 12 }, [1.5], null],
    ['very large, loss a little better', { kernel: 0.1, bias: 31 }, [1.5], 'exploded'],
    ['very large, loss far better', { kernel: 500, bias: 31 }, [0.1], null],
    ['saturated: worse, and still', { kernel: 3, bias: 5 }, many(2.5), 'exploded'],
    ['worse, and still for a moment only', { kernel: 3, bias: 5 }, many(2.5, 10), null],
    ['worse, but moving', { kernel: 3, bias: 5 }, many(2.5).map((loss, i) => loss + 0.01 * (i % 3)), null],
    ['still at the first loss, as without learning', { kernel: 0.1, bias: 0 }, many(2), null],
  ] as const)('%s', (_name, sizes, losses, verdict) => {
    expect(judgeWeights(sizes, losses, baseline)).toBe(verdict);
  });

  it('are measured by what they were', () => {
    const large = { ...baseline, initialSizes: { kernel: 100, bias: 0 } };
    expect(judgeWeights({ kernel: 900, bias: 0 }, [2.1], large)).toBeNull();
    expect(judgeWeights({ kernel: 1100, bias: 0 }, [2.1], large)).toBe('exploded');
  });
});
