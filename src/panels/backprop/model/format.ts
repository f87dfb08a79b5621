/**
 * How numbers are written: short in pictures, long in checks. A real minus sign, no exponent where none is needed,
 * and never more digits than can be read. What has not been computed is written as three dots, never as 0.
 */

export const UNKNOWN = '· · ·';

const minus = (text: string) => text.replace(/-/g, '−');

/** A value in a picture: whole numbers as they are, else four decimals, or three digits with an exponent. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(String(value === 0 ? 0 : value));
  const size = Math.abs(value);
  if (size < 5e-4 || size >= 1e5) return exponent(value, 2);
  if (size >= 1000) return minus(value.toFixed(1));
  if (size >= 100) return minus(value.toFixed(2));
  return minus(value.toFixed(4));
}

/** A value on a card: six significant digits, so that small steps of an optimizer can be followed. */
export function precise(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 1e6)) return short(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return exponent(value, 5);
  return minus(value.toPrecision(6));
}

/** A weight on an edge: as short as it can be without losing what was typed, four decimals at most. */
export function weight(value: number): string {
  const text = short(value);
  if (!/^−?\d+\.\d+$/.test(text)) return text;
  const trimmed = text.replace(/0+$/, '');
  const decimals = trimmed.length - trimmed.indexOf('.') - 1;
  return decimals >= 2 ? trimmed : minus(value.toFixed(2));
}

/** A value inside a cell of a small picture: whole numbers as they are, else two decimals, or one digit with an exponent. */
export function brief(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 1000)) return short(value);
  const size = Math.abs(value);
  if (size < 0.005 || size >= 1000) return exponent(value, 0);
  return minus(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2));
}

/** A value in a check: nine decimals, or nine digits with an exponent. */
export function long(value: number): string {
  if (!Number.isFinite(value)) return short(value);
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size < 1e-4 || size >= 1e6) return exponent(value, 8);
  return minus(value.toFixed(9));
}

/** A result to compare with a printed one: ten significant digits, or fewer where they say as much. */
export function settled(value: number): string {
  if (!Number.isFinite(value) || value === 0 || Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6) return precise(value);
  return minus(String(Number(value.toPrecision(10))));
}

/** How far `a` is from `b`; 0 where both are the same infinity, as nothing else is said of them. */
export function apart(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** The size of a difference: one digit. */
export function difference(value: number): string {
  if (!Number.isFinite(value)) return short(value);
  return value === 0 ? '0' : minus(Math.abs(value).toExponential(0));
}

/** A change for a sentence: two significant digits, always positive. */
export function amount(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (!Number.isFinite(size) || size < 1e-6 || size >= 1e6)
    return Number.isFinite(size) ? exponent(size, 1) : short(size);
  return String(Number(size.toPrecision(2)));
}

function exponent(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits).split('e');
  return minus(`${mantissa}e${Number(power)}`);
}

/** All digits of a number as a person would type it: for editing. */
export function exact(value: number): string {
  return String(value);
}
