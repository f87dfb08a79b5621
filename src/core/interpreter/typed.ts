/**
 * Numbers as they were typed. Weights, inputs and targets are kept in float32, where 0.05 becomes
 * 0.05000000074505806; interpreted in float64 that would be another calculation than the one a person does by hand.
 */

/** Decimals of up to so many significant digits are told apart by float32: all of them survive the way there and back. */
const DIGITS = 6;

/**
 * The decimal of at most six significant digits that was rounded to this float32 number; any other number as it is.
 * The engine, which rounds again, gets the same float32 number from both.
 */
export function asTyped(value: number): number {
  const decimal = Number(value.toPrecision(DIGITS));
  // The sign of a zero is not written.
  return value !== 0 && Math.fround(decimal) === value ? decimal : value;
}
