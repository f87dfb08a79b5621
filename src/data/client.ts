/**
 * The page's side of the data worker, and all that others see of it: open a data set, hand a port to the engine, look
 * at samples, close.
 */
import type { DatasetInfo, Split } from '@/core/dataset';
import { DatasetError } from './error';
import type { DataCommand, DataEvent, DownloadOffer, DownloadReport, Samples } from './protocol';

export { DatasetError, type DatasetErrorCode, type DatasetProblem } from './error';
export type { DownloadOffer, DownloadReport, Samples } from './protocol';

/** Getting the whole set where only samples of it are here. */
export interface Obtain {
  readonly offer: DownloadOffer;
  /**
   * Downloads what is missing, going on where an earlier download ended.
   *
   * @param folder Address of the folder that holds the files, ending in a slash.
   */
  download(folder: string): void;
  pause(): void;
  /** Gives up and deletes what had come. */
  discard(): void;
  /** Uses files given by hand, packed with gzip or not. */
  give(files: readonly File[]): void;
  /** Told how the download goes, and once all is here: the handle then serves the whole set. */
  follow(listener: { report(report: DownloadReport): void; arrived(info: DatasetInfo): void }): void;
}

export interface DatasetHandle {
  /** Of what is here now: it changes when samples give way to the whole set. */
  readonly info: DatasetInfo;
  /** There while `info.samplesOnly` is. */
  readonly obtain?: Obtain;
  /** A port on which the whole set arrives as DataMessages: info, shards, end. Can be called again for another reader. */
  connect(): MessagePort;
  /**
   * Chosen samples, as the network sees them.
   *
   * @param indices From 0 within the split.
   * @throws RangeError for an index outside the split; DatasetError `closed` when the set is closed meanwhile.
   */
  samples(split: Split, indices: readonly number[]): Promise<Samples>;
  /** Frees the worker and the set's memory; ports already handed out keep what was sent. */
  close(): void;
}

export interface OpenOptions {
  /** Address of the folder that holds `datasets/`; the page's own folder unless said. */
  base?: string;
  /** Gives up opening. */
  signal?: AbortSignal;
}

/**
 * Loads a data set in its own worker and checks it. A failed attempt leaves nothing behind; call again to retry.
 *
 * @param id A registered data set, such as `mnist`.
 * @param onProgress Bytes loaded and in all, while loading; not called for a set that needs no files.
 * @throws DatasetError with the file's name and what is wrong with it.
 */
export function openDataset(
  id: string,
  onProgress: (loaded: number, total: number) => void = () => undefined,
  { base, signal }: OpenOptions = {},
): Promise<DatasetHandle> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const post = (command: DataCommand, transfer: Transferable[] = []) => worker.postMessage(command, transfer);
    const pending = new Map<number, { resolve: (samples: Samples) => void; reject: (error: DatasetError) => void }>();
    const end = (error: DatasetError) => {
      worker.terminate();
      for (const request of pending.values()) request.reject(error);
      pending.clear();
      reject(error);
    };
    let nextRequest = 0;
    let closed = false;
    let info: DatasetInfo;
    let obtain: Obtain | undefined;
    const followers: Parameters<Obtain['follow']>[0][] = [];

    const obtainOf = (offer: DownloadOffer): Obtain => ({
      offer,
      download: (folder) => post({ type: 'download', folder }),
      pause: () => post({ type: 'pause' }),
      discard: () => post({ type: 'discard' }),
      give: (files) => post({ type: 'give', files: [...files] }),
      follow: (listener) => followers.push(listener),
    });

    const handle: DatasetHandle = {
      get info() {
        return info;
      },
      get obtain() {
        return obtain;
      },
      connect: () => {
        const channel = new MessageChannel();
        post({ type: 'connect', port: channel.port1 }, [channel.port1]);
        return channel.port2;
      },
      samples: async (split, indices) => {
        const wrong = indices.find((index) => !(Number.isInteger(index) && index >= 0 && index < info.counts[split]));
        if (wrong !== undefined) throw new RangeError(`There is no ${split} sample ${wrong} in ${id}.`);
        if (closed) throw new DatasetError('closed', id);
        return new Promise<Samples>((resolveSamples, rejectSamples) => {
          const request = nextRequest++;
          pending.set(request, { resolve: resolveSamples, reject: rejectSamples });
          post({ type: 'samples', request, split, indices: Uint32Array.from(indices) });
        });
      },
      close: () => {
        closed = true;
        end(new DatasetError('closed', id));
      },
    };

    worker.onmessage = ({ data: event }: MessageEvent<DataEvent>) => {
      if (event.type === 'progress') onProgress(event.loaded, event.total);
      else if (event.type === 'opened') {
        info = event.info;
        obtain = event.offer ? obtainOf(event.offer) : undefined;
        resolve(handle);
      } else if (event.type === 'failed') {
        end(new DatasetError(event.problem.code, event.problem.file, event.problem.params));
      } else if (event.type === 'download') {
        for (const follower of followers) follower.report(event.report);
      } else if (event.type === 'arrived') {
        info = event.info;
        obtain = undefined;
        for (const follower of followers) follower.arrived(info);
      } else {
        pending.get(event.request)?.resolve(event.samples);
        pending.delete(event.request);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      closed = true;
      end(new DatasetError('workerFailed', id, { message: event.message ?? '' }));
    };
    if (signal?.aborted) end(new DatasetError('closed', id));
    else signal?.addEventListener('abort', () => end(new DatasetError('closed', id)), { once: true });
    post({ type: 'open', dataset: id, base: base ?? new URL(import.meta.env.BASE_URL, document.baseURI).href });
  });
}
