/**
 * Loading a set of MNIST's form over real http: what arrives, how progress counts, and every way a file can be wrong.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatasetError } from '@/data/error';
import { loadMnist } from '@/data/mnist';
import type { PublishedFile, PublishedSet } from '@/data/published';
import { idxFile } from '../../support/idx';

const pixels = (count: number) => Uint8Array.from({ length: count * 784 }, (_, i) => (i * 7) & 255);
const CONTENT = {
  'train-images': idxFile([3, 28, 28], pixels(3)),
  'train-labels': idxFile([3], [4, 0, 4]),
  'test-images': idxFile([2, 28, 28], pixels(2)),
  'test-labels': idxFile([2], [9, 1]),
  'sample-images': idxFile([1, 28, 28], pixels(1)),
  'sample-labels': idxFile([1], [9]),
};
type Name = keyof typeof CONTENT;

function describeFile(name: string, bytes: Uint8Array): PublishedFile {
  return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
const described = Object.entries(CONTENT).map(([name, bytes]) => describeFile(name, bytes));
const FILES = described.slice(0, 4);
const SET: PublishedSet = {
  ...{ package: 'digits', version: '1.0.0', packageFolder: 'package/data', folder: 'datasets', files: FILES },
  samples: { folder: 'samples', count: 1, files: described.slice(4) },
};
const TOTAL = FILES.reduce((sum, file) => sum + file.bytes, 0);

let server: Server;
let base: string;
let requests: string[] = [];
/** How one file is answered instead of with its content. */
let special: Partial<Record<Name, (response: ServerResponse) => void>> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = (request.url ?? '').split('/').at(-1) as Name;
    requests.push(name);
    const answer = special[name] ?? ((r) => r.end(CONTENT[name]));
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  special = {};
  requests = [];
});
afterEach(() => vi.unstubAllGlobals());

const load = (files = FILES, onProgress: (loaded: number, total: number) => void = () => undefined) =>
  loadMnist({ ...SET, files }, { base, onProgress });

async function failure(files = FILES): Promise<DatasetError> {
  const error = await load(files).catch((reason: unknown) => reason);
  if (error instanceof DatasetError) return error;
  throw new Error(`no DatasetError: ${String(error)}`);
}

describe('loadMnist', () => {
  it('gives the samples, labels and class counts that the files hold', async () => {
    const { info, splits } = await load();
    expect(info.counts).toEqual({ train: 3, test: 2 });
    expect(info.classCounts?.train).toEqual([1, 0, 0, 0, 2, 0, 0, 0, 0, 0]);
    expect(info.classCounts?.test).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...splits.train.inputs]).toEqual([...pixels(3)]);
    expect([...splits.test.targets]).toEqual([9, 1]);
    expect(splits.train.scale).toBe(1 / 255);
  });

  it('counts progress over all files, never backwards, up to the total', async () => {
    const steps: number[] = [];
    await load(FILES, (loaded, total) => {
      expect(total).toBe(TOTAL);
      steps.push(loaded);
    });
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(TOTAL);
  });

  it('names a missing file, also when the server answers with a page', async () => {
    special['test-images'] = (response) => response.writeHead(404).end('no');
    expect(await failure()).toMatchObject({ code: 'fileMissing', file: 'test-images' });
    special = {
      'train-labels': (response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>'),
    };
    expect(await failure()).toMatchObject({ code: 'fileMissing', file: 'train-labels' });
  });

  it('names a truncated file and how much of it came', async () => {
    special['train-images'] = (response) => response.end(CONTENT['train-images'].subarray(0, 1000));
    expect(await failure()).toMatchObject({
      code: 'fileTruncated',
      file: 'train-images',
      params: { loaded: 1000, expected: CONTENT['train-images'].length },
    });
  });

  it('names a file with one bit changed, and one that is too long', async () => {
    special['test-labels'] = (response) => response.end(CONTENT['test-labels'].with(9, 2));
    expect(await failure()).toMatchObject({ code: 'wrongDigest', file: 'test-labels' });
    special['test-labels'] = (response) => response.end(Buffer.concat([CONTENT['test-labels'], Buffer.of(0)]));
    expect(await failure()).toMatchObject({ code: 'wrongDigest', file: 'test-labels' });
  });

  it('tells a server’s trouble and a broken connection from a missing file', async () => {
    special['train-labels'] = (response) => response.writeHead(503).end();
    expect(await failure()).toMatchObject({ code: 'network', file: 'train-labels', params: { status: 503 } });
    special['train-labels'] = (response) => response.destroy();
    expect(await failure()).toMatchObject({ code: 'network', file: 'train-labels', params: { status: 0 } });
  });

  it('refuses labels that are no digits, and labels that do not belong to the images', async () => {
    const replaced = (name: Name, bytes: Uint8Array) => {
      special[name] = (response) => response.end(bytes);
      return FILES.map((file) => (file.name === name ? describeFile(name, bytes) : file));
    };
    expect(await failure(replaced('train-labels', idxFile([3], [4, 10, 4])))).toMatchObject({
      code: 'notIdx',
      file: 'train-labels',
      params: { found: 10 },
    });
    expect(await failure(replaced('train-labels', idxFile([2], [4, 0])))).toMatchObject({
      code: 'notIdx',
      file: 'train-labels',
      params: { found: '2', expected: '3' },
    });
  });

  it('loads on a second attempt once the trouble is over', async () => {
    special['test-labels'] = (response) => response.destroy();
    expect(await failure()).toMatchObject({ code: 'network' });
    special = {};
    expect((await load()).info.counts.test).toBe(2);
  });
});

describe('a server without the set', () => {
  const missing = (response: ServerResponse) => response.writeHead(404).end('no');
  const withoutSet = {
    'train-images': missing,
    'train-labels': missing,
    'test-images': missing,
    'test-labels': missing,
  };
  const packed = (name: Name) => (response: ServerResponse) => response.end(gzipSync(CONTENT[name]));

  it('is asked for one file only, and the samples that come with the page are loaded, packed or not', async () => {
    for (const samples of [{}, { 'sample-images': packed('sample-images') }]) {
      requests = [];
      special = { ...withoutSet, ...samples };
      const { info, splits } = await load();
      expect(info.counts).toEqual({ train: 0, test: 1 });
      expect(info.samplesOnly).toEqual({ whole: { train: 60_000, test: 10_000 } });
      expect(info.classCounts?.test).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
      expect([...splits.test.inputs]).toEqual([...pixels(1)]);
      expect(splits.train.inputs).toHaveLength(0);
      expect([...requests].sort()).toEqual(['sample-images', 'sample-labels', 'test-labels']);
    }
  });

  it('has its samples checked like everything else', async () => {
    for (const body of [
      CONTENT['sample-images'].with(300, 1),
      gzipSync(CONTENT['sample-images']).subarray(0, 100),
      gzipSync(new Uint8Array(100_000)),
    ]) {
      special = { ...withoutSet, 'sample-images': (response) => response.end(body) };
      expect(await failure()).toMatchObject({ code: 'wrongDigest', file: 'sample-images' });
    }
  });

  it('is named by the file that is missing when there are no samples either', async () => {
    special = { ...withoutSet, 'sample-images': missing };
    expect(await failure()).toMatchObject({ code: 'fileMissing', file: 'train-images' });
  });
});

/** A Cache Storage of one cache, enough for what files.ts does with it. */
function fakeCaches() {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  const cache = {
    match: async (key: string) => (entries.has(key) ? new Response(entries.get(key)) : undefined),
    put: async (key: string, response: Response) => {
      entries.set(key, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (key: string) => entries.delete(key),
  };
  return { entries, storage: { open: async () => cache } };
}

describe('the cache of verified files', () => {
  it('spares the network the second time', async () => {
    vi.stubGlobal('caches', fakeCaches().storage);
    await load();
    expect(requests).toHaveLength(4);
    const { info } = await load();
    expect(requests).toHaveLength(4);
    expect(info.counts.train).toBe(3);
  });

  it('is not believed: a damaged entry is fetched again', async () => {
    const { entries, storage } = fakeCaches();
    vi.stubGlobal('caches', storage);
    await load();
    const key = [...entries.keys()].find((name) => name.includes('train-images')) ?? '';
    entries.set(key, entries.get(key)!.with(500, 99));
    const { splits } = await load();
    expect(requests.filter((name) => name === 'train-images')).toHaveLength(2);
    expect([...splits.train.inputs]).toEqual([...pixels(3)]);
  });

  it('keeps nothing that failed the check, and costs nothing when storage is refused', async () => {
    const { entries, storage } = fakeCaches();
    vi.stubGlobal('caches', storage);
    special['train-images'] = (response) => response.end(CONTENT['train-images'].with(500, 99));
    await failure();
    expect([...entries.keys()].some((name) => name.includes('train-images'))).toBe(false);
    special = {};
    const refuse = () => Promise.reject(new Error('refused'));
    vi.stubGlobal('caches', { open: refuse });
    expect((await load()).info.counts.train).toBe(3);
    vi.stubGlobal('caches', { open: async () => ({ match: refuse, put: refuse, delete: refuse }) });
    expect((await load()).info.counts.train).toBe(3);
  });
});
