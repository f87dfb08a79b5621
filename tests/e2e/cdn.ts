/**
 * A server that plays the public network the data set is downloaded from: CORS, ranges, and on demand slow, breaking
 * off, or with other content. It serves the files that `npm run datasets` prepared.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const FOLDER = new URL('../../public/datasets/mnist/', import.meta.url);
const PIECE = 1 << 18;

export const isPrepared = existsSync(FOLDER);
/** Paths of the prepared files. */
export const preparedFiles = isPrepared ? readdirSync(FOLDER).map((name) => new URL(name, FOLDER).pathname) : [];

export class Cdn {
  /** What was asked for: the file, and from which byte on. */
  readonly requests: { file: string; from: number }[] = [];
  /** Bytes a second, of each answer. */
  rate = Number.POSITIVE_INFINITY;
  /** Answers break off after so many bytes, and nothing is answered any more. */
  breakAfter = Number.POSITIVE_INFINITY;
  private down = false;
  private readonly content = new Map<string, Uint8Array>();

  private constructor(private readonly server: Server) {
    for (const path of preparedFiles) this.content.set(path.slice(path.lastIndexOf('/') + 1), readFileSync(path));
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<Cdn> {
    const cdn = new Cdn(createServer());
    await new Promise<void>((resolve) => cdn.server.listen(0, '127.0.0.1', resolve));
    return cdn;
  }

  get folder(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/mnist/`;
  }

  /** Serves something else in the place of a file; null for nothing at all. */
  replace(file: string, change: ((bytes: Uint8Array) => Uint8Array) | null): void {
    const bytes = this.content.get(file);
    if (change && bytes) this.content.set(file, change(bytes));
    else this.content.delete(file);
  }

  /** Well again after it has broken off. */
  recover(): void {
    this.breakAfter = Number.POSITIVE_INFINITY;
    this.down = false;
    this.requests.length = 0;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down) {
      response.destroy();
      return;
    }
    const file = (request.url ?? '').split('/').at(-1) ?? '';
    const bytes = this.content.get(file);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (!bytes) {
      response.writeHead(404).end();
      return;
    }
    const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const from = Number(start ?? 0);
    this.requests.push({ file, from });
    response.writeHead(start ? 206 : 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': bytes.length - from,
      'Access-Control-Expose-Headers': '*',
      ETag: '"published"',
      ...(start && { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    const closed = new Promise((resolve) => response.once('close', resolve));
    for (let at = from; at < bytes.length && !response.destroyed; at += PIECE) {
      if (at - from >= this.breakAfter) {
        this.down = true;
        response.destroy();
        return;
      }
      if (!response.write(bytes.subarray(at, at + PIECE))) {
        await Promise.race([closed, new Promise((resolve) => response.once('drain', resolve))]);
      }
      if (Number.isFinite(this.rate)) await new Promise((resolve) => setTimeout(resolve, (PIECE / this.rate) * 1000));
    }
    response.end();
  }
}
