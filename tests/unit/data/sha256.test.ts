/** Our SHA-256 against Node's, around the block boundaries where padding changes. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256, sha256InScript } from '@/data/sha256';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('sha256', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 70_001])('agrees on %i bytes', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 131 + 7) & 255);
    expect(sha256InScript(bytes)).toBe(reference(bytes));
    expect(await sha256(bytes)).toBe(reference(bytes));
  });

  it('does without the browser’s own where a page is not secure', async () => {
    vi.stubGlobal('crypto', {});
    const bytes = new TextEncoder().encode('abc');
    expect(await sha256(bytes)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
