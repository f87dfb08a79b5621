/** (x − origin) · factor + base, feature by feature, and back. */
import type { FittedAffine } from './types';

/** @param values whole rows; `out` may be the same array. */
export function applyAffine(
  { features, origin, factor, base }: FittedAffine,
  values: ArrayLike<number>,
  out: { [i: number]: number },
): void {
  for (let from = 0; from < values.length; from += features) {
    for (let j = 0; j < features; j++) out[from + j] = (values[from + j] - origin[j]) * factor[j] + base;
  }
}

export function invertAffine(
  { features, origin, factor, base }: FittedAffine,
  values: ArrayLike<number>,
  out: { [i: number]: number },
): void {
  for (let from = 0; from < values.length; from += features) {
    for (let j = 0; j < features; j++) out[from + j] = (values[from + j] - base) / factor[j] + origin[j];
  }
}
