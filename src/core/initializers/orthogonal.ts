/**
 * A random orthogonal matrix: the signal is turned, neither stretched nor shrunk (Saxe, McClelland, Ganguli, ICLR 2014).
 * It is the Q of the QR decomposition of a normal matrix with the signs that make R's diagonal positive, which is what
 * makes every orthogonal matrix equally likely (Mezzadri, Notices of the AMS 2007). A kernel of more axes is taken as
 * the matrix [all others, last]; a wide matrix has orthonormal rows, a tall one orthonormal columns.
 */
import { z } from 'zod';
import { num, parse, substitute } from '../expr';
import { sizeOf } from '../graph/shape';
import { fillNormal } from '../random';
import type { Distribution, InitializerDefinition } from './types';

const settings = z.object({ gain: z.number().min(-1e6).max(1e6).default(1) }).strict();

/** a ← a − (a·b) b for the vectors of length n at two places of an array. */
function removeProjection(values: Float64Array, a: number, b: number, n: number): void {
  let dot = 0;
  for (let i = 0; i < n; i++) dot += values[a + i] * values[b + i];
  for (let i = 0; i < n; i++) values[a + i] -= dot * values[b + i];
}

/**
 * Makes `count` vectors of length n, one after another, orthonormal: Gram and Schmidt in the modified form, every vector
 * twice, after which it is orthogonal to the last digit (Giraud, Langou, Rozložník, 2005). R's diagonal, the lengths
 * that are divided by, is positive.
 */
function orthonormalize(values: Float64Array, count: number, n: number): void {
  for (let j = 0; j < count; j++) {
    const at = j * n;
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) removeProjection(values, at, k * n, n);
    }
    const vector = values.subarray(at, at + n);
    const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0));
    for (let i = 0; i < n; i++) vector[i] /= length;
  }
}

const DENSITY = parse('where(abs(x) >= gain, 0, (1 - (x / gain)^2)^((n - 3) / 2) / (gain * beta))');

/** B(1/2, (n − 1)/2), by Γ's recurrence: B(1/2, b + 1) = B(1/2, b) · b/(b + 1/2), from B(1/2, 1/2) = π, B(1/2, 1) = 2. */
function betaOf(n: number): number {
  let beta = n % 2 === 0 ? Math.PI : 2;
  for (let b = n % 2 === 0 ? 0.5 : 1; b < (n - 1) / 2; b++) beta *= b / (b + 0.5);
  return beta;
}

/** Of one coordinate of a direction in n dimensions, times gain: all directions are equally likely. */
function coordinate(n: number, gain: number): Distribution {
  const bound = Math.abs(gain);
  const numbers = { gain: num(bound), n: num(n), beta: num(betaOf(n)) };
  return {
    mean: 0,
    variance: gain ** 2 / n,
    support: [-bound, bound],
    // In one dimension the only directions are ±1.
    density: n === 1 || gain === 0 ? null : substitute(DENSITY, numbers),
  };
}

export const orthogonal: InitializerDefinition<z.output<typeof settings>> = {
  kind: 'orthogonal',
  settings,
  fits: (shape) => shape.length >= 2,
  fill(out, shape, { gain }, key) {
    const columns = shape[shape.length - 1];
    const rows = sizeOf(shape.slice(0, -1));
    const [count, n] = [Math.min(rows, columns), Math.max(rows, columns)];
    const vectors = fillNormal(new Float64Array(count * n), key);
    orthonormalize(vectors, count, n);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        out[i * columns + j] = gain * (rows >= columns ? vectors[j * n + i] : vectors[i * n + j]);
      }
    }
    return out;
  },
  distribution: ({ gain }, { fanIn, fanOut }) => coordinate(Math.max(fanIn, fanOut), gain),
};
