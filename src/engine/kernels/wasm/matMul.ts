/**
 * Matrix products on the wasm backend. A row is an image of one cell, and a product with a matrix a convolution with a
 * kernel of one cell; so a·b is that convolution, aᵀ·b its gradient to the kernel and a·bᵀ the one to its input, which take
 * their operands as they lie. The shipped kernels are a fifth slower for a plain product, and walk a transposed one element
 * by element, ten times slower.
 */
import { run, type Tensor } from '../../executors/kernels';
import type { Transposes } from '../matMul';
import { addressOf, blank } from './native';
import { convolve, type Geometry, inputGradient, kernelGradient } from './products';

/** A convolution that multiplies [m, k] by [k, n]: every row is an image of one cell. */
const geometryOf = (m: number, k: number, n: number): Geometry => ({
  ...{ images: m, height: 1, width: 1, channels: k, outHeight: 1, outWidth: 1, filters: n },
  ...{ kernelHeight: 1, kernelWidth: 1, strides: [1, 1], dilations: [1, 1], padTop: 0, padLeft: 0 },
});

/** relu(a·b + bias), or without either: [m, k], [k, n], [n] → [m, n]. */
function productOf(a: Tensor, b: Tensor, bias: Tensor | null, relu: boolean): Tensor {
  const [m, k] = a.shape as number[];
  const n = b.shape[1] as number;
  const out = blank([m, n]);
  convolve(addressOf(a), addressOf(b), bias ? addressOf(bias) : 0, addressOf(out), relu, geometryOf(m, k, n));
  return out;
}

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

const turned = (x: Tensor) => run('Transpose', { x }, { perm: [1, 0] });

/** [m, k] × [k, n], either operand given transposed. */
export function wasmMatMul(a: Tensor, b: Tensor, { transposeA, transposeB }: Transposes): Tensor {
  if (!transposeA && !transposeB) return productOf(a, b, null, false);
  if (!transposeB) return productOfLeftTransposed(a, b);
  const left = transposeA ? turned(a) : a;
  const product = productOfRightTransposed(left, b);
  if (left !== a) left.dispose();
  return product;
}

/** activation(a·b + bias); `activation` is linear, relu or sigmoid. */
export function wasmFusedMatMul(
  a: Tensor,
  b: Tensor,
  bias: Tensor,
  { transposeA, transposeB, activation }: Transposes & { activation: string },
): Tensor {
  const left = transposeA ? turned(a) : a;
  const right = transposeB ? turned(b) : b;
  const product = productOf(left, right, bias, activation === 'relu');
  if (left !== a) left.dispose();
  if (right !== b) right.dispose();
  if (activation !== 'sigmoid') return product;
  const out = run('Sigmoid', { x: product });
  product.dispose();
  return out;
}
