/**
 * Downloading a set over real http: broken connections, servers that ignore ranges or change their mind, files that are
 * others, pausing and going on. Files are kept in memory here; the browser's file system has a test of its own.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Keeper } from '@/data/keeper';
import { type DownloadReport, Obtainer } from '@/data/obtain';
import { downloadFolders, type PublishedSet } from '@/data/published';

const bytesOf = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * seed + (i >> 8)) & 255);
const CONTENT: Record<string, Uint8Array> = { images: bytesOf(300_000, 7), labels: bytesOf(1000, 3) };
const SET: PublishedSet = {
  ...{ package: 'digits', version: '1.0.0', packageFolder: 'package/data', folder: 'datasets' },
  files: Object.entries(CONTENT).map(([name, bytes]) => ({
    ...{ name, bytes: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })),
  samples: { folder: 'samples', count: 0, files: [] },
};
const TOTAL = 301_000;

interface Request {
  name: string;
  from: number | null;
}
type Answer = (response: ServerResponse, request: Request) => void;

let server: Server;
let folder: string;
let requests: Request[] = [];
/** How requests for the images are answered, one after another; the last one for all further ones. */
let answers: Answer[] = [];

/** As a good server does: the range that was asked for. */
const well: Answer = (response, { name, from }) => {
  const bytes = CONTENT[name];
  if (from === null) response.writeHead(200, { etag: '"1"' }).end(bytes);
  else {
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(206, { etag: 'W/"1-gzip"', 'content-range': range }).end(bytes.subarray(from));
  }
};
/** Breaks off after so many bytes. */
const broken =
  (length: number): Answer =>
  (response, { name, from }) => {
    const bytes = CONTENT[name].subarray(from ?? 0);
    response.writeHead(from === null ? 200 : 206, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, length), () => setTimeout(() => response.destroy(), 30));
  };
const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end('no');

beforeAll(async () => {
  server = createServer((incoming: IncomingMessage, response) => {
    const from = /^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1];
    const request = { name: (incoming.url ?? '').slice('/data/'.length), from: from ? Number(from) : null };
    requests.push(request);
    const answer = request.name === 'images' ? (answers.length > 1 ? answers.shift() : answers[0]) : well;
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let keeper: Keeper;
let obtainer: Obtainer;
let reports: DownloadReport[] = [];
let arrived: { files: Uint8Array[]; unpublished: boolean } | null = null;

/** An obtainer as a fresh page has it; what is kept stays. */
async function open(): Promise<DownloadReport> {
  reports = [];
  arrived = null;
  obtainer = new Obtainer(
    SET,
    keeper,
    {
      report: (report) => reports.push(report),
      arrived: async (files, unpublished) => {
        arrived = { files, unpublished };
      },
    },
    () => 5,
  );
  return obtainer.begin();
}
beforeEach(async () => {
  answers = [well];
  requests = [];
  keeper = new Keeper(Promise.resolve(null));
  await open();
});

const until = (condition: () => boolean) => expect.poll(condition, { timeout: 5000, interval: 5 }).toBe(true);
const whole = () => until(() => arrived !== null);
const last = () => reports[reports.length - 1];
const fails = async () => {
  await until(() => last()?.phase === 'failed');
  return last().problem;
};
const imageRequests = () => requests.filter(({ name }) => name === 'images').map(({ from }) => from);

function expectPublished(): void {
  expect(arrived?.unpublished).toBe(false);
  expect(arrived?.files.map((bytes, i) => Buffer.compare(bytes, Object.values(CONTENT)[i]))).toEqual([0, 0]);
}

describe('a download', () => {
  it('fetches nothing before it is asked for, then all files, with progress to the last byte', async () => {
    expect(requests).toEqual([]);
    expect(obtainer.report).toMatchObject({ phase: 'idle', loaded: 0, total: TOTAL });
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(last()).toMatchObject({ phase: 'checking', loaded: TOTAL, lasting: false, problem: null });
    const loaded = reports.map((report) => report.loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
  });

  it('goes on by itself where the connection broke', async () => {
    answers = [broken(100_000), status(503), broken(50_000), well];
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(reports.some(({ phase }) => phase === 'waiting')).toBe(true);
    const [first, second, third, fourth] = imageRequests();
    expect(first).toBeNull();
    expect(second).toBeGreaterThan(0);
    expect(third).toBe(second);
    expect(fourth).toBeGreaterThan(third as number);
  });

  it('gives up when nothing more comes, says why, and goes on when asked to', async () => {
    answers = [broken(100_000), (response) => response.destroy()];
    obtainer.download(folder);
    expect(await fails()).toMatchObject({ code: 'network', file: 'images', params: { status: 0 } });
    expect(imageRequests()).toHaveLength(6);
    // Without an answer the range may have been what was refused, so it is also tried without.
    expect(imageRequests()).toContain(null);
    expect(last().loaded).toBeGreaterThan(1000);
    answers = [well];
    obtainer.download(folder);
    await whole();
    expectPublished();
  });

  it('does not try long at an address that has never given anything', async () => {
    obtainer.download('http://127.0.0.1:9/');
    expect(await fails()).toMatchObject({ code: 'network', params: { status: 0 } });
  });

  it('goes on after a reload, from where it stood', async () => {
    answers = [broken(120_000), status(404)];
    obtainer.download(folder);
    expect(await fails()).toMatchObject({ code: 'fileMissing', file: 'images' });
    const report = await open();
    expect(report.phase).toBe('paused');
    expect(report.loaded).toBeGreaterThan(1000);
    requests = [];
    answers = [well];
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(requests).toEqual([{ name: 'images', from: report.loaded - 1000 }]);
  });

  it('can be paused, gone on with, and given up', async () => {
    const slowly: Answer = (response, { name, from }) => {
      const bytes = CONTENT[name];
      response.writeHead(from === null ? 200 : 206);
      response.write(bytes.subarray(from ?? 0, (from ?? 0) + 60_000));
      response.on('close', () => undefined);
    };
    answers = [slowly];
    obtainer.download(folder);
    await until(() => obtainer.report.loaded > 1000);
    obtainer.pause();
    await until(() => last().phase === 'paused');
    const { loaded } = last();
    obtainer.download(folder);
    await until(() => obtainer.report.loaded > loaded);
    obtainer.discard();
    await until(() => last().phase === 'idle');
    expect(obtainer.report.loaded).toBe(0);
    requests = [];
    answers = [well];
    obtainer.download(folder);
    await whole();
    expect(imageRequests()).toEqual([null]);
  });
});

describe('servers', () => {
  it('that ignore ranges send all again, and only the rest is taken', async () => {
    answers = [broken(100_000), (response, request) => well(response, { ...request, from: null })];
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(imageRequests()[1]).toBeGreaterThan(0);
  });

  it('that have another version meanwhile are asked for all of it', async () => {
    const old: Answer = (response, request) => {
      response.setHeader('etag', '"old"');
      broken(100_000)(response, request);
    };
    answers = [old, well];
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(imageRequests()).toEqual([null, expect.any(Number), null]);
  });

  it('whose earlier part was of another file are asked for all of it once', async () => {
    const wrongStart: Answer = (response, { name }) => {
      const bytes = CONTENT[name].with(5, 99);
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 30));
    };
    answers = [wrongStart, status(404), well];
    obtainer.download(folder);
    await fails();
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(imageRequests().at(-1)).toBeNull();
  });

  it('that end earlier than what is kept are asked from the beginning', async () => {
    answers = [broken(100_000), status(416), well];
    obtainer.download(folder);
    await whole();
    expectPublished();
  });

  it.each([
    ['one that is missing', status(404), { code: 'fileMissing', file: 'images' }],
    [
      'one that is a page instead',
      (r: ServerResponse) => r.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      { code: 'fileMissing', file: 'images' },
    ],
    ['one that is refused', status(403), { code: 'network', file: 'images', params: { status: 403 } }],
    [
      'one with a bit changed',
      (r: ServerResponse) => r.end(CONTENT.images.with(9, 1)),
      { code: 'wrongDigest', file: 'images' },
    ],
    [
      'one that is too long',
      (r: ServerResponse) => r.end(Buffer.concat([CONTENT.images, Buffer.of(0)])),
      { code: 'wrongDigest', file: 'images' },
    ],
  ])('without the file: %s is named, and the other file is kept', async (_, answer, problem) => {
    answers = [answer];
    obtainer.download(folder);
    expect(await fails()).toMatchObject(problem);
    expect(last().loaded).toBeLessThanOrEqual(1000);
    answers = [well];
    obtainer.download(folder);
    await whole();
    expectPublished();
  });
});

describe('files given by hand', () => {
  const file = (name: string, bytes: Uint8Array = CONTENT[name]) => new File([new Uint8Array(bytes)], name);
  const idx = (length: number) =>
    Uint8Array.from({ length }, (_, i) => (i === 2 ? 8 : i === 3 ? 1 : i === 7 ? length - 8 : 0));

  it('are taken in several goes, packed or not', async () => {
    // Published files of this test do not look like IDX; packed they are opened all the same.
    obtainer.give([file('images.gz', gzipSync(CONTENT.images))]);
    expect(await fails()).toMatchObject({ code: 'filesMissing', params: { names: 'labels' } });
    expect(last().loaded).toBe(300_000);
    obtainer.give([file('labels', gzipSync(CONTENT.labels))]);
    await whole();
    expectPublished();
  });

  it('complete a download', async () => {
    obtainer.give([file('x', gzipSync(CONTENT.images))]);
    await fails();
    obtainer.download(folder);
    await whole();
    expectPublished();
    expect(requests).toEqual([{ name: 'labels', from: null }]);
  });

  it('may be others of the same names, which is said and not kept', async () => {
    obtainer.give([file('images', idx(20)), file('labels', idx(12))]);
    await whole();
    expect(arrived?.unpublished).toBe(true);
    expect(arrived?.files.map((bytes) => bytes.length)).toEqual([20, 12]);
    expect((await open()).loaded).toBe(0);
  });

  it('that are something else are refused by name', async () => {
    obtainer.give([file('notes.txt', new TextEncoder().encode('hello'))]);
    expect(await fails()).toMatchObject({ code: 'notIdx', file: 'notes.txt' });
  });
});

it('the same package lies at addresses of its own on public networks', () => {
  expect(downloadFolders(SET)).toEqual([
    'https://cdn.jsdelivr.net/npm/digits@1.0.0/data/',
    'https://unpkg.com/digits@1.0.0/data/',
  ]);
});
