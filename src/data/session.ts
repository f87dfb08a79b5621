/**
 * The work of the data worker, without the worker: loads one data set, streams it to ports shard by shard, and picks
 * samples. A shard's bytes are copied and the copy transferred, so that any number of ports can be served.
 */
import type { DataMessage, Shard, Split } from '@/core/dataset';
import { DatasetError } from './error';
import { keepFile } from './files';
import { Keeper } from './keeper';
import { Obtainer } from './obtain';
import type { DataCommand, DataEvent, DownloadOffer, Samples } from './protocol';
import { downloadFolders, type PublishedSet } from './published';
import { datasetSource } from './registry';
import type { LoadedDataset } from './source';

const SHARD_SAMPLES = 5000;
const PROGRESS_INTERVAL_MS = 50;

type Post = (event: DataEvent, transfer: Transferable[]) => void;

/** @returns A function that takes the page's commands; answers go through `post`. */
export function createSession(post: Post): (command: DataCommand) => Promise<void> {
  const keeper = new Keeper();
  let loaded: LoadedDataset | null = null;
  let obtainer: Obtainer | null = null;

  const open = async ({ dataset, base }: Extract<DataCommand, { type: 'open' }>) => {
    const source = datasetSource(dataset);
    loaded = await source.load({ base, keeper, onProgress: throttledProgress(post) });
    let offer: DownloadOffer | null = null;
    if (loaded.info.samplesOnly && source.published) {
      const { set, read } = source.published;
      obtainer = new Obtainer(set, keeper, {
        report: (report) => post({ type: 'download', report }, []),
        arrived: async (files, unpublished) => {
          const { info, splits } = read(files);
          if (!unpublished && !obtainer?.report.lasting) await keepInCache(set, files, base);
          loaded = { info: unpublished ? { ...info, unpublished } : info, splits };
          obtainer = null;
          keeper.release();
          post({ type: 'arrived', info: loaded.info }, []);
        },
      });
      offer = {
        package: `${set.package} ${set.version}`,
        folders: downloadFolders(set),
        files: set.files.map(({ name, bytes }) => ({ name, bytes })),
        report: await obtainer.begin(),
      };
    }
    post({ type: 'opened', info: loaded.info, offer }, []);
  };

  return async (command) => {
    if (command.type === 'open') {
      try {
        await open(command);
      } catch (error) {
        post({ type: 'failed', problem: DatasetError.problemOf(error, command.dataset) }, []);
      }
    } else if (command.type === 'download') obtainer?.download(command.folder);
    else if (command.type === 'pause') obtainer?.pause();
    else if (command.type === 'discard') obtainer?.discard();
    else if (command.type === 'give') obtainer?.give(command.files);
    else if (loaded && command.type === 'connect') streamTo(command.port, loaded);
    else if (loaded && command.type === 'samples') {
      const samples = pickSamples(loaded, command.split, command.indices);
      const buffers = [
        samples.inputs.buffer,
        samples.targets.buffer,
        ...(samples.labels ? [samples.labels.buffer] : []),
      ];
      post({ type: 'samples', request: command.request, samples }, buffers as ArrayBuffer[]);
    }
  };
}

/** Without a private file system (or a full one) the other cache may still take the files; it is looked at next time. */
async function keepInCache(set: PublishedSet, files: Uint8Array<ArrayBuffer>[], base: string): Promise<void> {
  const folder = new URL(`${set.folder}/`, base).href;
  for (const [index, file] of set.files.entries()) await keepFile(folder, file, files[index]);
}

/** Progress for people: at most twenty times a second, and the last one always. */
function throttledProgress(post: Post): (loaded: number, total: number) => void {
  let last = -Infinity;
  return (loaded, total) => {
    const now = performance.now();
    if (loaded < total && now - last < PROGRESS_INTERVAL_MS) return;
    last = now;
    post({ type: 'progress', loaded, total }, []);
  };
}

/** Sends info, all shards of both splits, end. */
export function streamTo(port: MessagePort, { info, splits }: LoadedDataset): void {
  const send = (message: DataMessage, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const inputSize = info.inputShape.reduce((product, size) => product * size, 1);
  send({ type: 'info', info });
  for (const split of ['train', 'test'] as const) {
    const { inputs, scale, targets } = splits[split];
    const targetSize = targets instanceof Uint8Array ? 1 : info.targetSize;
    for (let first = 0; first < info.counts[split]; first += SHARD_SAMPLES) {
      const count = Math.min(SHARD_SAMPLES, info.counts[split] - first);
      const shard: Shard = {
        split,
        first,
        count,
        scale,
        inputs: inputs.slice(first * inputSize, (first + count) * inputSize),
        targets: targets.slice(first * targetSize, (first + count) * targetSize),
      };
      send({ type: 'shard', shard }, [shard.inputs.buffer as ArrayBuffer, shard.targets.buffer as ArrayBuffer]);
    }
  }
  send({ type: 'end' });
}

/** The chosen samples as the network sees them. Indices count from 0 within the split. */
export function pickSamples({ info, splits }: LoadedDataset, split: Split, indices: ArrayLike<number>): Samples {
  const { inputs, scale, targets } = splits[split];
  const inputSize = info.inputShape.reduce((product, size) => product * size, 1);
  const { targetSize } = info;
  const labels = targets instanceof Uint8Array ? new Uint8Array(indices.length) : null;
  const picked: Samples = {
    inputs: new Float32Array(indices.length * inputSize),
    labels,
    targets: new Float32Array(indices.length * targetSize),
  };
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row];
    for (let i = 0; i < inputSize; i++) picked.inputs[row * inputSize + i] = inputs[index * inputSize + i] * scale;
    if (labels) {
      labels[row] = targets[index];
      picked.targets[row * targetSize + targets[index]] = 1;
    } else {
      picked.targets.set(
        targets.subarray(index * targetSize, (index + 1) * targetSize) as Float32Array,
        row * targetSize,
      );
    }
  }
  return picked;
}
