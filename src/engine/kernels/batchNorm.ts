/** Batch normalisation whole, on the backends that have a kernel for it; elsewhere its primitives run. */
import { getBackend } from '@tensorflow/tfjs-core';
import { wasmBatchNormGradient, wasmBatchNormTraining } from './wasm/batchNorm';

/** The kernels of the current backend, or null. */
export function batchNormKernels() {
  if (getBackend() !== 'wasm') return null;
  return { training: wasmBatchNormTraining, gradient: wasmBatchNormGradient };
}
