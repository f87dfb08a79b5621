/** The committed WebAssembly kernels are those of the committed sources, and have no memory of their own. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BINARIES,
  digestOfSources,
  OWN_MEMORY,
  SECTION,
  sectionsOf,
} from '../../../src/engine/kernels/wasm/native/build.mjs';

const FOLDER = new URL('../../../src/engine/kernels/wasm/native/', import.meta.url);

describe.each(Object.keys(BINARIES))('%s', (name) => {
  const binary = readFileSync(new URL(name, FOLDER));
  const module = new WebAssembly.Module(binary);

  it('was built from the sources as they are (else run node src/engine/kernels/wasm/native/build.mjs)', () => {
    const [digest] = WebAssembly.Module.customSections(module, SECTION);
    expect(Buffer.from(digest).toString()).toBe(digestOfSources());
  });

  it('uses nothing but the memory it is given', () => {
    const own = sectionsOf(binary).filter(({ id }) => OWN_MEMORY.includes(id));
    expect(own).toEqual([]);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('has the same functions as the others', () => {
    const names = (file: string) =>
      WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(new URL(file, FOLDER))));
    expect(WebAssembly.Module.exports(module)).toEqual(names('kernels-simd.wasm'));
  });
});
