/** IDX headers: what is read, and what is refused with a reason. */
import { describe, expect, it } from 'vitest';
import { DatasetError } from '@/data/error';
import { parseIdx } from '@/data/idx';
import { idxFile } from '../../support/idx';

function failure(bytes: Uint8Array, expected: (number | null)[]): DatasetError {
  try {
    parseIdx(bytes, 'digits', expected);
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('parseIdx', () => {
  it('reads dimensions and values as they lie', () => {
    const parsed = parseIdx(idxFile([2, 1, 3], [1, 2, 3, 4, 5, 255]), 'digits', [null, 1, 3]);
    expect(parsed.shape).toEqual([2, 1, 3]);
    expect([...parsed.data]).toEqual([1, 2, 3, 4, 5, 255]);
  });

  it('reads a file that lies inside a larger buffer', () => {
    const file = idxFile([2], [7, 9]);
    const larger = new Uint8Array(file.length + 5);
    larger.set(file, 3);
    expect([...parseIdx(larger.subarray(3, 3 + file.length), 'digits', [null]).data]).toEqual([7, 9]);
  });

  it('refuses other kinds of file and other dimensions, naming what it found', () => {
    expect(failure(new TextEncoder().encode('<!doctype html>'), [null])).toMatchObject({
      code: 'notIdx',
      file: 'digits',
      params: { found: '3c 21 64 6f' },
    });
    expect(failure(idxFile([2], [1, 2]), [null, 28])).toMatchObject({ code: 'notIdx' });
    expect(failure(idxFile([1, 2, 3], [1, 2, 3, 4, 5, 6]), [null, 2, 2])).toMatchObject({
      code: 'notIdx',
      params: { found: '1 × 2 × 3', expected: '… × 2 × 2' },
    });
    expect(failure(new Uint8Array(0), [null])).toMatchObject({ code: 'notIdx' });
  });

  it('tells a file that ends early from one that goes on', () => {
    expect(failure(idxFile([3], [1, 2]), [null])).toMatchObject({
      code: 'fileTruncated',
      params: { loaded: 10, expected: 11 },
    });
    expect(failure(idxFile([3], [1, 2, 3, 4]), [null])).toMatchObject({ code: 'notIdx' });
  });
});
