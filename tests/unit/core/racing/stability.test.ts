/** Learning rates that are just stable, against what is known in closed form; and spectral radii against races. */
import { describe, expect, it } from 'vitest';
import type { OptimizerSpec } from '@/core/network/spec';
import { OPTIMIZERS } from '@/core/optimizers';
import { runRace } from '@/core/racing/run';
import { spectralRadius, spectralRadiusOf, stableRate } from '@/core/racing/stability';
import type { RaceSpec } from '@/core/racing/types';

const LAMBDAS = [0.1, 1, 2, 37];
const MOMENTA = [0, 0.3, 0.5, 0.9, 0.99];
const spec = (kind: string, settings: Record<string, unknown> = {}): OptimizerSpec => ({
  kind,
  learningRate: 0.1,
  ...settings,
});
const near = (value: number | null, expected: number) =>
  expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(1e-9);

describe('the largest stable rate', () => {
  it.each(LAMBDAS)('is 2/λ for gradient descent, λ = %s, clipped or not', (lambda) => {
    near(stableRate(spec('sgd'), lambda), 2 / lambda);
    near(stableRate(spec('sgd', { clipNorm: 0.1, clipValue: 2, globalClipNorm: 1 }), lambda), 2 / lambda);
  });

  it.each(MOMENTA)('follows the closed forms for momentum %s', (mu) => {
    for (const lambda of LAMBDAS) {
      near(stableRate(spec('momentum', { momentum: mu }), lambda), (2 * (1 + mu)) / lambda);
      near(stableRate(spec('nesterov', { momentum: mu }), lambda), (2 * (1 + mu)) / ((1 + 2 * mu) * lambda));
      near(stableRate(spec('momentum', { momentum: mu, form: 'ema' }), lambda), (2 * (1 + mu)) / ((1 - mu) * lambda));
    }
  });

  it('is smaller with weight decay, which bends the surface too', () => {
    for (const lambda of LAMBDAS) {
      near(stableRate(spec('sgd', { weightDecay: 0.5 }), lambda), 2 / (lambda + 0.5));
      const [mu, decay] = [0.9, 0.25];
      // det = μ(1 − ηδ) and trace = 1 + μ − η(δ + λ): at the limit 1 + trace + det = 0.
      const limit = (2 * (1 + mu)) / (lambda + decay * (1 + mu));
      near(stableRate(spec('sgdw', { momentum: mu, weightDecay: decay }), lambda), limit);
      near(stableRate(spec('momentum', { momentum: mu, weightDecay: decay }), lambda), limit);
    }
  });

  it('is there for those whose step grows with the gradient, and for no others', () => {
    const linear = Object.keys(OPTIMIZERS).filter((kind) => stableRate(spec(kind), 1) !== null);
    expect(linear.sort()).toEqual(['momentum', 'nesterov', 'sgd', 'sgdw']);
    expect(spectralRadius(spec('adam', { biasCorrection: false }), 0.1, 1)).toBeNull();
    expect(stableRate(spec('sgd'), 0)).toBeNull();
    expect(stableRate(spec('sgd'), -1)).toBeNull();
    expect(stableRate(spec('sgd'), Number.NaN)).toBeNull();
  });
});

describe('the spectral radius', () => {
  it('is that of plain arithmetic', () => {
    expect(spectralRadius(spec('sgd'), 0.3, 2)).toBeCloseTo(0.4, 14);
    expect(spectralRadius(spec('sgd'), 0.1, -2)).toBeCloseTo(1.2, 14);
    // Complex roots: √μ, whatever rate and curvature.
    expect(spectralRadius(spec('momentum', { momentum: 0.81 }), 0.5, 2)).toBeCloseTo(0.9, 14);
    // At the rate that is best for momentum both roots are one: (1 − √(ηλ))² = μ.
    expect(spectralRadius(spec('momentum', { momentum: 0.25 }), 0.25, 1)).toBeCloseTo(0.5, 7);
  });

  it('is found of larger matrices too', () => {
    expect(spectralRadiusOf([2, 1, 0, 0, -3, 5, 0, 0, 0.5], 3)).toBeCloseTo(3, 12);
    // A turn by 90° that grows by 1.5, and a shear.
    expect(spectralRadiusOf([0, -1.5, 4, 1.5, 0, 0, 0, 0, 1], 3)).toBeCloseTo(1.5, 12);
    expect(spectralRadiusOf([0, 1, 0, 0, 0, 1, 0, 0, 0], 3)).toBe(0);
    expect(spectralRadiusOf([1, 1, 0, 1], 2)).toBe(1);
  });

  it.each([
    spec('sgd'),
    spec('momentum', { momentum: 0.7 }),
    spec('nesterov', { momentum: 0.7 }),
    spec('sgdw', { momentum: 0.5, weightDecay: 0.1 }),
  ])('of $kind is by what a race grows and shrinks', (optimizer) => {
    const limit = stableRate(optimizer, 2)!;
    for (const learningRate of [0.6 * limit, 1.02 * limit]) {
      const race: RaceSpec = {
        surface: { kind: 'bowl' },
        start: { x: 1e-9, y: 0 },
        racers: [{ id: 'a', optimizer: { ...optimizer, learningRate } }],
        steps: 160,
        seed: 1,
        noise: 0,
        batchSize: 0,
      };
      const { x } = runRace(race).tracks[0];
      const size = (from: number) => Math.max(...x.slice(from, from + 40).map(Math.abs));
      const growth = (size(120) / size(40)) ** (1 / 80);
      expect(Math.abs(growth - spectralRadius(optimizer, learningRate, 2)!)).toBeLessThan(0.03);
    }
  });
});
