/**
 * Files given by hand. A published file is known by its SHA-256, whatever it is called. Others are accepted when name and
 * form are those of a published one (another set in MNIST's form, say), and are said to be others.
 */
import { DatasetError } from './error';
import { isGzip, unpacked } from './gunzip';
import type { PublishedFile } from './published';
import { sha256 } from './sha256';

/** Larger files are no data set that fits into a tab. */
const MOST_BYTES = 400 << 20;

export interface Given {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

/**
 * Reads a file, unpacked if it is packed.
 *
 * @throws DatasetError `notIdx` when it is too large, damaged, or no IDX file of bytes at all.
 */
export async function openGiven(file: File): Promise<Given> {
  const refuse = (found: string) => new DatasetError('notIdx', file.name, { found, expected: 'IDX' });
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const idx = start[0] === 0 && start[1] === 0 && start[2] === 8;
  if (!idx && !isGzip(start)) {
    throw refuse(start.length === 0 ? '0' : Array.from(start, (byte) => byte.toString(16)).join(' '));
  }
  if (file.size > MOST_BYTES) throw refuse(`${Math.round(file.size / 1e6)} MB`);
  try {
    const bytes = await unpacked(new Uint8Array(await file.arrayBuffer()), MOST_BYTES);
    return { name: file.name, bytes, sha256: await sha256(bytes) };
  } catch {
    throw refuse('gzip?');
  }
}

/** A name as it is compared: `train-images.idx3-ubyte (1).gz` is `train-images-idx3-ubyte`. */
const plainName = (name: string) =>
  name
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replace(/ ?\(\d+\)$/, '')
    .replaceAll(/[._ ]/g, '-');

/**
 * Tells which of the published files each given one is, or stands for.
 *
 * @throws DatasetError `notIdx` for a file that is neither a published one nor called like one.
 */
export function sortGiven(given: readonly Given[], files: readonly PublishedFile[]) {
  const published = new Map<PublishedFile, Uint8Array<ArrayBuffer>>();
  const others = new Map<PublishedFile, Uint8Array<ArrayBuffer>>();
  for (const { name, bytes, sha256: digest } of given) {
    const same = files.find((file) => file.sha256 === digest);
    if (same) {
      published.set(same, bytes);
      continue;
    }
    const namesake = files.find((file) => plainName(file.name) === plainName(name));
    if (!namesake) {
      throw new DatasetError('notIdx', name, { found: name, expected: files.map((file) => file.name).join(', ') });
    }
    others.set(namesake, bytes);
  }
  return { published, others };
}
