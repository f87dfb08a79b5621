/**
 * Constant factors of products, as fractions of two float64 numbers.
 *
 * Fractions of whole numbers stay exact (1/3 + 1/6 = 1/2, shown as such); others are divided out only where the
 * quotient has a short decimal form. Nothing here ever holds a number that is not finite: operations answer null then.
 */

export interface Rational {
  readonly n: number;
  /** Positive. */
  readonly d: number;
}

export const ONE: Rational = { n: 1, d: 1 };

/** Whether a number reads well as a decimal: at most twelve significant digits. */
export const isShort = (x: number): boolean => Number.isFinite(x) && Number(x.toPrecision(12)) === x;

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

/** n/d in lowest terms, or null where that is not a finite number or under- or overflowed. */
export function rational(n: number, d: number): Rational | null {
  if (!Number.isFinite(n) || !Number.isFinite(d) || d === 0) return null;
  if (n === 0) return { n: 0, d: 1 };
  if (d < 0) return rational(-n, -d);
  if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) {
    const divisor = gcd(n, d);
    return { n: n / divisor, d: d / divisor };
  }
  const quotient = n / d;
  return isShort(quotient) && quotient !== 0 ? { n: quotient, d: 1 } : { n, d };
}

/** a · b. A product that underflows to 0 is refused like one that overflows. */
export function multiply(a: Rational, b: Rational): Rational | null {
  const n = a.n * b.n;
  return n === 0 && a.n !== 0 && b.n !== 0 ? null : rational(n, a.d * b.d);
}

/** a / b, null for b = 0. */
export const divide = (a: Rational, b: Rational): Rational | null =>
  b.n === 0 ? null : multiply(a, b.n < 0 ? { n: -b.d, d: -b.n } : { n: b.d, d: b.n });

/** a + b. */
export const plus = (a: Rational, b: Rational): Rational | null =>
  a.d === b.d ? rational(a.n + b.n, a.d) : rational(a.n * b.d + b.n * a.d, a.d * b.d);
