/**
 * Singular values by one-sided Jacobi rotations: pairs of rows (or columns, whichever are fewer) are turned until all of
 * them are perpendicular; their lengths are then the singular values (Hestenes: Inversion of matrices by
 * biorthogonalization, 1958; Golub and Van Loan: Matrix Computations, 8.6.3). Small ones come out with as many right
 * digits as large ones, which the eigenvalues of AᵀA do not give (Demmel and Veselić, 1992).
 */

/** Sweeps over all pairs; six to ten are usual. */
const MOST_SWEEPS = 40;
/** Cosines below this count as perpendicular. */
const PERPENDICULAR = 1e-15;

/**
 * The singular values of a matrix, largest first: min(rows, columns) of them. All are NaN where an entry is no finite
 * number.
 * @param matrix row-major `[rows, columns]`; it is left as it is.
 */
export function singularValues(matrix: ArrayLike<number>, rows: number, columns: number): number[] {
  const count = Math.min(rows, columns);
  if (count === 0) return [];
  const size = largestEntry(matrix, rows * columns);
  if (size === 0 || !Number.isFinite(size)) return new Array<number>(count).fill(size === 0 ? 0 : Number.NaN);
  const vectors = shortSide(matrix, rows, columns, size);
  for (let sweep = 0; sweep < MOST_SWEEPS && turnAllPairs(vectors); sweep++);
  return vectors.map((v) => size * Math.sqrt(dot(v, v))).sort((a, b) => b - a);
}

function largestEntry(matrix: ArrayLike<number>, length: number): number {
  let most = 0;
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(matrix[i])) return Number.NaN;
    most = Math.max(most, Math.abs(matrix[i]));
  }
  return most;
}

/** Rows or columns, whichever are fewer, in units of the largest entry, so that squares neither vanish nor overflow. */
function shortSide(matrix: ArrayLike<number>, rows: number, columns: number, size: number): Float64Array[] {
  const wide = rows <= columns;
  const [count, length] = wide ? [rows, columns] : [columns, rows];
  return Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length }, (_, i) => matrix[wide ? j * columns + i : i * columns + j] / size),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** One sweep; whether any pair had to be turned. */
function turnAllPairs(vectors: Float64Array[]): boolean {
  let turned = false;
  for (let p = 0; p + 1 < vectors.length; p++) {
    for (let q = p + 1; q < vectors.length; q++) if (turnApart(vectors[p], vectors[q])) turned = true;
  }
  return turned;
}

/** Turns two vectors in their plane so that they are perpendicular. */
function turnApart(a: Float64Array, b: Float64Array): boolean {
  const across = dot(a, b);
  if (across === 0) return false;
  const [aa, bb] = [dot(a, a), dot(b, b)];
  if (Math.abs(across) <= PERPENDICULAR * Math.sqrt(aa) * Math.sqrt(bb)) return false;
  const zeta = (bb - aa) / (2 * across);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
  return true;
}
