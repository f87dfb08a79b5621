/** Preprocessings: by hand, back again, whitened to the identity, and without a division by zero. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyPreprocessing,
  type FittedAffine,
  type FittedLinear,
  fitPreprocessing,
  invertPreprocessing,
  PREPROCESSINGS,
  type PreprocessingSpec,
  preprocessingOf,
  rowsOf,
} from '@/core/preprocessing';
import { labelsOf, oneHot } from '@/core/preprocessing/oneHot';
import { covarianceOf, momentsOf, rangeOf } from '@/core/preprocessing/rows';

/** Three features: one in hundreds, one small, one that follows both. */
const ROWS = [100, 0.5, 51, 300, 0.25, 149, 200, 0, 102, 500, 0.75, 249, 400, 0.3, 202];
const rows = rowsOf(ROWS, 3);
const fitted = (spec: PreprocessingSpec, values = ROWS, features = 3) =>
  fitPreprocessing(spec, rowsOf(values, features));
const applied = (spec: PreprocessingSpec, values = ROWS, features = 3) =>
  applyPreprocessing(fitted(spec, values, features), values, new Float64Array(values.length));
const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10) => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i] - expected[i])).toBeLessThan(tolerance);
};

describe('what is measured', () => {
  it('is the same in one block or in many', () => {
    const blocks = { count: 5, features: 3, blocks: () => [ROWS.slice(0, 6), ROWS.slice(6, 9), ROWS.slice(9)] };
    for (const per of ['feature', 'all'] as const) {
      expect(momentsOf(blocks, per)).toEqual(momentsOf(rows, per));
      expect(rangeOf(blocks, per)).toEqual(rangeOf(rows, per));
    }
    expect(covarianceOf(blocks)).toEqual(covarianceOf(rows));
  });

  it('is mean, variance and covariance, divided by the count', () => {
    const two = rowsOf([1, 10, 3, 30], 2);
    expect(momentsOf(two, 'feature')).toEqual({ mean: Float64Array.of(2, 20), variance: Float64Array.of(1, 100) });
    expect(momentsOf(two, 'all').mean[0]).toBe(11);
    close(covarianceOf(two).covariance, [1, 10, 10, 100]);
    close(covarianceOf(two).mean, [2, 20]);
  });

  it('keeps its digits far from zero', () => {
    const far = rowsOf([1e8 + 1, 5, 1e8 + 3, 7], 2);
    close(covarianceOf(far).covariance, [1, 1, 1, 1], 1e-12);
  });
});

describe('min–max', () => {
  it('stretches each feature from low to high', () => {
    close(applied({ kind: 'minMax' }, [2, -1, 4, 0, 3, 1], 2), [0, 0, 1, 0.5, 0.5, 1]);
    close(applied({ kind: 'minMax', low: -1, high: 1 }, [2, -1, 4, 0, 3, 1], 2), [-1, -1, 1, 0, 0, 1]);
  });

  it('or all together', () => {
    close(applied({ kind: 'minMax', per: 'all' }, [2, -1, 4, 0, 3, 1], 2), [0.6, 0, 1, 0.2, 0.8, 0.4]);
  });

  it('has settings that make sense', () => {
    expect(() => preprocessingOf({ kind: 'minMax', low: 1, high: 1 })).toThrow(/preprocessingSetting|high/);
    expect(() => preprocessingOf({ kind: 'nothing' })).toThrow();
  });
});

describe('standard', () => {
  it('centres and divides by the standard deviation', () => {
    const root = Math.sqrt(1.5);
    close(applied({ kind: 'standard', epsilon: 0 }, [1, 2, 3], 1), [-root, 0, root]);
    close(
      applied({ kind: 'standard', epsilon: 0.5 }, [1, 2, 4, 5], 2),
      [-1.5, -1.5, 1.5, 1.5].map((x) => x / Math.sqrt(2.75)),
    );
  });

  it('leaves mean 0 and variance 1', () => {
    const { mean, variance } = momentsOf(rowsOf(applied({ kind: 'standard', epsilon: 0 }), 3), 'feature');
    close(mean, [0, 0, 0]);
    close(variance, [1, 1, 1]);
    const all = applied({ kind: 'standard', epsilon: 0, per: 'all' });
    close(momentsOf(rowsOf(all, 3), 'all').variance, [1]);
  });
});

describe('whitening', () => {
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

  it.each(['pcaWhitening', 'zca'])('%s leaves the identity as covariance', (kind) => {
    const { mean, covariance } = covarianceOf(rowsOf(applied({ kind, epsilon: 0 }), 3));
    close(covariance, identity, 1e-7);
    close(mean, [0, 0, 0], 1e-9);
  });

  it('of two features that move together, by hand', () => {
    // Covariance [[1, 0.5], [0.5, 1]] · 1: λ = 1.5 along (1, 1)/√2 and 0.5 along (1, −1)/√2.
    const r = Math.sqrt(1.5);
    const s = Math.sqrt(0.5);
    const values = [r, r, -r, -r, s, -s, -s, s];
    const measured = fitted({ kind: 'pcaWhitening', epsilon: 0 }, values, 2) as FittedLinear;
    close(measured.variances, [1.5, 0.5], 1e-12);
    // The first sample lies at √2·√1.5 along the first direction.
    const [y] = applyPreprocessing(measured, values.slice(0, 2), new Float64Array(2));
    expect(Math.abs(y)).toBeCloseTo(Math.SQRT2, 12);
    // ZCA: U diag(1/√λ) Uᵀ.
    const white = fitted({ kind: 'zca', epsilon: 0 }, values, 2) as FittedLinear;
    const [a, b] = [1 / Math.sqrt(1.5), 1 / Math.sqrt(0.5)];
    close(white.forward, [(a + b) / 2, (a - b) / 2, (a - b) / 2, (a + b) / 2], 1e-12);
  });

  it('moves less with ZCA: no covariance with the input is lost', () => {
    const { forward } = fitted({ kind: 'zca', epsilon: 0.01 }) as FittedLinear;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) expect(forward[3 * i + j]).toBeCloseTo(forward[3 * j + i], 12);
  });

  it('keeps the length and leaves 0 where components are left out', () => {
    const measured = fitted({ kind: 'pcaWhitening', components: 1, epsilon: 0 });
    const out = applyPreprocessing(measured, ROWS, new Float32Array(ROWS.length));
    for (let row = 0; row < 5; row++) expect([out[3 * row + 1], out[3 * row + 2]]).toEqual([0, 0]);
    // What comes back lies on the line through the mean, nearest to each sample.
    const back = invertPreprocessing(measured, out, new Float64Array(ROWS.length));
    const vectors = (measured as FittedLinear).directions;
    for (let row = 0; row < 5; row++) {
      let along = 0;
      for (let j = 0; j < 3; j++) along += (ROWS[3 * row + j] - back[3 * row + j]) * vectors[j];
      expect(Math.abs(along)).toBeLessThan(1e-4);
    }
  });
});

describe('every kind', () => {
  const kinds = Object.keys(PREPROCESSINGS);

  it.each(kinds)('%s comes back', (kind) => {
    const samples = fc.array(fc.double({ min: -0.9, max: 9, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(samples, (values) => {
        // Directions without variance have no way back: without an epsilon they are nothing.
        const epsilon = ['pcaWhitening', 'zca', 'standard'].includes(kind) ? { epsilon: 0.01 } : {};
        const measured = fitted({ kind, ...epsilon }, values, 4);
        const there = applyPreprocessing(measured, values, new Float64Array(12));
        close(invertPreprocessing(measured, there, new Float64Array(12)), values, 1e-9);
      }),
    );
  });

  it.each(kinds)('%s does not divide by zero where a feature never changes', (kind) => {
    // A mean of 0.1s is not quite 0.1: that is no variance.
    const values = [1, 0.1, 0, 2, 0.1, 0, 4, 0.1, 0];
    for (const epsilon of [0, 0.1]) {
      const spec = ['minMax', 'log'].includes(kind) ? { kind } : { kind, epsilon };
      const measured = fitted(spec, values, 3);
      const out = applyPreprocessing(measured, [...values, 3, 6, 1], new Float64Array(12));
      expect([...out].every(Number.isFinite)).toBe(true);
      close(invertPreprocessing(measured, out, new Float64Array(12)).slice(0, 9), values, 1e-9);
    }
    expect([...applied({ kind }, [3, 3, 3], 1)].every(Number.isFinite)).toBe(true);
  });

  it.each(kinds)('%s is the same in place, and survives being sent', (kind) => {
    const measured = fitted({ kind });
    const place = Float32Array.from(ROWS);
    const out = applyPreprocessing(measured, place, new Float32Array(ROWS.length));
    expect(applyPreprocessing(structuredClone(measured), place, place)).toEqual(out);
  });

  it.each(kinds)('%s has defaults', (kind) => {
    expect(preprocessingOf({ kind }).definition).toBe(PREPROCESSINGS[kind]);
  });
});

describe('the logarithm', () => {
  it('is ln(1 + x), and refuses what has none', () => {
    close(applied({ kind: 'log' }, [0, Math.E - 1, 0.5], 1), [0, 1, Math.log(1.5)]);
    expect(() => fitted({ kind: 'log' }, [0, -1], 1)).toThrow(/logDomain/);
  });
});

describe('one-hot vectors', () => {
  it('stand for labels and give them back', () => {
    expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([...oneHot([7], 3)]).toEqual([0, 0, 0]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 12 }), (labels) => {
        expect([...labelsOf(oneHot(labels, 7), 7)]).toEqual(labels);
      }),
    );
  });
});

it('affine fits never have a factor of 0', () => {
  for (const kind of ['standard', 'minMax']) {
    const { factor, spread } = fitted({ kind }, [1, 0.1, 2, 0.1, 1, 0.1], 2) as FittedAffine;
    expect([...factor].every((value) => value > 0)).toBe(true);
    expect([spread[0] > 0, spread[1]]).toEqual([true, 0]);
  }
});
