/**
 * Sums over everything but the channels, and batch normalisation in training, on the wasm backend: native/columns.c.
 * TensorFlow.js turns the whole array round before it sums along its first axes.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Tensor } from '../../executors/kernels';
import { addressOf, blank, kernels, withScratch } from './native';

const DOUBLE_BYTES = 8;

/** Rows and columns of an array seen as a matrix whose columns are its last axis. */
function matrixOf(x: Tensor): readonly [number, number] {
  const columns = x.shape[x.shape.length - 1];
  return [x.size / columns, columns];
}

/** scale · Σ over `count` axes that end before the last: [g.., r.., c] → [g.., c]; all of them by default. */
export function wasmColumnSums(x: Tensor, scale = 1, count = x.shape.length - 1): Tensor {
  const last = x.shape.length - 1;
  const kept = x.shape.slice(0, last - count);
  const columns = x.shape[last];
  const groups = sizeOf(kept);
  const out = blank([...kept, columns]);
  withScratch(columns * DOUBLE_BYTES, (scratch) => {
    const rows = x.size / columns / groups;
    kernels().columnSums(addressOf(x), addressOf(out), scratch, groups, rows, columns, scale);
  });
  return out;
}

/** What batch normalisation makes of a batch: output as x, mean and variance (of the batch, by n) [c]. */
export interface BatchNormResult {
  output: Tensor;
  mean: Tensor;
  variance: Tensor;
}

/** gamma·(x − mean)/√(variance + epsilon) + beta, with the mean and variance of all axes but the last. */
export function wasmBatchNormTraining(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): BatchNormResult {
  const [rows, columns] = matrixOf(x);
  const result = { output: blank(x.shape), mean: blank([columns]), variance: blank([columns]) };
  withScratch(2 * columns * DOUBLE_BYTES, (scratch) => {
    const addresses = [x, gamma, beta, result.output, result.mean, result.variance].map(addressOf);
    kernels().batchNormTraining(...addresses, scratch, rows, columns, epsilon);
  });
  return result;
}

/** Gradients of batch normalisation: to x as x, to gamma and beta [c]. */
export interface BatchNormGradients {
  dx: Tensor;
  dgamma: Tensor;
  dbeta: Tensor;
}

/** The gradients, given ∂L/∂output, and x, mean and variance as of the forward pass. */
export function wasmBatchNormGradient(
  upstream: Tensor,
  x: Tensor,
  gamma: Tensor,
  { mean, variance }: Pick<BatchNormResult, 'mean' | 'variance'>,
  epsilon: number,
): BatchNormGradients {
  const [rows, columns] = matrixOf(x);
  const gradients = { dx: blank(x.shape), dgamma: blank([columns]), dbeta: blank([columns]) };
  withScratch(3 * columns * DOUBLE_BYTES, (scratch) => {
    const inputs = [upstream, x, gamma, mean, variance].map(addressOf);
    const outputs = [gradients.dx, gradients.dgamma, gradients.dbeta].map(addressOf);
    kernels().batchNormGradient(...inputs, ...outputs, scratch, rows, columns, epsilon);
  });
  return gradients;
}
