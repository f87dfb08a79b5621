/** Preparing data sets: downloads once, repairs what is damaged, refuses what is not the published package. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepare } from '../../../scripts/datasets.mjs';

const CONTENT: Record<string, string> = { images: 'pictures of digits', labels: 'their names' };

let folder: string;
let archive: Buffer;
let published: Parameters<typeof prepare>[0];
let where: Parameters<typeof prepare>[1];
const download = vi.fn(async () => archive);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-data-'));
  const source = join(folder, 'source/package/data');
  mkdirSync(source, { recursive: true });
  for (const [name, text] of Object.entries(CONTENT)) writeFileSync(join(source, name), text);
  archive = execFileSync('tar', ['-czf', '-', 'package'], { cwd: join(folder, 'source') });
  published = {
    package: 'digits',
    version: '1.0.0',
    integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}`,
    packageFolder: 'package/data',
    folder: 'datasets/digits',
    files: Object.entries(CONTENT).map(([name, text]) => ({
      name,
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
  where = { publicFolder: join(folder, 'public'), cacheFolder: join(folder, 'cache'), download };
  download.mockClear();
});
afterEach(() => rmSync(folder, { recursive: true }));

const placed = (name: string) => join(folder, 'public/datasets/digits', name);

describe('prepare', () => {
  it('puts the files in place, leaves no temporary ones, and does nothing the second time', async () => {
    expect(await prepare(published, where)).toEqual(['images', 'labels']);
    expect(readFileSync(placed('images'), 'utf8')).toBe(CONTENT.images);
    expect(readdirSync(join(folder, 'public/datasets/digits')).sort()).toEqual(['images', 'labels']);
    expect(await prepare(published, where)).toEqual([]);
    expect(download).toHaveBeenCalledTimes(1);
  });

  it('repairs one damaged file from the kept package, without the network', async () => {
    await prepare(published, where);
    writeFileSync(placed('labels'), 'their nam');
    expect(await prepare(published, where)).toEqual(['labels']);
    expect(readFileSync(placed('labels'), 'utf8')).toBe(CONTENT.labels);
    expect(download).toHaveBeenCalledTimes(1);
  });

  it('downloads again when the kept package is damaged', async () => {
    await prepare(published, where);
    writeFileSync(join(folder, 'cache/digits-1.0.0.tgz'), 'half');
    rmSync(placed('images'));
    expect(await prepare(published, where)).toEqual(['images']);
    expect(download).toHaveBeenCalledTimes(2);
  });

  it('refuses a package with another digest, and keeps nothing of it', async () => {
    published.integrity = published.integrity.replace('sha512-', 'sha512-x');
    await expect(prepare(published, where)).rejects.toThrow('digits@1.0.0 is not the one that was published');
    expect(readdirSync(folder).sort()).toEqual(['cache', 'source']);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('names a file that is not what it should be', async () => {
    published.files[1].sha256 = published.files[0].sha256;
    await expect(prepare(published, where)).rejects.toThrow('labels in the package digits@1.0.0');
    expect(readdirSync(join(folder, 'public/datasets/digits'))).toEqual(['images']);
  });
});
