/**
 * Products of transposed matrices on the wasm backend. The shipped BatchMatMul hands a plain product to XNNPACK but walks
 * a transposed one element by element, ten times slower. A row is an image of one cell, and a product with a matrix
 * a convolution with a kernel of one cell; so aᵀ·b is that convolution's gradient to its kernel and a·bᵀ the one to its
 * input, which take their operands as they lie (native/kernelGradient.c, native/inputGradient.c).
 */
import { reshaped, run, type Tensor } from '../../executors/kernels';
import type { Transposes } from '../matMul';
import { addressOf, blank } from './native';
import { type Geometry, inputGradient, kernelGradient } from './products';

const TRANSPOSED = { perm: [1, 0] };

/** A convolution that multiplies [m, k] by [k, n]: every row is an image of one cell. */
const geometryOf = (m: number, k: number, n: number): Geometry => ({
  ...{ images: m, height: 1, width: 1, channels: k, outHeight: 1, outWidth: 1, filters: n },
  ...{ kernelHeight: 1, kernelWidth: 1, strides: [1, 1], dilations: [1, 1], padTop: 0, padLeft: 0 },
});

/** aᵀ·b: [m, k], [m, n] → [k, n]. */
function productOfLeftTransposed(a: Tensor, b: Tensor): Tensor {
  const [m, k] = a.shape as number[];
  const n = b.shape[1] as number;
  const out = blank([k, n]);
  kernelGradient(addressOf(a), addressOf(b), addressOf(out), geometryOf(m, k, n));
  return out;
}

/** a·bᵀ: [m, n], [k, n] → [m, k]. */
function productOfRightTransposed(a: Tensor, b: Tensor): Tensor {
  const [m, n] = a.shape as number[];
  const k = b.shape[0];
  const out = blank([m, k]);
  inputGradient(addressOf(a), addressOf(b), addressOf(out), geometryOf(m, k, n));
  return out;
}

/** [m, k] × [k, n], either operand given transposed. */
export function wasmMatMul(a: Tensor, b: Tensor, { transposeA, transposeB }: Transposes): Tensor {
  if (transposeA && !transposeB) return productOfLeftTransposed(a, b);
  if (transposeB && !transposeA) return productOfRightTransposed(a, b);
  return run('BatchMatMul', { a, b }, { transposeA, transposeB });
}

/** activation(a·b + bias) in one kernel; it reads matrices as batches of one. */
export function wasmFusedMatMul(
  a: Tensor,
  b: Tensor,
  bias: Tensor,
  attrs: Transposes & { activation: string; leakyreluAlpha: number },
): Tensor {
  const left = attrs.transposeA ? run('Transpose', { x: a }, TRANSPOSED) : a;
  const right = attrs.transposeB ? run('Transpose', { x: b }, TRANSPOSED) : b;
  const batches = [left, right].map((x) => reshaped(x, [1, ...x.shape]));
  const plain = { ...attrs, transposeA: false, transposeB: false };
  const product = run('_FusedMatMul', { a: batches[0], b: batches[1], bias }, plain);
  const out = reshaped(product, product.shape.slice(1));
  for (const x of [...batches, product]) x.dispose();
  if (left !== a) left.dispose();
  if (right !== b) right.dispose();
  return out;
}
