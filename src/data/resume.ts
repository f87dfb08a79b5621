/**
 * One attempt to fetch what is still missing of a file, from wherever the last one ended. Servers differ: most answer a
 * range with that range (206), some with the whole file (200), whose beginning is then passed over; one whose ETag has
 * changed has another file, which is fetched from its beginning. Bytes are kept as they come, so nothing is lost when the
 * connection breaks. Whether they are the right ones is for the caller to check.
 */
import { DatasetError } from './error';
import type { KeptFile, Mark } from './keeper';
import type { PublishedFile } from './published';

export interface Attempt {
  file: PublishedFile;
  kept: KeptFile;
  /** Address of the folder, ending in a slash. */
  folder: string;
  /** What the kept bytes are a part of, as far as the server said. */
  mark: Mark | null;
  /** Ask for the range; otherwise for the whole file, as servers understand that allow no header of ours. */
  ranged: boolean;
  signal: AbortSignal;
  onMark(mark: Mark): void;
  onBytes(): void;
}

/** The same file has the same tag however it was packed for the way: `W/"abc-gzip"` is `"abc"`. */
const plainTag = (tag: string) => tag.replace(/^W\//, '').replace(/[-;](?:gzip|br|zstd)"$/, '"');

/** The first byte a 206 brings, or null where the server does not let it be read. @throws DatasetError `wrongDigest` */
function rangeStart(response: Response, file: PublishedFile): number | null {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (start === undefined) return null;
  if (total !== '*' && Number(total) !== file.bytes) throw new DatasetError('wrongDigest', file.name);
  return Number(start);
}

async function request({ file, folder, signal }: Attempt, from: number): Promise<Response> {
  const headers: HeadersInit = from > 0 ? { Range: `bytes=${from}-` } : {};
  const url = new URL(file.name, folder).href;
  try {
    return await fetch(url, { headers, signal, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch {
    throw new DatasetError('network', file.name, { status: 0 });
  }
}

function checkAnswer(response: Response, { name }: PublishedFile): void {
  if (response.status === 404 || response.status === 410) throw new DatasetError('fileMissing', name);
  if (!response.ok) throw new DatasetError('network', name, { status: response.status });
  // Servers of single-page apps answer an unknown address with the page itself.
  if (response.headers.get('content-type')?.startsWith('text/html')) throw new DatasetError('fileMissing', name);
}

/**
 * Fetches the rest of a file. After an error, what had come by then is kept.
 *
 * @throws DatasetError `fileMissing`; `network` with the status (0 without an answer); `fileTruncated` when the answer
 *   ended early; `wrongDigest` when it is a file of another length.
 */
export async function fetchRest(attempt: Attempt): Promise<void> {
  const { file, kept, folder, mark, ranged } = attempt;
  let response = await request(attempt, ranged ? kept.length : 0);
  if (response.status === 416) {
    // The server's file ends before what is kept.
    kept.clear();
    response = await request(attempt, 0);
  }
  checkAnswer(response, file);
  const etag = response.headers.get('etag');
  if (etag !== null && mark?.folder === folder && plainTag(mark.etag) !== plainTag(etag) && kept.length > 0) {
    kept.clear();
    if (response.status === 206) {
      await response.body?.cancel().catch(() => undefined);
      response = await request(attempt, 0);
      checkAnswer(response, file);
    }
  }
  if (etag !== null) attempt.onMark({ folder, etag });
  const start = response.status === 206 ? (rangeStart(response, file) ?? kept.length) : 0;
  if (start > kept.length) throw new DatasetError('network', file.name, { status: response.status });
  await take(response, attempt, kept.length - start);
}

/** Keeps the body but for its first `skip` bytes, which are there already. */
async function take(response: Response, { file, kept, onBytes }: Attempt, skip: number): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) throw new DatasetError('network', file.name, { status: response.status });
  let toSkip = skip;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new DatasetError('network', file.name, { status: 0 });
    });
    if (done) break;
    const fresh = value.subarray(Math.min(toSkip, value.length));
    toSkip -= value.length - fresh.length;
    if (kept.length + fresh.length > file.bytes) {
      await reader.cancel().catch(() => undefined);
      kept.clear();
      throw new DatasetError('wrongDigest', file.name);
    }
    if (fresh.length > 0) kept.append(fresh);
    onBytes();
  }
  if (kept.length < file.bytes) {
    throw new DatasetError('fileTruncated', file.name, { loaded: kept.length, expected: file.bytes });
  }
}
