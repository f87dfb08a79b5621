/** The matrix product, plain and fused, as each backend does it best. */
import { getBackend } from '@tensorflow/tfjs-core';
import { run, type Tensor } from '../executors/kernels';
import { wasmFusedMatMul, wasmMatMul } from './wasm/matMul';
import { withEvenInner } from './webgl/matMul';

export interface Transposes {
  transposeA: boolean;
  transposeB: boolean;
}

/** [m, k] × [k, n], either operand given transposed. */
export function matMul(a: Tensor, b: Tensor, transposes: Transposes): Tensor {
  const backend = getBackend();
  if (backend === 'wasm') return wasmMatMul(a, b, transposes);
  const product = (x: Tensor, y: Tensor) => run('BatchMatMul', { a: x, b: y }, { ...transposes });
  return backend === 'webgl' ? withEvenInner(a, b, transposes, product) : product(a, b);
}

/** activation(a·b + bias) in one kernel; `activation` is linear, relu or sigmoid. */
export function fusedMatMul(a: Tensor, b: Tensor, bias: Tensor, transposes: Transposes, activation: string): Tensor {
  const attrs = { ...transposes, activation, leakyreluAlpha: 0 };
  const backend = getBackend();
  if (backend === 'wasm') return wasmFusedMatMul(a, b, bias, attrs);
  const product = (x: Tensor, y: Tensor) => run('_FusedMatMul', { a: x, b: y, bias }, attrs);
  return backend === 'webgl' ? withEvenInner(a, b, transposes, product) : product(a, b);
}
