/**
 * Products on the webgl backend. It keeps arrays in textures of 2 × 2 blocks, and its matrix product reads whole blocks:
 * along an inner dimension of odd size that includes one row of padding. Elementwise kernels compute there too (a
 * sigmoid leaves ½, a quotient infinity), so the sum would be wrong. Padding both operands with real zeros mends it.
 */
import { run, type Tensor } from '../../executors/kernels';

/** Runs `product` on operands, matrices or stacks of them, whose inner dimension is even. */
export function withEvenInner(
  a: Tensor,
  b: Tensor,
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
  product: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const rows = a.shape.length - 2;
  const inner = (a.shape as number[])[rows + (transposeA ? 0 : 1)];
  if (inner % 2 === 0) return product(a, b);
  const pad = (x: Tensor, axis: number) => {
    const paddings = x.shape.map((_, at) => [0, at === rows + axis ? 1 : 0]);
    return run('PadV2', { x }, { paddings, constantValue: 0 });
  };
  const evenA = pad(a, transposeA ? 0 : 1);
  const evenB = pad(b, transposeB ? 1 : 0);
  const out = product(evenA, evenB);
  evenA.dispose();
  evenB.dispose();
  return out;
}
