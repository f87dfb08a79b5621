/**
 * IDX, the file format of MNIST and its relatives: two zero bytes, a type (8: unsigned bytes), the number of
 * dimensions, each dimension as a big-endian 32-bit number, then the values, last dimension fastest.
 */
import { DatasetError } from './error';

export interface IdxArray {
  shape: number[];
  /** A view on the file's own bytes. */
  data: Uint8Array;
}

const UNSIGNED_BYTES = 8;

/**
 * Reads an IDX file of unsigned bytes.
 *
 * @param bytes The whole file.
 * @param file Its name, for the error.
 * @param expected Dimensions it must have; null where any will do.
 * @throws DatasetError `notIdx` when the header says something else, `fileTruncated` when values are missing.
 */
export function parseIdx(bytes: Uint8Array, file: string, expected: readonly (number | null)[]): IdxArray {
  const wanted = expected.map((size) => size ?? '…').join(' × ');
  const headerLength = 4 + 4 * expected.length;
  const fail = (found: string) => new DatasetError('notIdx', file, { found, expected: wanted });
  if (bytes.length < headerLength || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== UNSIGNED_BYTES) {
    throw fail(
      [...bytes.subarray(0, 4)]
        .map((byte) => byte.toString(16))
        .join(' ')
        .trim() || '0',
    );
  }
  if (bytes[3] !== expected.length) throw fail(`${bytes[3]}-D`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = expected.map((_, axis) => view.getUint32(4 + 4 * axis));
  if (shape.some((size, axis) => expected[axis] !== null && size !== expected[axis])) throw fail(shape.join(' × '));
  const length = shape.reduce((product, size) => product * size, 1);
  const data = bytes.subarray(headerLength);
  if (data.length < length) {
    throw new DatasetError('fileTruncated', file, { loaded: bytes.length, expected: headerLength + length });
  }
  if (data.length > length) throw fail(`${shape.join(' × ')} + ${data.length - length}`);
  return { shape, data };
}
