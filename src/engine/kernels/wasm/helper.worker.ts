/** A thread that helps with kernels: it has the same functions on the same heap, and sleeps while there are no jobs. */
import { Jobs } from './jobs';

/** What a helper is told once. */
export interface HelperStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  jobs: SharedArrayBuffer;
}

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = async ({ data: { module, memory, jobs } }: MessageEvent<HelperStart>) => {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = Object.values(exports) as ((...args: readonly number[]) => number)[];
  scope.postMessage('ready');
  new Jobs(jobs).serve(({ kernel, args }) => kernels[kernel](...args));
};
