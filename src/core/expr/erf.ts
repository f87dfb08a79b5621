/**
 * The error function in float64.
 *
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637, with the
 * coefficients of his later routine CALERF: three ranges of |x|, relative error near 1e-16.
 */

const A = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const B = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const C = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const D = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const P = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const Q = [1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918];

/** Σ coefficients[i] · x^(n−1−i), by Horner's rule. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const c of coefficients) sum = sum * x + c;
  return sum;
}

/** e^(−y²) with the square split in two, so that its rounding does not grow in the exponential. */
function expMinusSquare(y: number): number {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head));
}

/** erf(x) = (2/√π)∫₀ˣ e^(−s²) ds; odd, in [−1, 1]; NaN for NaN. */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return (x * polynomial(A, y * y)) / polynomial(B, y * y);
  if (!(y < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  let complement: number;
  if (y <= 4) {
    complement = polynomial(C, y) / polynomial(D, y);
  } else {
    const s = 1 / (y * y);
    complement = (1 / Math.sqrt(Math.PI) - (s * polynomial(P, s)) / polynomial(Q, s)) / y;
  }
  const value = 1 - expMinusSquare(y) * complement;
  return x < 0 ? -value : value;
}
