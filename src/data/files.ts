/**
 * Fetching the files of a data set: streamed with progress, each checked by length and SHA-256 before anyone sees a
 * byte of it. Verified files are kept in the browser's Cache Storage under their digest, so that the set opens without
 * the network next time; storage that fails or is missing costs only that.
 */
import { DatasetError } from './error';
import { type PublishedFile, totalBytes } from './published';
import { sha256 } from './sha256';

const CACHE_NAME = 'chainrule-datasets-1';

/**
 * Fetches and verifies all files; when one fails the others are given up. The smallest of those that are not kept is
 * asked for first and alone: a server without it has none of the set.
 *
 * @param folder Address of their folder, ending in a slash.
 * @param onProgress Bytes so far and in all, over all files.
 * @param kept Another place where a verified file may be.
 * @returns Their bytes, in the order of `files`; null when the server has none of them.
 * @throws DatasetError `fileMissing`, `fileTruncated`, `wrongDigest` or `network`, naming the first file that failed.
 */
export async function fetchFiles(
  folder: string,
  files: readonly PublishedFile[],
  onProgress: (loaded: number, total: number) => void,
  kept: (file: PublishedFile) => Promise<Uint8Array<ArrayBuffer> | null> = async () => null,
): Promise<Uint8Array<ArrayBuffer>[] | null> {
  const total = totalBytes(files);
  const loaded = files.map(() => 0);
  const report = (index: number, bytes: number) => {
    loaded[index] = bytes;
    onProgress(
      loaded.reduce((sum, count) => sum + count, 0),
      total,
    );
  };
  const abort = new AbortController();
  const url = (file: PublishedFile) => new URL(file.name, folder).href;
  const found = await Promise.all(files.map(async (file) => (await kept(file)) ?? readCache(url(file), file)));
  const fetchOne = async (file: PublishedFile, index: number) => {
    const bytes = await download(url(file), file, abort.signal, (count) => report(index, count));
    if ((await sha256(bytes)) !== file.sha256) throw new DatasetError('wrongDigest', file.name);
    await writeCache(url(file), file, bytes);
    return bytes;
  };
  for (const [index, bytes] of found.entries()) if (bytes) report(index, bytes.length);
  const smallest = files.reduce<number | null>(
    (best, file, index) => (found[index] === null && (best === null || file.bytes < files[best].bytes) ? index : best),
    null,
  );
  if (smallest !== null) {
    try {
      found[smallest] = await fetchOne(files[smallest], smallest);
    } catch (error) {
      if (error instanceof DatasetError && error.code === 'fileMissing') return null;
      throw error;
    }
  }
  try {
    return await Promise.all(files.map(async (file, index) => found[index] ?? fetchOne(file, index)));
  } catch (error) {
    abort.abort();
    throw error;
  }
}

/** Keeps a verified file as if it had been fetched from this folder. */
export async function keepFile(folder: string, file: PublishedFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await writeCache(new URL(file.name, folder).href, file, bytes);
}

async function download(
  url: string,
  file: PublishedFile,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const offline = () => new DatasetError('network', file.name, { status: 0 });
  const response = await fetch(url, { signal }).catch(() => {
    throw offline();
  });
  if (response.status === 404 || response.status === 410) throw new DatasetError('fileMissing', file.name);
  if (!response.ok) throw new DatasetError('network', file.name, { status: response.status });
  // Servers of single-page apps answer an unknown address with the page itself.
  if (response.headers.get('content-type')?.startsWith('text/html') || !response.body) {
    throw new DatasetError('fileMissing', file.name);
  }
  const bytes = new Uint8Array(file.bytes);
  const reader = response.body.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw offline();
    });
    if (done) break;
    if (length + value.length > bytes.length) {
      await reader.cancel().catch(() => undefined);
      throw new DatasetError('wrongDigest', file.name);
    }
    bytes.set(value, length);
    length += value.length;
    onBytes(length);
  }
  if (length < file.bytes) throw new DatasetError('fileTruncated', file.name, { loaded: length, expected: file.bytes });
  return bytes;
}

/** Only there on secure pages; may be refused (private windows, full disk). */
async function openCache(): Promise<Cache | null> {
  try {
    return (await globalThis.caches?.open(CACHE_NAME)) ?? null;
  } catch {
    return null;
  }
}

function cacheKey(url: string, file: PublishedFile): string {
  return `${url}?sha256=${file.sha256}`;
}

async function readCache(url: string, file: PublishedFile): Promise<Uint8Array<ArrayBuffer> | null> {
  const cache = await openCache();
  try {
    const response = await cache?.match(cacheKey(url, file));
    if (!response) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length === file.bytes && (await sha256(bytes)) === file.sha256) return bytes;
    await cache?.delete(cacheKey(url, file));
    return null;
  } catch {
    return null;
  }
}

async function writeCache(url: string, file: PublishedFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const cache = await openCache();
  try {
    await cache?.put(cacheKey(url, file), new Response(bytes));
  } catch {
    // Not kept, then; it is fetched again next time.
  }
}
