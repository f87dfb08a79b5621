/** Files given by hand: known by their digest, accepted by name and form, refused with a reason. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '@/data/error';
import { openGiven, sortGiven } from '@/data/given';
import { unpacked } from '@/data/gunzip';
import type { PublishedFile } from '@/data/published';
import { idxFile } from '../../support/idx';

const IMAGES = idxFile([1, 2, 2], [1, 2, 3, 4]);
const LABELS = idxFile([1], [7]);
const published = (name: string, bytes: Uint8Array): PublishedFile => ({
  ...{ name, bytes: bytes.length },
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const FILES = [published('train-images-idx3-ubyte', IMAGES), published('train-labels-idx1-ubyte', LABELS)];
const file = (bytes: Uint8Array, name: string) => new File([new Uint8Array(bytes)], name);

describe('openGiven', () => {
  it('unpacks what is packed, by its content and not its name', async () => {
    const plain = await openGiven(file(IMAGES, 'a.gz'));
    const packed = await openGiven(file(gzipSync(IMAGES), 'b'));
    expect(plain).toMatchObject({ name: 'a.gz', sha256: FILES[0].sha256 });
    expect(packed).toMatchObject({ name: 'b', sha256: FILES[0].sha256 });
    expect([...packed.bytes]).toEqual([...IMAGES]);
  });

  it.each([
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1), '89 50 4e 47'],
    ['nothing', new Uint8Array(0), '0'],
    ['a damaged archive', gzipSync(IMAGES).subarray(0, 20), 'gzip?'],
  ])('refuses %s', async (_, bytes, found) => {
    const error = await openGiven(file(bytes, 'x')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({ code: 'notIdx', file: 'x', params: { found } });
  });
});

describe('unpacked', () => {
  it('stops at a length that is too much', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(100_000)));
    await expect(unpacked(bomb, 99_999)).rejects.toThrow(RangeError);
    expect(await unpacked(bomb, 100_000)).toHaveLength(100_000);
  });
});

describe('sortGiven', () => {
  it('knows a published file under any name', async () => {
    const { published: known, others } = sortGiven([await openGiven(file(LABELS, 'whatever.bin'))], FILES);
    expect([...(known.get(FILES[1]) ?? [])]).toEqual([...LABELS]);
    expect(others.size).toBe(0);
  });

  it.each(['train-images-idx3-ubyte', 'train-images.idx3-ubyte', 'Train-Images-idx3-ubyte (1).gz'])(
    'takes another file called %s in the place of the published one',
    async (name) => {
      const { published: known, others } = sortGiven([await openGiven(file(idxFile([1, 1], [0]), name))], FILES);
      expect(known.size).toBe(0);
      expect([...others.keys()]).toEqual([FILES[0]]);
    },
  );

  it('refuses a file it can do nothing with, and says which there are', async () => {
    const other = await openGiven(file(idxFile([1, 1], [0]), 'holiday'));
    expect(() => sortGiven([other], FILES)).toThrow(
      expect.objectContaining({
        code: 'notIdx',
        params: { found: 'holiday', expected: FILES.map((f) => f.name).join(', ') },
      }),
    );
  });
});
