/**
 * This project's own WebAssembly kernels (C in native/), for what TensorFlow.js lacks or is slow at. They work inside
 * TensorFlow.js' heap: they read its tensors where they lie and write new ones into memory of its allocator. They have no
 * memory of their own, neither data nor stack, so there is nothing that could collide with it.
 *
 * They are loaded while the backend starts; from then on every call is synchronous.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { engine } from '@tensorflow/tfjs-core';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import type { Tensor } from '../../executors/kernels';
import { alone, type Crew, gather } from './crew';
import plainUrl from './native/kernels-plain.wasm?url';
import sharedUrl from './native/kernels-shared.wasm?url';
import simdUrl from './native/kernels-simd.wasm?url';

const FLOAT_BYTES = 4;

/** Functions of the binaries: addresses and numbers in; those that end in Scratch give a number of bytes. */
type Kernels = Readonly<Record<string, (...args: readonly number[]) => number>>;

/** What is used of Emscripten's module around TensorFlow.js' binary. The threaded build shows its memory elsewhere. */
interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
  asm: { memory?: WebAssembly.Memory };
  wasmMemory?: WebAssembly.Memory;
}

/** TensorFlow.js' heap, for code that is made while the page runs (see elementwise.ts). */
export interface HeapMemory {
  memory: WebAssembly.Memory;
  shared: boolean;
  /** Whether the browser has SIMD. */
  simd: boolean;
}

let loaded: { backend: BackendWasm; heap: Heap; kernels: Kernels; crew: Crew; memory: HeapMemory } | null = null;

/** The heap is full, or as large as the browser allows. */
export class OutOfMemory extends Error {
  constructor(readonly bytes: number) {
    super(`There are no ${bytes} bytes left on the WebAssembly heap.`);
    this.name = 'OutOfMemory';
  }
}

/**
 * Loads the kernels for the wasm backend, which must be the current one.
 * @param threads that may work at once, this one included; more than one only where the heap is shared.
 * @throws when the binary cannot be fetched, or TensorFlow.js does not show its memory.
 */
export async function loadNativeKernels(simd: boolean, threads: number): Promise<void> {
  const backend = engine().backend as BackendWasm;
  if (loaded?.backend === backend) return;
  const heap = backend.wasm as unknown as Heap;
  const memory = heap.wasmMemory ?? heap.asm.memory;
  if (!memory) throw new Error('The memory of the wasm backend was not found.');
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  const response = await fetch(shared ? sharedUrl : simd ? simdUrl : plainUrl);
  if (!response.ok) throw new Error(`The kernels could not be fetched: ${response.status}`);
  const { module, instance } = await WebAssembly.instantiate(await response.arrayBuffer(), { env: { memory } });
  const kernels = instance.exports as unknown as Kernels;
  const place = { module, memory, kernels };
  const crew = shared && threads > 1 ? await gather(place, threads) : null;
  loaded = { backend, heap, kernels, crew: crew ?? alone(place), memory: { memory, shared, simd } };
}

function current() {
  if (!loaded) throw new Error('The kernels have not been loaded.');
  return loaded;
}

/** The kernels of the current wasm backend. */
export const kernels = (): Kernels => current().kernels;

/** The threads that run them. */
export const crew = (): Crew => current().crew;

/** The heap of the wasm backend, or null while another backend is in use. */
export const heapMemory = (): HeapMemory | null => (loaded?.backend === engine().backend ? loaded.memory : null);

/** Where a tensor's values lie. Memory that grows does not move them. */
export function addressOf(x: Tensor): number {
  return current().backend.dataIdMap.get(x.dataId).memoryOffset >>> 0;
}

/** A tensor whose values are not set yet; the caller owns it. */
export function blank(shape: Shape): Tensor {
  const { backend } = current();
  const out = engine().makeTensorFromTensorInfo(backend.makeOutput([...shape], 'float32'), backend) as Tensor;
  if (addressOf(out) !== 0) return out;
  out.dispose();
  throw new OutOfMemory(sizeOf(shape) * FLOAT_BYTES);
}

/** Gives `body` the address of memory that is free again afterwards. */
export function withScratch(bytes: number, body: (address: number) => void): void {
  const { heap } = current();
  const address = heap._malloc(bytes) >>> 0;
  if (address === 0) throw new OutOfMemory(bytes);
  try {
    body(address);
  } finally {
    heap._free(address);
  }
}
