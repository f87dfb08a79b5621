/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reflections make it tridiagonal, then QL iterations
 * with implicit shifts make it diagonal (Golub and Van Loan: Matrix Computations, sections 8.3.1 and 8.3.3; Bowdler,
 * Martin, Reinsch, Wilkinson: The QR and QL algorithms for symmetric matrices, 1968). About 4n³ operations: some
 * seconds for the 784 pixels of a digit.
 */

export interface Eigen {
  /** Largest first. */
  values: Float64Array;
  /** Unit eigenvectors as rows, in the order of their values, row-major `[n, n]`. */
  vectors: Float64Array;
}

/** Squares below this are far beyond the last digit of the largest entry, 1. */
const NOTHING = 1e-60;
/** Sweeps for one eigenvalue; two or three are usual. */
const MOST_SWEEPS = 60;

/** @param matrix symmetric, row-major `[n, n]`; it is left as it is. */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): Eigen {
  const a = Float64Array.from(matrix);
  const size = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  // In units of the largest entry, so that nothing here is too large or too small to be squared.
  const { diagonal, beside, rows } = tridiagonal(
    a.map((value) => value / size),
    n,
  );
  diagonalize(diagonal, beside, rows, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a]);
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries()) vectors.set(rows.subarray(from * n, (from + 1) * n), to * n);
  return { values: Float64Array.from(order, (i) => size * diagonal[i]), vectors };
}

interface Tridiagonal {
  diagonal: Float64Array;
  /** Element i couples i and i + 1; the last is 0. */
  beside: Float64Array;
  /** Qᵀ of A = Q T Qᵀ: the columns of Q as rows. */
  rows: Float64Array;
}

/** Turns `a` into a tridiagonal matrix by n − 2 reflections I − βvvᵀ. `a` is used up. */
function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const reflections: { v: Float64Array; beta: number }[] = [];
  const beside = new Float64Array(n);
  for (let k = 0; k + 2 < n; k++) {
    // The reflection that leaves of column k below the diagonal only its first element.
    const v = new Float64Array(n);
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k];
      if (i > k + 1) squares += v[i] * v[i];
    }
    const first = v[k + 1];
    const length = Math.sqrt(squares + first * first);
    const rest = squares > NOTHING;
    beside[k] = rest ? (first > 0 ? -length : length) : first;
    // Without anything below, there is nothing to reflect.
    if (rest) {
      v[k + 1] -= beside[k];
      const beta = 1 / (length * (length + Math.abs(first)));
      reflectBothSides(a, n, k + 1, v, beta);
      reflections.push({ v, beta });
    } else reflections.push({ v, beta: 0 });
  }
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2];
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]);
  return { diagonal, beside, rows: transposedProduct(reflections, n) };
}

/** A ← HAH on rows and columns from `first` on: A − vwᵀ − wvᵀ with w = p − (β/2)(vᵀp)v and p = βAv. */
function reflectBothSides(a: Float64Array, n: number, first: number, v: Float64Array, beta: number): void {
  const w = new Float64Array(n);
  let along = 0;
  for (let i = first; i < n; i++) {
    let sum = 0;
    for (let j = first, at = i * n + first; j < n; j++, at++) sum += a[at] * v[j];
    w[i] = beta * sum;
    along += v[i] * w[i];
  }
  const half = 0.5 * beta * along;
  for (let i = first; i < n; i++) w[i] -= half * v[i];
  for (let i = first; i < n; i++) {
    const [vi, wi] = [v[i], w[i]];
    for (let j = first, at = i * n + first; j < n; j++, at++) a[at] -= vi * w[j] + wi * v[j];
  }
}

/** (H₁H₂…)ᵀ, built from the last reflection: until then rows and columns before its own are those of the identity. */
function transposedProduct(reflections: readonly { v: Float64Array; beta: number }[], n: number): Float64Array {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  for (let k = reflections.length - 1; k >= 0; k--) {
    const { v, beta } = reflections[k];
    if (beta === 0) continue;
    // Of the transposed product each row is reflected: r − β(r·v)v.
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * n + k + 1; j < n; j++, at++) sum += rows[at] * v[j];
      const by = beta * sum;
      for (let j = k + 1, at = i * n + k + 1; j < n; j++, at++) rows[at] -= by * v[j];
    }
  }
  return rows;
}

/** Diagonalizes the tridiagonal matrix in place; what turns it turns `rows`, which become the eigenvectors. */
function diagonalize(d: Float64Array, e: Float64Array, rows: Float64Array, n: number): void {
  // The largest entry was 1: less than its last digit is nothing.
  const nothing = 0.1 * Number.EPSILON;
  const separate = (i: number) =>
    Math.abs(e[i]) <= Math.max(Number.EPSILON * (Math.abs(d[i]) + Math.abs(d[i + 1])), nothing);
  for (let first = 0; first < n; first++) {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      let last = first;
      while (last < n - 1 && !separate(last)) last++;
      if (last === first) break;
      sweepUp(d, e, rows, n, first, last);
    }
  }
}

/** One QL sweep with Wilkinson's shift over the block from `first` to `last`: rotations chase a bulge upwards. */
function sweepUp(d: Float64Array, e: Float64Array, rows: Float64Array, n: number, first: number, last: number): void {
  const half = (d[first + 1] - d[first]) / (2 * e[first]);
  const root = Math.hypot(half, 1);
  let bulge = d[last] - d[first] + e[first] / (half + (half < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = last - 1; i >= first; i--) {
    const across = sine * e[i];
    const along = cosine * e[i];
    const radius = Math.hypot(across, bulge);
    e[i + 1] = radius;
    if (radius === 0) {
      // The block has come apart here.
      d[i + 1] -= shift;
      e[last] = 0;
      return;
    }
    sine = across / radius;
    cosine = bulge / radius;
    const rest = d[i + 1] - shift;
    const turned = (d[i] - rest) * sine + 2 * cosine * along;
    shift = sine * turned;
    d[i + 1] = rest + shift;
    bulge = cosine * turned - along;
    rotate(rows, n, i, sine, cosine);
  }
  d[first] -= shift;
  e[first] = bulge;
  e[last] = 0;
}

/** Turns rows i and i + 1 into one another. */
function rotate(rows: Float64Array, n: number, i: number, sine: number, cosine: number): void {
  for (let a = i * n, b = a + n, end = b; a < end; a++, b++) {
    const [x, y] = [rows[a], rows[b]];
    rows[b] = sine * x + cosine * y;
    rows[a] = cosine * x - sine * y;
  }
}
