/**
 * Makes a backend the current one. Each is loaded only when it is wanted, so that the worker's own script stays small.
 */
import { setBackend as activate, engine, env } from '@tensorflow/tfjs-core';
import type { BackendName, BackendReport } from '../protocol';

/** What is in use once a backend runs. */
export interface ActiveBackend {
  name: BackendName;
  threads: number;
  simd: boolean;
  /** Why WebAssembly runs without threads; null when it has them, and for the other backends. */
  withoutThreads: BackendReport['withoutThreads'];
}

export interface BackendOptions {
  /** WebAssembly threads; by default half as many as there are cores. 1 takes the build without threads. */
  threads?: number;
}

/** A backend could not be started. */
export class BackendError extends Error {
  constructor(readonly backend: BackendName) {
    super(`The ${backend} backend did not start.`);
    this.name = 'BackendError';
  }
}

/** Makes a registered backend current. @throws BackendError */
export async function start(name: BackendName): Promise<void> {
  if (engine().findBackendFactory(name) === null || !(await activate(name))) throw new BackendError(name);
}

/**
 * Loads a backend if need be and makes it the current one. Tensors made before belong to the backend before.
 * @throws BackendError
 */
export async function setBackend(name: BackendName, options: BackendOptions = {}): Promise<ActiveBackend> {
  if (name === 'wasm') return (await import('./wasm')).startWasm(options);
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else if (name === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  else await import('@tensorflow/tfjs-backend-webgpu');
  // Kernels on small arrays would otherwise be run on the CPU behind our back: one step this way, the next that way.
  if (name === 'webgl') env().set('WEBGL_CPU_FORWARD', false);
  if (name === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false);
  await start(name);
  return { name, threads: 1, simd: false, withoutThreads: null };
}
