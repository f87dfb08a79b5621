/**
 * Sums down the columns of matrices on WebGPU. The rows are cut into parts, and a thread adds up one column of one part:
 * neighbouring threads read neighbouring numbers. A second pass adds the parts. (The stock kernel sums along the last
 * axis alone, and turns the whole array round first.)
 */
import type { Shape } from '@/core/graph/types';
import type { Tensor } from '../../executors/kernels';
import { runShader } from './program';

/** Enough threads to keep a graphics card busy. */
const THREADS = 16_384;
/** Rows of a part at least. */
const FEWEST_ROWS = 32;

const OF_PARTS = `
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let column = index % uniforms.columns;
    let matrix = index / uniforms.columns % uniforms.matrixCount;
    let first = index / (uniforms.columns * uniforms.matrixCount) * uniforms.partRows;
    let end = min(first + uniforms.partRows, uniforms.rows);
    var sum = 0.0;
    for (var row = first; row < end; row++) { sum += matrices[(matrix * uniforms.rows + row) * uniforms.columns + column]; }
    result[index] = sum;
  }
`;

const PARTS_TOGETHER = `
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    var sum = 0.0;
    for (var part = 0; part < uniforms.parts; part++) { sum += partial[part * uniforms.size + index]; }
    result[index] = sum * uniforms.scale;
  }
`;

/** scale · Σ over the first axis: [parts, …] → shape, which has the size of the other axes. */
export function sumOfParts(partial: Tensor, shape: Shape, scale = 1): Tensor {
  return runShader({
    key: 'sumOfParts',
    code: PARTS_TOGETHER,
    inputs: { partial },
    uniforms: { parts: partial.shape[0] as number },
    numbers: { scale },
    shape,
    workgroup: [64, 1, 1],
  });
}

/** scale · Σ over the rows of several matrices: [matrices, rows, columns] → [matrices, columns]. */
export function webgpuColumnSums(matrices: Tensor, scale: number): Tensor {
  const [matrixCount, rows, columns] = matrices.shape as [number, number, number];
  const wanted = Math.min(Math.ceil(THREADS / (matrixCount * columns)), Math.ceil(rows / FEWEST_ROWS));
  const partRows = Math.ceil(rows / wanted);
  const partial = runShader({
    key: 'columnSums',
    code: OF_PARTS,
    inputs: { matrices },
    uniforms: { matrixCount, rows, columns, partRows },
    shape: [Math.ceil(rows / partRows), matrixCount, columns],
    workgroup: [64, 1, 1],
  });
  const sums = sumOfParts(partial, [matrixCount, columns], scale);
  partial.dispose();
  return sums;
}
