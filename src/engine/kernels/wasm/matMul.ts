/**
 * Products of transposed matrices on the wasm backend. The shipped BatchMatMul hands a plain product to XNNPACK but
 * walks a transposed one element by element: ten times slower at the sizes of a dense layer. So an operand is
 * transposed first, into memory that is freed again, and the plain product is taken. For very small matrices the
 * element-wise walk is the faster one, because XNNPACK sets up an operator for every new right-hand side.
 */
import { reshaped, run, type Tensor } from '../../executors/kernels';
import type { Transposes } from '../matMul';

/** Multiplications from which transposing first is faster (measured in Chromium: equal near 16³). */
const WORTH_TRANSPOSING = 4096;

const TRANSPOSED = { perm: [1, 0] };

/** [m, k] × [k, n], either operand given transposed. */
export function wasmMatMul(a: Tensor, b: Tensor, { transposeA, transposeB }: Transposes): Tensor {
  const [rows, columns] = b.shape as number[];
  const multiplications = a.size * (transposeB ? rows : columns);
  if ((!transposeA && !transposeB) || multiplications < WORTH_TRANSPOSING) {
    return run('BatchMatMul', { a, b }, { transposeA, transposeB });
  }
  const left = transposeA ? run('Transpose', { x: a }, TRANSPOSED) : a;
  const right = transposeB ? run('Transpose', { x: b }, TRANSPOSED) : b;
  const product = run('BatchMatMul', { a: left, b: right }, { transposeA: false, transposeB: false });
  if (left !== a) left.dispose();
  if (right !== b) right.dispose();
  return product;
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
