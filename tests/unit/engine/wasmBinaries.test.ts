/** The committed WebAssembly kernels are those of the committed sources, have no memory of their own, and agree. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillUniform } from '@/core/random';
import {
  BINARIES,
  digestOfSources,
  OWN_MEMORY,
  SECTION,
  sectionsOf,
} from '../../../src/engine/kernels/wasm/native/build.mjs';

const FOLDER = new URL('../../../src/engine/kernels/wasm/native/', import.meta.url);
const PAGES = 64;

const bytesOf = (name: string) => readFileSync(new URL(name, FOLDER));

/** A binary in a memory of its own, in which nothing but what it is given may change. */
function load(name: string) {
  const shared = name.includes('shared');
  const memory = new WebAssembly.Memory({ initial: PAGES, ...(shared ? { maximum: PAGES, shared } : {}) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(name)), { env: { memory } });
  const kernels = exports as unknown as Record<string, (...args: number[]) => number>;
  const all = new Float32Array(memory.buffer).fill(7);
  let end = 1024;
  const place = (count: number) => {
    const at = end;
    end += Math.ceil(count / 4) * 16 + 64;
    return at;
  };
  return {
    kernels,
    blank: place,
    put: (count: number, key: string) => {
      const at = place(count);
      all.set(fillUniform(new Float64Array(count), { seed: 3, purpose: 'test', layer: key, step: 0 }, -1, 1), at / 4);
      return at;
    },
    values: (at: number, count: number) => all.slice(at / 4, at / 4 + count),
    /** Words that are no longer what they were at first, outside of these places. */
    touched: (places: readonly (readonly [at: number, count: number])[]) => {
      const rest = all.slice();
      for (const [at, count] of places) rest.fill(7, at / 4, at / 4 + count);
      return rest.reduce((sum, value) => sum + (value === 7 ? 0 : 1), 0);
    },
  };
}

/** Everything there is, on odd sizes with strides, dilations and padding; all results and what else was touched. */
function runEverything(name: string) {
  const { kernels, blank, put, values, touched } = load(name);
  const [n, h, w, c, oh, ow, f] = [3, 9, 8, 5, 4, 3, 11];
  const geometry = [n, h, w, c, oh, ow, f, 3, 2, 2, 3, 1, 2, 1, 1];
  const x = put(n * h * w * c, 'x');
  const kernel = put(3 * 2 * c * f, 'kernel');
  const bias = put(f, 'bias');
  const upstream = put(n * oh * ow * f, 'upstream');
  const outputs: [number, number][] = [];
  const scratches: [number, number][] = [];
  const out = (count: number) => {
    const at = blank(count);
    outputs.push([at, count]);
    return at;
  };
  const scratch = (bytes: number) => {
    const at = blank(bytes / 4);
    scratches.push([at, Math.ceil(bytes / 4)]);
    return at;
  };
  const space = (kind: string) => scratch(kernels[`${kind}Scratch`](...geometry));
  kernels.conv2d(x, kernel, bias, out(n * oh * ow * f), space('conv2d'), 1, ...geometry);
  kernels.conv2dInputGradient(upstream, kernel, out(n * h * w * c), space('conv2dInputGradient'), ...geometry);
  const taps = [0, 3 * 2 * c];
  kernels.conv2dKernelGradient(x, upstream, out(3 * 2 * c * f), space('conv2dKernelGradient'), ...taps, ...geometry);
  const pool = [n, h, w, c, 4, 5, 3, 2, 2, 2, 1, 1, 0, 1];
  const pooled = n * 4 * 5 * c;
  const back = put(pooled, 'back');
  kernels.maxPool2d(x, out(pooled), ...pool);
  kernels.maxPool2dGradient(back, x, out(n * h * w * c), ...pool);
  kernels.avgPool2d(x, out(pooled), ...pool);
  kernels.avgPool2dGradient(back, out(n * h * w * c), ...pool);
  const rows = n * h * w;
  const [mean, variance] = [out(c), out(c)];
  kernels.batchNormTraining(x, bias, bias, out(rows * c), mean, variance, scratch(16 * c), rows, c, 1e-3);
  const gradients = [out(rows * c), out(c), out(c)];
  const wanted = put(rows * c, 'wanted');
  kernels.batchNormGradient(wanted, x, bias, mean, variance, ...gradients, scratch(24 * c), rows, c, 1e-3);
  kernels.columnSums(x, out(n * c), scratch(8 * c), n, h * w, c, 0.5);
  const inputs: [number, number][] = [
    [x, n * h * w * c],
    [kernel, 3 * 2 * c * f],
    [bias, f],
    [upstream, n * oh * ow * f],
    [back, pooled],
    [wanted, rows * c],
  ];
  return {
    results: outputs.map(([at, count]) => values(at, count)),
    elsewhere: touched([...inputs, ...outputs, ...scratches]),
  };
}

describe.each(Object.keys(BINARIES))('%s', (name) => {
  const binary = bytesOf(name);
  const module = new WebAssembly.Module(binary);

  it('was built from the sources as they are (else run node src/engine/kernels/wasm/native/build.mjs)', () => {
    const [digest] = WebAssembly.Module.customSections(module, SECTION);
    expect(Buffer.from(digest).toString()).toBe(digestOfSources());
  });

  it('has no memory but what it is given', () => {
    const own = sectionsOf(binary).filter(({ id }) => OWN_MEMORY.includes(id));
    expect(own).toEqual([]);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('writes only where it is told to, and the same numbers as the others', () => {
    const { results, elsewhere } = runEverything(name);
    expect(elsewhere).toBe(0);
    expect(results.flatMap((values) => [...values]).every(Number.isFinite)).toBe(true);
    expect(results).toEqual(runEverything('kernels-simd.wasm').results);
  });
});
