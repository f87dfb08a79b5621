/**
 * The samples in the repository: they are what the script makes of the prepared data set (where there is one), and what
 * their description says in any case.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseIdx } from '@/data/idx';
import mnist from '@/data/mnist.json';
import { firstEntries, makeSamples } from '../../../scripts/samples.mjs';
import { idxFile } from '../../support/idx';

const publicFolder = new URL('../../../public', import.meta.url).pathname;
const shipped = mnist.samples.files.map(({ name }) =>
  gunzipSync(readFileSync(join(publicFolder, mnist.samples.folder, name))),
);

describe('the samples that come with the page', () => {
  it('are as described: 200 images and their labels, every digit among them', () => {
    for (const [index, { bytes, sha256 }] of mnist.samples.files.entries()) {
      expect(shipped[index]).toHaveLength(bytes);
      expect(createHash('sha256').update(shipped[index]).digest('hex')).toBe(sha256);
    }
    expect(parseIdx(shipped[0], 'images', [null, 28, 28]).shape[0]).toBe(200);
    const labels = parseIdx(shipped[1], 'labels', [200]).data;
    expect([...labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    expect(new Set(labels).size).toBe(10);
  });

  it('are the first of the test split, as the script makes them', async ({ skip }) => {
    skip(!existsSync(join(publicFolder, mnist.folder)), 'The data set is not prepared (npm run datasets).');
    const made = await makeSamples(mnist, publicFolder);
    expect(made.map((bytes: Buffer, index: number) => bytes.equals(shipped[index]))).toEqual([true, true]);
  });

  it('say which file is missing when the set is not prepared', async () => {
    await expect(makeSamples(mnist, join(publicFolder, 'nowhere'))).rejects.toThrow('Run `npm run datasets` first');
  });
});

describe('firstEntries', () => {
  it('cuts an IDX file and says so in its header', () => {
    const file = idxFile([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect([...firstEntries(file, 2)]).toEqual([...idxFile([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])]);
  });
});
