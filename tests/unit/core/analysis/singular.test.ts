/** Singular values against what is known of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singularValues } from '@/core/analysis/singular';
import { initializerOf } from '@/core/initializers';
import { fillNormal } from '@/core/random';

const normal = (size: number, seed: number) =>
  fillNormal(new Float64Array(size), { seed, purpose: 'test', layer: 'matrix', step: 0 });

function orthogonal(n: number, seed: number): Float64Array {
  const { definition, settings } = initializerOf('orthogonal');
  const key = { seed, purpose: 'test', layer: 'turn', step: 0 };
  return definition.fill(new Float64Array(n * n), [n, n], settings, key);
}

function product(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let k = 0; k < inner; k++) out[i * columns + j] += a[i * inner + k] * b[k * columns + j];
    }
  }
  return out;
}

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(1e6),
});

describe('singular values', () => {
  it('are as many as the shorter side, and their squares sum to those of the entries', () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, seed }) => {
        const matrix = normal(rows * columns, seed);
        const values = singularValues(matrix, rows, columns);
        expect(values).toHaveLength(Math.min(rows, columns));
        const squares = values.reduce((sum, value) => sum + value * value, 0);
        expect(squares).toBeCloseTo(
          matrix.reduce((sum, value) => sum + value * value, 0),
          9,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('do not change when the matrix is turned from either side, or transposed', () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, seed }) => {
        const matrix = normal(rows * columns, seed);
        const values = singularValues(matrix, rows, columns);
        const turned = product(orthogonal(rows, seed), matrix, rows, rows, columns);
        const both = product(turned, orthogonal(columns, seed + 1), rows, columns, columns);
        const transposed = Float64Array.from(matrix, (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]);
        for (const [other, m, n] of [
          [both, rows, columns],
          [transposed, columns, rows],
        ] as const) {
          for (const [i, value] of singularValues(other, m, n).entries()) expect(value).toBeCloseTo(values[i], 10);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are right to the last digits for the smallest ones too', () => {
    // A diagonal from 1 to 1e-12, behind a turn: the squares of the smallest are far below the last digit of the largest.
    const n = 7;
    const diagonal = new Float64Array(n * n);
    for (let i = 0; i < n; i++) diagonal[i * n + i] = 100 ** -i;
    const values = singularValues(product(diagonal, orthogonal(n, 3), n, n, n), n, n);
    for (const [i, value] of values.entries()) expect(value / 100 ** -i).toBeCloseTo(1, 9);
  });

  it('neither vanish nor overflow where squares would, and say when an entry is no number', () => {
    expect(singularValues([3e-200, 0, 0, -4e-200], 2, 2).map((v) => v * 1e200)).toEqual([
      expect.closeTo(4, 12),
      expect.closeTo(3, 12),
    ]);
    expect(singularValues([3e200, 4e200], 1, 2)[0] / 1e200).toBeCloseTo(5, 12);
    expect(singularValues([1, Number.POSITIVE_INFINITY, 0, 1], 2, 2)).toEqual([Number.NaN, Number.NaN]);
    expect(singularValues(new Float64Array(6), 2, 3)).toEqual([0, 0]);
    expect(singularValues([], 0, 3)).toEqual([]);
  });
});
