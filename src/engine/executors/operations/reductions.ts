/** Sums, means and maxima over axes, and what their gradients need: values repeated, and sent to where they came from. */
import { sameShape, sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import { groupShape } from '@/core/ops/spread';
import { reduce } from '../../kernels/reduce';
import { broadcast, freeing, reshaped, run, scalar, type Tensor } from '../kernels';
import { filling, type Operation, type Operations, onTensors } from './operation';

const reduction = (kernel: 'Sum' | 'Mean' | 'Max', host: (x: number, count: number) => number): Operation =>
  filling(
    (x, from, node) => host(x, sizeOf(from) / sizeOf(node.shape)),
    ({ attrs }) => {
      const { axes, keepDims } = attrs as { axes: number[]; keepDims: boolean };
      return (x) => reduce(kernel, x, axes, keepDims);
    },
  );

/** Routes each upstream value to the first largest element of its group: axes to the end, ArgMax, OneHot, and back. */
function reduceMaxGradient(upstream: Tensor, source: Tensor, axes: readonly number[]): Tensor {
  const shape = source.shape as number[];
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const perm = [...kept, ...[...axes].sort((a, b) => a - b)];
  const moved = run('Transpose', { x: source }, { perm });
  const groups = sizeOf(kept.map((axis) => shape[axis]));
  const rows = reshaped(moved, [groups, source.size / groups]);
  const winners = run('ArgMax', { x: rows }, { axis: 1 });
  const marks = run('OneHot', { indices: winners }, { depth: rows.shape[1], onValue: 1, offValue: 0, dtype: 'int32' });
  // On wasm the marks are whole numbers whatever dtype is asked for.
  const numbers = run('Cast', { x: marks }, { dtype: 'float32' });
  const values = reshaped(upstream, [groups, 1]);
  const routed = run('Multiply', { a: numbers, b: values });
  const back = reshaped(routed, moved.shape as number[]);
  const inverse = perm.map((_, axis) => perm.indexOf(axis));
  return freeing(
    run('Transpose', { x: back }, { perm: inverse }),
    moved,
    rows,
    winners,
    marks,
    numbers,
    values,
    routed,
    back,
  );
}

/** Each element's share of its group: x / count, repeated over the axes that were summed over. */
function spread(x: Tensor, groups: Shape, shape: Shape, count: number): Tensor {
  const shaped = reshaped(x, groups);
  const repeated = sameShape(groups, shape) ? run('Identity', { x: shaped }) : broadcast(shaped, shape);
  shaped.dispose();
  if (count === 1) return repeated;
  const divisor = scalar(count);
  return freeing(run('RealDiv', { a: repeated, b: divisor }), repeated, divisor);
}

export const REDUCTIONS: Operations = {
  reduceSum: reduction('Sum', (x, count) => x * count),
  reduceMean: reduction('Mean', (x) => x),
  reduceMax: reduction('Max', (x) => x),
  reduceMaxGradient: onTensors(({ attrs }) => (upstream, source) => {
    return reduceMaxGradient(upstream, source, attrs.axes as number[]);
  }),
  broadcastTo: filling(
    (x) => x,
    (node, from) => (x) => (sameShape(from, node.shape) ? run('Identity', { x }) : broadcast(x, node.shape)),
  ),
  spread: filling(
    (x, _from, { attrs }) => x / (attrs.count as number),
    (node) => {
      const { count, ...groups } = node.attrs as unknown as { shape: Shape; axes: number[]; count: number };
      return (x) => spread(x, groupShape(groups), node.shape, count);
    },
  ),
};
