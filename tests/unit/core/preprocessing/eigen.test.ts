/** Eigenvectors of symmetric matrices: by hand, and by what must hold of any. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '@/core/preprocessing/eigen';

/** How far A V = V Λ and V Vᵀ = 1 are from true, in units of the largest entry. */
function faults(matrix: Float64Array, n: number): number {
  const { values, vectors } = symmetricEigen(matrix, n);
  const size = Math.max(1, ...matrix.map(Math.abs));
  let worst = 0;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      let product = 0;
      let overlap = 0;
      for (let j = 0; j < n; j++) {
        product += matrix[i * n + j] * vectors[k * n + j];
        overlap += vectors[k * n + j] * vectors[i * n + j];
      }
      worst = Math.max(worst, Math.abs(product - values[k] * vectors[k * n + i]) / size);
      worst = Math.max(worst, Math.abs(overlap - (i === k ? 1 : 0)));
    }
    if (k > 0 && values[k] > values[k - 1]) worst = Infinity;
  }
  return worst;
}

const symmetric = (n: number, entry: (i: number, j: number) => number) =>
  Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return entry(Math.min(i, j), Math.max(i, j));
  });

describe('eigenvalues and eigenvectors', () => {
  it('of two by two', () => {
    const { values, vectors } = symmetricEigen([2, 1, 1, 2], 2);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(Math.abs(vectors[0])).toBeCloseTo(Math.SQRT1_2, 14);
    expect(vectors[0]).toBeCloseTo(vectors[1], 14);
    expect(vectors[2]).toBeCloseTo(-vectors[3], 14);
  });

  it('of a chain of springs: 2 − 2 cos(kπ / (n + 1))', () => {
    const n = 12;
    const { values } = symmetricEigen(
      symmetric(n, (i, j) => (i === j ? 2 : j === i + 1 ? -1 : 0)),
      n,
    );
    for (let k = 1; k <= n; k++) {
      expect(values[n - k]).toBeCloseTo(2 - 2 * Math.cos((k * Math.PI) / (n + 1)), 12);
    }
  });

  it('of one number, nothing, the identity, and a matrix of rank one', () => {
    expect(symmetricEigen([7], 1)).toEqual({ values: Float64Array.of(7), vectors: Float64Array.of(1) });
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
    expect(
      faults(
        symmetric(4, (i, j) => (i === j ? 1 : 0)),
        4,
      ),
    ).toBeLessThan(1e-14);
    expect(
      faults(
        symmetric(6, () => 1),
        6,
      ),
    ).toBeLessThan(1e-13);
  });

  it('of any symmetric matrix', () => {
    const matrices = fc.integer({ min: 1, max: 9 }).chain((n) =>
      fc
        .array(fc.oneof(fc.constant(0), fc.double({ min: -10, max: 10, noNaN: true })), {
          minLength: n * n,
          maxLength: n * n,
        })
        .map((entries) => ({ n, matrix: symmetric(n, (i, j) => entries[i * n + j]) })),
    );
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        expect(faults(matrix, n)).toBeLessThan(1e-12);
      }),
    );
  });

  it('of a large one with many zeros, as images have', () => {
    const n = 60;
    const entry = (i: number, j: number) =>
      i % 3 === 0 || j % 3 === 0 ? 0 : Math.cos(i * 1.7 + j * j) * 10 ** -(i / 8);
    expect(faults(symmetric(n, entry), n)).toBeLessThan(1e-12);
  });
});
