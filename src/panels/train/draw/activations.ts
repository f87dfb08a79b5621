/** The outputs of a layer's units as a picture: how they are laid out, and which scale suits them. */

/** Most cells in one row. */
const WIDEST = 32;

/**
 * Values in rows, as few and as equal as may be: 128 become 32 × 4. Cells past the last value are not a number.
 */
export function gridOf(values: Float32Array): { values: Float32Array; width: number; height: number } {
  const height = Math.max(1, Math.ceil(values.length / WIDEST));
  const width = Math.ceil(values.length / height);
  if (width * height === values.length) return { values, width, height };
  const padded = new Float32Array(width * height).fill(Number.NaN);
  padded.set(values);
  return { values: padded, width, height };
}

/** Whether some value is below zero, so that a scale must show the sign. */
export const isSigned = (values: ArrayLike<number>) => Array.prototype.some.call(values, (value: number) => value < 0);
