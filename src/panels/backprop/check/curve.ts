/**
 * The error of a central difference over its h, and which part of it comes from what: cutting off the Taylor series
 * (falling with h²) or rounding (growing as h gets smaller, about ε·|L|/h).
 */
import type { Difference } from '@/core/interpreter/client';

export interface CurvePoint {
  h: number;
  slope: number;
  /** |slope − gradient|. */
  error: number;
}

export interface ErrorCurve {
  points: CurvePoint[];
  /** The point with the smallest error. */
  best: number;
  /**
   * `smooth`: there is an h at which both agree. `still`: the loss does not depend on this number, and both say 0.
   * `apart`: no h brings them together, as something is wrong or the function has a kink there. `endless`: the loss is
   * not finite, and so differences of it say nothing.
   */
  kind: 'smooth' | 'still' | 'apart' | 'endless';
}

/** Both agree when they share so many digits. */
const AGREE = 1e-5;

export function errorCurve(differences: readonly Difference[], gradient: number, loss: number): ErrorCurve {
  const points = differences.map(({ h, slope }) => ({ h, slope, error: Math.abs(slope - gradient) }));
  let best = 0;
  points.forEach(({ error }, i) => {
    if (error < points[best].error) best = i;
  });
  const { slope, h, error } = points[best];
  if (!Number.isFinite(loss)) return { points, best, kind: 'endless' };
  if (gradient === 0 && points.every((point) => point.slope === 0)) return { points, best, kind: 'still' };
  const allowed = AGREE * Math.max(Math.abs(slope), Math.abs(gradient)) + roundingError(loss, h);
  return { points, best, kind: error <= 10 * allowed ? 'smooth' : 'apart' };
}

/** A power of ten as text: `10⁻⁵`. */
export function power(exponent: number): string {
  return `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;
}

/** What rounding of the two losses may do to a difference: half a unit in the last place of each, over 2h. */
export function roundingError(loss: number, h: number): number {
  return (Number.EPSILON * Math.abs(loss)) / (2 * h);
}

/** Digits that two numbers share: how often the difference goes into the larger, as a power of ten; 16 at most. */
export function sharedDigits(error: number, value: number): number {
  if (error === 0) return 16;
  return Math.min(16, Math.max(0, Math.floor(Math.log10(Math.abs(value) / error))));
}
