/**
 * The WebAssembly backend: SIMD always where the browser has it, threads when the page is cross-origin isolated. The
 * threaded build starts its own workers; where they do not come up it is given up for the one without threads.
 */

import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { engine, env } from '@tensorflow/tfjs-core';
import { loadNativeKernels } from '../kernels/wasm/native';
import { type ActiveBackend, BackendError, type BackendOptions, start } from './load';

/**
 * Half of the cores, as the shipped build itself allows at most: the others are for the page and the data, and training
 * on all of them makes the page stutter. A machine with two cores takes the build without threads.
 */
const MOST_THREADS = 4;
/** Its workers come up within a second even on slow machines. */
const PATIENCE_MS = 10_000;

let active: ActiveBackend | null = null;

const paths = {
  'tfjs-backend-wasm.wasm': plainUrl,
  'tfjs-backend-wasm-simd.wasm': simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
};

/**
 * Whether the backend starts. A thread that cannot be started throws into this worker, where nobody could catch it and
 * the page would take it for a crash; while starting it is an answer.
 */
async function starts(withThreads: boolean): Promise<boolean> {
  let giveUp: () => void = () => undefined;
  const failed = new Promise<boolean>((resolve) => {
    giveUp = () => resolve(false);
  });
  const onError = (event: Event) => {
    event.preventDefault();
    if (withThreads) giveUp();
  };
  const timer = setTimeout(giveUp, PATIENCE_MS);
  addEventListener('error', onError);
  const started = start('wasm').then(
    () => true,
    () => false,
  );
  const outcome = await Promise.race([started, failed]);
  clearTimeout(timer);
  // The other threads of a failed start fail a little later.
  if (outcome) removeEventListener('error', onError);
  else setTimeout(() => removeEventListener('error', onError), PATIENCE_MS);
  return outcome;
}

/** Forgets a failed start, so that the next one is a fresh one. */
function forget(): void {
  const factory = engine().findBackendFactory('wasm');
  engine().removeBackend('wasm');
  engine().registerBackend('wasm', factory, 2);
}

/** @throws BackendError when not even the build without threads starts. */
export async function startWasm({ threads }: BackendOptions): Promise<ActiveBackend> {
  if (active && (threads === undefined || threads === active.threads)) {
    await start('wasm');
    return active;
  }
  if (active) throw new BackendError('wasm');
  setWasmPaths(paths);
  const simd = Boolean(await env().getAsync('WASM_HAS_SIMD_SUPPORT'));
  const isolated = globalThis.crossOriginIsolated && Boolean(await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'));
  const wanted = Math.min(threads ?? Math.floor((navigator.hardwareConcurrency ?? 1) / 2), MOST_THREADS);
  const threaded = simd && isolated && wanted > 1;
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', threaded);
  setThreadsCount(threaded ? wanted : 1);
  let failed = false;
  if (!(await starts(threaded))) {
    if (!threaded) throw new BackendError('wasm');
    failed = true;
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setThreadsCount(1);
    forget();
    if (!(await starts(false))) throw new BackendError('wasm');
  }
  const running = threaded && !failed ? getThreadsCount() : 1;
  await loadNativeKernels(simd, running).catch(() => {
    throw new BackendError('wasm');
  });
  active = { name: 'wasm', threads: running, simd, withoutThreads: null };
  if (active.threads === 1) active.withoutThreads = failed ? 'failed' : isolated ? 'fewCores' : 'notIsolated';
  return active;
}
