/**
 * W(x − mean) and back. W(x − mean) is summed as Wx − W·mean, feature by feature: features that are 0, four fifths of the
 * pixels of a digit, are passed over.
 */
import type { FittedLinear } from './types';

/** W·mean, worked out once for each fit. */
const offsets = new WeakMap<FittedLinear, Float64Array>();

function offsetOf(fitted: FittedLinear): Float64Array {
  let offset = offsets.get(fitted);
  if (!offset) {
    offset = new Float64Array(fitted.outputs);
    addUp(fitted, fitted.mean, 0, offset);
    offsets.set(fitted, offset);
  }
  return offset;
}

/** Adds W times the row that begins at `from`. */
function addUp(
  { features, outputs, forward }: FittedLinear,
  values: ArrayLike<number>,
  from: number,
  to: Float64Array,
) {
  for (let j = 0; j < features; j++) {
    const value = values[from + j];
    if (value === 0) continue;
    for (let k = 0, at = j * outputs; k < outputs; k++, at++) to[k] += value * forward[at];
  }
}

/** @param values whole rows; `out` may be the same array. Outputs that are not computed are 0. */
export function applyLinear(fitted: FittedLinear, values: ArrayLike<number>, out: { [i: number]: number }): void {
  const { features, outputs } = fitted;
  const offset = offsetOf(fitted);
  const row = new Float64Array(outputs);
  for (let from = 0; from < values.length; from += features) {
    row.fill(0);
    addUp(fitted, values, from, row);
    for (let k = 0; k < outputs; k++) out[from + k] = row[k] - offset[k];
    for (let k = outputs; k < features; k++) out[from + k] = 0;
  }
}

export function invertLinear(fitted: FittedLinear, values: ArrayLike<number>, out: { [i: number]: number }): void {
  const { features, outputs, backward, mean } = fitted;
  const row = new Float64Array(features);
  for (let from = 0; from < values.length; from += features) {
    row.set(mean);
    for (let k = 0; k < outputs; k++) {
      const value = values[from + k];
      for (let j = 0, at = k * features; j < features; j++, at++) row[j] += value * backward[at];
    }
    for (let j = 0; j < features; j++) out[from + j] = row[j];
  }
}
