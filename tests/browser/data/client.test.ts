/**
 * The data client with its real worker: XOR without files, MNIST from the prepared files, and what a page sees when
 * files are not there.
 */
import { describe, expect, it } from 'vitest';
import type { DataMessage } from '@/core/dataset';
import { DatasetError, openDataset } from '@/data/client';

function collect(port: MessagePort): Promise<DataMessage[]> {
  return new Promise((resolve) => {
    const messages: DataMessage[] = [];
    port.onmessage = ({ data }: MessageEvent<DataMessage>) => {
      messages.push(data);
      if (data.type === 'end') resolve(messages);
    };
  });
}

describe('openDataset', () => {
  it('opens XOR, gives its samples and streams it to a port', async () => {
    const handle = await openDataset('xor');
    expect(handle.info.counts).toEqual({ train: 4, test: 4 });
    const { inputs, labels, targets } = await handle.samples('train', [3, 1]);
    expect([...inputs]).toEqual([1, 1, 0, 1]);
    expect(labels).toBeNull();
    expect([...targets]).toEqual([0, 1]);
    const messages = await collect(handle.connect());
    expect(messages.map((message) => message.type)).toEqual(['info', 'shard', 'shard', 'end']);
    handle.close();
  });

  it('opens all of MNIST, checked, with progress up to the last byte', async () => {
    const steps: [number, number][] = [];
    const handle = await openDataset('mnist', (loaded, total) => steps.push([loaded, total]));
    expect(handle.info.counts).toEqual({ train: 60_000, test: 10_000 });
    expect(handle.info.classCounts?.test).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(steps.at(-1)).toEqual([54_950_048, 54_950_048]);
    const { inputs, labels, targets } = await handle.samples('train', [0, 1]);
    expect([...labels!]).toEqual([5, 0]);
    expect(targets.slice(0, 10).indexOf(1)).toBe(5);
    expect(Math.max(...inputs)).toBe(1);
    const messages = await collect(handle.connect());
    const shards = messages.flatMap((message) => (message.type === 'shard' ? [message.shard] : []));
    expect(shards.reduce((sum, shard) => sum + shard.count, 0)).toBe(70_000);
    handle.close();
  });

  it('names the file when the server has none, and leaves nothing to clean up', async () => {
    const base = new URL('/nowhere/', location.href).href;
    const error = await openDataset('mnist', undefined, { base }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({ code: 'fileMissing', file: expect.stringMatching(/ubyte$/) });
  });

  it('refuses indices outside the split, and requests after closing', async () => {
    const handle = await openDataset('xor');
    await expect(handle.samples('train', [4])).rejects.toThrow(RangeError);
    await expect(handle.samples('train', [0.5])).rejects.toThrow(RangeError);
    const late = handle.samples('train', [0]);
    handle.close();
    await expect(late).rejects.toMatchObject({ code: 'closed' });
    await expect(handle.samples('train', [0])).rejects.toMatchObject({ code: 'closed' });
  });

  it('can be given up', async () => {
    const abort = new AbortController();
    const opening = openDataset('mnist', undefined, { signal: abort.signal });
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'closed' });
  });
});
