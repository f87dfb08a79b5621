/** Sums, means and maxima over some axes, as each backend does them best. */
import { getBackend } from '@tensorflow/tfjs-core';
import { freeing, reshaped, run, type Tensor } from '../executors/kernels';
import { wasmColumnSums } from './wasm/batchNorm';
import { webgpuColumnSums } from './webgpu/columnSums';

/** scale · Σ over the rows of several matrices: [matrices, rows, columns] → [matrices, columns]. */
type ColumnSums = (matrices: Tensor, scale: number) => Tensor;

/** By backend, where there is one; the stock kernels sum along the last axes, and turn the whole array round first. */
const COLUMN_SUMS: Partial<Record<string, ColumnSums>> = {
  wasm: (matrices, scale) => wasmColumnSums(matrices, scale, 1),
  webgpu: webgpuColumnSums,
};

/** Where axes that follow one another begin; null when they do not, or reach the last axis. */
function firstOf(axes: readonly number[], rank: number): number | null {
  const sorted = [...axes].sort((a, b) => a - b);
  const [first] = sorted;
  return first + axes.length < rank && sorted.every((axis, i) => axis === first + i) ? first : null;
}

const product = (shape: readonly number[]) => shape.reduce((size, n) => size * n, 1);

/** Σ or mean over axes before the last. */
function overMiddle(
  columnSums: ColumnSums,
  mean: boolean,
  x: Tensor,
  [first, count]: [number, number],
  keepDims: boolean,
): Tensor {
  const before = x.shape.slice(0, first);
  const rest = x.shape.slice(first + count);
  const rows = product(x.shape.slice(first, first + count));
  const matrices = reshaped(x, [product(before), rows, product(rest)]);
  const sums = columnSums(matrices, mean ? 1 / rows : 1);
  const shape = [...before, ...(keepDims ? new Array<number>(count).fill(1) : []), ...rest];
  return freeing(reshaped(sums, shape), matrices, sums);
}

/** @param kernel name of the stock kernel. */
export function reduce(kernel: 'Sum' | 'Mean' | 'Max', x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  if (axes.length === 0) return run('Identity', { x });
  const columnSums = kernel === 'Max' ? undefined : COLUMN_SUMS[getBackend()];
  const first = columnSums ? firstOf(axes, x.shape.length) : null;
  if (columnSums && first !== null) return overMiddle(columnSums, kernel === 'Mean', x, [first, axes.length], keepDims);
  // The Max kernel calls the axes reductionIndices.
  return run(kernel, { x }, { axis: [...axes], reductionIndices: [...axes], keepDims });
}
