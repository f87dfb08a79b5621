/** Keeping downloads in the browser's private file system: across workers, as across reloads and between tabs. */
import { afterEach, describe, expect, it } from 'vitest';
import type { PublishedFile } from '@/data/published';
import { sha256 } from '@/data/sha256';
import type { KeeperAnswer, KeeperCommand } from './keeper.worker';

const BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) & 255);
const file: PublishedFile = { name: 'images', bytes: BYTES.length, sha256: await sha256(BYTES) };

const workers: Worker[] = [];
/** A page of its own, as far as the keeper is concerned. */
function tab(): (command: Omit<KeeperCommand, 'file'>) => Promise<KeeperAnswer> {
  const worker = new Worker(new URL('./keeper.worker.ts', import.meta.url), { type: 'module' });
  workers.push(worker);
  return (command) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<KeeperAnswer>) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ file, ...command });
    });
}

afterEach(async () => {
  for (const worker of workers.splice(0)) worker.terminate();
  // The lock of a worker that has just ended may last a moment longer.
  await expect.poll(async () => (await tab()({ clear: true })).problem).toBeNull();
  await tab()({ remove: true });
  for (const worker of workers.splice(0)) worker.terminate();
});

describe('the keeper', () => {
  it('has a part of a file after a reload, and the whole once it is complete and right', async () => {
    const first = await tab()({ append: BYTES.subarray(0, 60_000), etag: '"1"' });
    expect(first).toEqual({ length: 60_000, lasting: true, whole: null, etag: '"1"', problem: null });
    const second = tab();
    expect(await second({})).toMatchObject({ length: 60_000, etag: '"1"' });
    const { whole } = await second({ append: BYTES.subarray(60_000) });
    expect(await sha256(new Uint8Array(whole ?? []))).toBe(file.sha256);
    expect((await tab()({})).whole).toHaveLength(100_000);
  });

  it('keeps no whole file that is not the published one', async () => {
    expect(await tab()({ append: BYTES.with(9, 1) })).toMatchObject({ length: 0, whole: null });
  });

  it('refuses more than the file can have', async () => {
    const { problem } = await tab()({ append: new Uint8Array(100_001) });
    expect(problem).toContain('RangeError');
  });

  it('lets one tab at a time fill a file, and the others read', async () => {
    await tab()({ append: BYTES.subarray(0, 10), hold: true });
    const other = tab();
    expect(await other({})).toMatchObject({ length: 10, problem: null });
    expect(await other({ append: BYTES.subarray(10) })).toMatchObject({ problem: 'busyElsewhere' });
  });

  it('forgets what is removed', async () => {
    await tab()({ append: BYTES, etag: '"1"' });
    expect(await tab()({ remove: true })).toMatchObject({ length: 0, whole: null, etag: null });
  });
});
