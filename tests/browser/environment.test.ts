/**
 * What every other browser test relies on: an isolated page with threads, and a WebGPU adapter.
 */
import { expect, it } from 'vitest';

it('is cross-origin isolated and has SharedArrayBuffer', () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
  expect(new SharedArrayBuffer(8).byteLength).toBe(8);
});

it('has cross-origin isolated workers', async () => {
  const source = new Blob(['postMessage(self.crossOriginIsolated)'], { type: 'text/javascript' });
  const worker = new Worker(URL.createObjectURL(source));
  const isolated = await new Promise((resolve) => {
    worker.onmessage = (event) => resolve(event.data);
  });
  worker.terminate();
  expect(isolated).toBe(true);
});

it('has a WebGPU adapter', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  expect(adapter).not.toBeNull();
});
