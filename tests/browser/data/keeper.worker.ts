/** Downloads and keeps a file in the browser's private file system, as the data worker does; answers with what it sees. */
import { DatasetError } from '@/data/error';
import { Keeper } from '@/data/keeper';
import type { PublishedFile } from '@/data/published';

export interface KeeperCommand {
  file: PublishedFile;
  /** Bytes to add at the end, after clearing what there is if `clear` is set. */
  append?: Uint8Array;
  clear?: boolean;
  remove?: boolean;
  etag?: string;
  /** Leaves the file open. */
  hold?: boolean;
}

export interface KeeperAnswer {
  length: number;
  lasting: boolean;
  /** The whole file, if it is there and right. */
  whole: Uint8Array | null;
  etag: string | null;
  problem: string | null;
}

const keeper = new Keeper();

async function run({ file, append, clear, remove, etag, hold }: KeeperCommand): Promise<KeeperAnswer> {
  let lasting = true;
  if (remove) await keeper.remove(file);
  if (append || clear || hold) {
    const kept = await keeper.open(file);
    if (clear) kept.clear();
    if (append) kept.append(append);
    lasting = kept.lasting;
    if (!hold) kept.close();
  }
  if (etag) await keeper.setMark(file, { folder: 'https://a/', etag });
  const mark = await keeper.mark(file);
  const whole = await keeper.read(file);
  return { length: await keeper.length(file), lasting, whole, etag: mark?.etag ?? null, problem: null };
}

self.onmessage = async ({ data }: MessageEvent<KeeperCommand>) => {
  const failed = { length: 0, lasting: false, whole: null, etag: null };
  const answer = await run(data).catch((error) => ({
    ...failed,
    problem: error instanceof DatasetError ? error.code : String(error),
  }));
  postMessage(answer);
};
