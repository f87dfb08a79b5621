/** The tar reader against archives made by the system's tar. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTar } from '../../../scripts/lib/tar.mjs';

let folder: string;
const deep = `package/${'a'.repeat(80)}/${'b'.repeat(60)}.txt`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-tar-'));
  mkdirSync(join(folder, deep, '..'), { recursive: true });
  writeFileSync(join(folder, 'package/empty'), '');
  writeFileSync(join(folder, 'package/block'), Buffer.alloc(512, 7));
  writeFileSync(join(folder, deep), 'deep');
});
afterAll(() => rmSync(folder, { recursive: true }));

function archive(): Buffer {
  return execFileSync('tar', ['-cf', '-', '--format=ustar', 'package'], { cwd: folder });
}

describe('readTar', () => {
  it('reads every regular file, also empty ones, whole blocks and long names', () => {
    const files = readTar(archive());
    expect([...files.keys()].sort()).toEqual(['package/block', 'package/empty', deep].sort());
    expect(files.get('package/empty')?.length).toBe(0);
    expect(files.get('package/block')).toEqual(Buffer.alloc(512, 7));
    expect(files.get(deep)?.toString()).toBe('deep');
  });

  it('refuses what is no archive, and one that was cut off', () => {
    expect(() => readTar(Buffer.alloc(1024, 65))).toThrow('not a tar archive');
    const whole = archive();
    const end = whole.indexOf(Buffer.alloc(64, 7));
    expect(() => readTar(whole.subarray(0, end + 64))).toThrow('ends within');
  });
});
