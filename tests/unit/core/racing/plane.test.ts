/** The plane of rate and momentum against what is known in closed form. */
import { describe, expect, it } from 'vitest';
import { toTheEnd } from '@/core/interpreter/interpret';
import { plane } from '@/core/racing/plane';

describe('the plane of rate and momentum', () => {
  const curvatures = [10, 1];
  const rates = [0.05, 0.1, 0.15, 0.19, 0.21, 0.3];
  const momenta = [0, 0.25, 0.5];
  const optimizer = { kind: 'momentum', learningRate: 1, momentum: 0.9 };
  const { values, limits, best } = toTheEnd(plane({ optimizer, curvatures, rates, momenta }));

  it('is |1 − ηλ| of the slower direction without momentum', () => {
    rates.forEach((rate, i) => {
      expect(values[i]).toBeCloseTo(Math.max(...curvatures.map((curvature) => Math.abs(1 - rate * curvature))), 9);
    });
  });

  it('is √μ where both directions swing (Polyak 1964)', () => {
    // (1 − √μ)² ≤ ηλ ≤ (1 + √μ)² for η = 0.1: λ = 10 gives 1, λ = 1 gives 0.1.
    expect(values[2 * rates.length + 1]).toBeCloseTo(Math.sqrt(0.5), 9);
  });

  it('has its critical line at 2(1 + μ)/λ', () => {
    momenta.forEach((momentum, i) => {
      expect(limits[i]).toBeCloseTo((2 * (1 + momentum)) / 10, 9);
    });
  });

  it('names the fastest point of the grid', () => {
    expect(best.radius).toBe(Math.min(...values));
    expect(values[momenta.indexOf(best.momentum) * rates.length + rates.indexOf(best.rate)]).toBe(best.radius);
  });
});
