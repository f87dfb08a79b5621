/**
 * Rows of a table by number: gather, its gradient scatterAdd, and oneHot. What is no row's number picks zeros and gets
 * nothing; on other backends than wasm a row of zeros behind the table stands for it.
 */

import { getBackend } from '@tensorflow/tfjs-core';
import { parse } from '@/core/expr';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import { wasmGather, wasmScatterAdd } from '../../kernels/wasm/rows';
import { freeing, reshaped, run, type Tensor, tensor } from '../kernels';
import { elementwiseRunner, type Operations, onTensorsKeeping, type TensorRunner } from './operation';

const KNOWN_ROW = parse('where(floor(i) == i, where(i >= 0, where(i < rows, i, rows), rows), rows)');

/** The numbers as int32 in one axis; those outside the table are `rows`. */
function rowNumbers(indices: Shape, rows: number): TensorRunner {
  const count = sizeOf(indices);
  const attrs = { expr: KNOWN_ROW, args: ['i'], constants: { rows }, definition: 'gather' };
  const known = elementwiseRunner(attrs, [{ shape: [count], onHost: false }], [count]);
  return {
    run(given) {
      const flat = reshaped(given, [count]);
      const numbers = known.run([flat]) as Tensor;
      return freeing(run('Cast', { x: numbers }, { dtype: 'int32' }), flat, numbers);
    },
    dispose: () => known.dispose(),
  };
}

function gather(table: Shape, indices: Shape, shape: Shape): TensorRunner {
  if (getBackend() === 'wasm') return { run: wasmGather, dispose: () => undefined };
  const rows = table[0];
  const width = sizeOf(table.slice(1));
  const numbers = rowNumbers(indices, rows);
  return {
    run(values, given) {
      const flat = reshaped(values, [rows, width]);
      const paddings = [
        [0, 1],
        [0, 0],
      ];
      const longer = run('PadV2', { x: flat }, { paddings, constantValue: 0 });
      const chosen = numbers.run(given);
      const picked = run('GatherV2', { x: longer, indices: chosen }, { axis: 0, batchDims: 0 });
      return freeing(reshaped(picked, shape), flat, longer, chosen, picked);
    },
    dispose: () => numbers.dispose(),
  };
}

function scatterAdd(indices: Shape, shape: Shape): TensorRunner {
  if (getBackend() === 'wasm') {
    return { run: (upstream, given) => wasmScatterAdd(upstream, given, shape), dispose: () => undefined };
  }
  const rows = shape[0];
  const width = sizeOf(shape.slice(1));
  const count = sizeOf(indices);
  const numbers = rowNumbers(indices, rows);
  return {
    run(upstream, given) {
      const chosen = numbers.run(given);
      const places = reshaped(chosen, [count, 1]);
      const updates = reshaped(upstream, [count, width]);
      const sums = run('ScatterNd', { indices: places, updates }, { shape: [rows + 1, width] });
      const table = run('Slice', { x: sums }, { begin: [0, 0], size: [rows, width] });
      return freeing(reshaped(table, shape), chosen, places, updates, sums, table);
    },
    dispose: () => numbers.dispose(),
  };
}

/** 1 where a number is that of its column. */
function oneHot(indices: Shape, depth: number): TensorRunner {
  let columns: Tensor | null = null;
  return {
    run(given) {
      columns ??= tensor(
        Float32Array.from({ length: depth }, (_, column) => column),
        [1, depth],
      );
      const numbers = reshaped(given, [sizeOf(indices), 1]);
      const equal = run('Equal', { a: numbers, b: columns });
      const marks = run('Cast', { x: equal }, { dtype: 'float32' });
      return freeing(reshaped(marks, [...indices, depth]), numbers, equal, marks);
    },
    dispose: () => columns?.dispose(),
  };
}

export const ROWS: Operations = {
  gather: onTensorsKeeping(({ shape }, [table, indices]) => gather(table, indices, shape)),
  scatterAdd: onTensorsKeeping(({ shape }, [, indices]) => scatterAdd(indices, shape)),
  oneHot: onTensorsKeeping(({ attrs }, [indices]) => oneHot(indices, attrs.depth as number)),
};
