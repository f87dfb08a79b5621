/** Sums, means and maxima over some axes, as each backend does them best. */
import { getBackend } from '@tensorflow/tfjs-core';
import { freeing, reshaped, run, type Tensor } from '../executors/kernels';
import { wasmColumnSums } from './wasm/batchNorm';

/** Whether these are the first axes, and not all of them. */
function areLeading(axes: readonly number[], rank: number): boolean {
  return axes.length < rank && [...axes].sort((a, b) => a - b).every((axis, i) => axis === i);
}

/** Σ or mean over the first axes on wasm, where the stock kernel would turn the whole array round first. */
function overLeading(mean: boolean, x: Tensor, count: number, keepDims: boolean): Tensor {
  const rest = x.shape.slice(count);
  const rows = x.shape.slice(0, count).reduce((product, n) => product * n, 1);
  const matrix = reshaped(x, [rows, x.size / rows]);
  const sums = wasmColumnSums(matrix, mean ? 1 / rows : 1);
  const shape = keepDims ? [...new Array<number>(count).fill(1), ...rest] : rest;
  return freeing(reshaped(sums, shape), matrix, sums);
}

/** @param kernel name of the stock kernel. */
export function reduce(kernel: 'Sum' | 'Mean' | 'Max', x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  if (axes.length === 0) return run('Identity', { x });
  if (getBackend() === 'wasm' && kernel !== 'Max' && areLeading(axes, x.shape.length)) {
    return overLeading(kernel === 'Mean', x, axes.length, keepDims);
  }
  // The Max kernel calls the axes reductionIndices.
  return run(kernel, { x }, { axis: [...axes], reductionIndices: [...axes], keepDims });
}
