/** Rows of a table by number on the wasm backend: native/rows.c. */
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import type { Tensor } from '../../executors/kernels';
import { addressOf, blank, kernels } from './native';

/** table [rows, ..d], numbers [..] (whole, as floats) → [..numbers, ..d]; zeros for what is no row's number. */
export function wasmGather(table: Tensor, indices: Tensor): Tensor {
  const [rows, ...row] = table.shape as number[];
  const out = blank([...indices.shape, ...row]);
  kernels().gatherRows(addressOf(table), addressOf(indices), addressOf(out), rows, sizeOf(row), indices.size);
  return out;
}

/** upstream [..numbers, ..d], numbers [..] → shape [rows, ..d]: sums of what arrives for each row. */
export function wasmScatterAdd(upstream: Tensor, indices: Tensor, shape: Shape): Tensor {
  const [rows, ...row] = shape;
  const out = blank(shape);
  kernels().scatterRows(addressOf(upstream), addressOf(indices), addressOf(out), rows, sizeOf(row), indices.size);
  return out;
}
