/** Makes IDX files for tests. */

/** An IDX file of unsigned bytes with this header; `values` may be too few or too many on purpose. */
export function idxFile(shape: readonly number[], values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(4 + 4 * shape.length + values.length);
  file.set([0, 0, 8, shape.length]);
  const view = new DataView(file.buffer);
  for (const [axis, size] of shape.entries()) view.setUint32(4 + 4 * axis, size);
  file.set(values, 4 + 4 * shape.length);
  return file;
}
