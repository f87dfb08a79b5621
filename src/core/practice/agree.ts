/**
 * When a written number is right: when it is the exact value, rounded to as many significant digits as were written, but
 * no fewer than were asked for. A fraction is compared at the digits asked for.
 */
import type { Answer } from './answer';

/** Fewest significant digits that may be asked for, and most. */
export const DIGITS = [2, 3, 4] as const;
export type Digits = (typeof DIGITS)[number];

/** What float64 leaves over where exact arithmetic gives 0. */
const ZERO = 1e-13;
/** A rounding of a half may go either way. */
const SLACK = 1 + 1e-9;

/** Half a unit in the last of `digits` significant digits of `exact`. */
const halfUnit = (exact: number, digits: number) => 10 ** (Math.floor(Math.log10(Math.abs(exact))) - digits + 1) / 2;

/** Whether `value` is `exact` rounded to so many significant digits. Zero is only itself; NaN and infinity are nothing. */
export function agreesTo(exact: number, value: number, digits: number): boolean {
  if (!Number.isFinite(exact) || !Number.isFinite(value)) return false;
  if (Math.abs(exact) < ZERO) return Math.abs(value) < ZERO;
  return Math.abs(value - exact) <= halfUnit(exact, digits) * SLACK;
}

/** Whether an answer is right, with at least `asked` significant digits. */
export function agrees(exact: number, answer: Answer, asked: number): boolean {
  return agreesTo(exact, answer.value, Math.max(asked, answer.digits ?? asked));
}

/**
 * Whether an answer is not right but nearly: too few digits were written, or its last digits are off, as they are when
 * numbers in between were rounded. `coarse`: it is right to the digits that were written. `last`: to fewer than were
 * written.
 */
export function nearly(exact: number, answer: Answer, asked: number): 'coarse' | 'last' | null {
  if (agrees(exact, answer, asked)) return null;
  const written = answer.digits ?? asked;
  if (written < asked) return agreesTo(exact, answer.value, written) ? 'coarse' : null;
  // One digit less than what is asked still tells right from wrong; a single digit does not.
  return agreesTo(exact, answer.value, Math.max(2, Math.min(asked, written - 1))) ? 'last' : null;
}
