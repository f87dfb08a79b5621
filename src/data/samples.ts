/** The samples that come with the page: small files packed with gzip, checked like all others once they are unpacked. */
import { DatasetError } from './error';
import { unpacked } from './gunzip';
import type { PublishedFile } from './published';
import { sha256 } from './sha256';

/**
 * Fetches and verifies sample files. Servers that unpack them on the way are welcome to.
 *
 * @param folder Address of their folder, ending in a slash.
 * @param instead The file of the whole set to name when there are no samples either.
 * @throws DatasetError `fileMissing` naming `instead`; `wrongDigest` or `network` naming the sample file.
 */
export async function fetchSamples(
  folder: string,
  files: readonly PublishedFile[],
  instead: string,
): Promise<Uint8Array<ArrayBuffer>[]> {
  return Promise.all(files.map((file) => fetchOne(new URL(file.name, folder).href, file, instead)));
}

async function fetchOne(url: string, file: PublishedFile, instead: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch(() => {
    throw new DatasetError('network', file.name, { status: 0 });
  });
  const isPage = response.headers.get('content-type')?.startsWith('text/html');
  if (response.status === 404 || isPage) throw new DatasetError('fileMissing', instead);
  if (!response.ok) throw new DatasetError('network', file.name, { status: response.status });
  try {
    const bytes = await unpacked(new Uint8Array(await response.arrayBuffer()), file.bytes);
    if ((await sha256(bytes)) === file.sha256) return bytes;
  } catch {
    // Damaged on its way.
  }
  throw new DatasetError('wrongDigest', file.name);
}
