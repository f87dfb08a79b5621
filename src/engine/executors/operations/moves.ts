/**
 * Operations that put elements elsewhere: reshape, transpose, pad, slice, concat, resize. Axes that are left as they are
 * go together with their neighbours, so that no kernel meets more axes than a backend has.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import type { PadAttrs, SliceAttrs } from '@/core/ops/pad';
import type { ResizeAttrs, ResizeGradientAttrs } from '@/core/ops/resize2d';
import { resizer } from '../../kernels/resize';
import { freeing, reshaped, run, shared, type Tensor } from '../kernels';
import { filling, type Operations, onTensors, onTensorsKeeping } from './operation';

/** An array seen with three axes: before `axis`, the axis, after it. */
const around = (shape: Shape, axis: number): [number, number, number] => [
  sizeOf(shape.slice(0, axis)),
  shape[axis],
  sizeOf(shape.slice(axis + 1)),
];

/** Does something to one axis after another, each time to an array with three axes. */
function axisByAxis(x: Tensor, axes: readonly number[], each: (view: Tensor, axis: number) => Tensor): Tensor {
  let current = shared(x);
  for (const axis of axes) {
    const view = reshaped(current, around(current.shape, axis));
    const changed = each(view, axis);
    const shape = current.shape.map((n, i) => (i === axis ? changed.shape[1] : n));
    current.dispose();
    current = freeing(reshaped(changed, shape as number[]), view, changed);
  }
  return current;
}

function pad(x: Tensor, { padding }: PadAttrs): Tensor {
  const axes = padding.flatMap(([before, after], axis) => (before > 0 || after > 0 ? [axis] : []));
  return axisByAxis(x, axes, (view, axis) =>
    run('PadV2', { x: view }, { paddings: [[0, 0], [...padding[axis]], [0, 0]], constantValue: 0 }),
  );
}

function slice(x: Tensor, { begin, size }: SliceAttrs): Tensor {
  const axes = size.flatMap((n, axis) => (n !== x.shape[axis] ? [axis] : []));
  return axisByAxis(x, axes, (view, axis) =>
    run('Slice', { x: view }, { begin: [0, begin[axis], 0], size: [view.shape[0], size[axis], view.shape[2]] }),
  );
}

function concat(inputs: readonly Tensor[], axis: number, shape: Shape): Tensor {
  const views = inputs.map((x) => {
    const [before, length, after] = around(x.shape, axis);
    return reshaped(x, [before, length * after]);
  });
  const joined = run('Concat', views, { axis: 1 });
  return freeing(reshaped(joined, shape), ...views, joined);
}

export const MOVES: Operations = {
  reshape: filling(
    (x) => x,
    (node) => (x) => reshaped(x, node.shape),
  ),
  transpose: filling(
    (x) => x,
    ({ attrs }) =>
      (x) =>
        run('Transpose', { x }, { perm: attrs.perm as number[] }),
  ),
  pad: onTensors(
    ({ attrs }) =>
      (x) =>
        pad(x, attrs as unknown as PadAttrs),
  ),
  slice: onTensors(
    ({ attrs }) =>
      (x) =>
        slice(x, attrs as unknown as SliceAttrs),
  ),
  concat: onTensors(
    ({ attrs, shape }) =>
      (...inputs) =>
        concat(inputs, attrs.axis as number, shape),
  ),
  resize2d: onTensorsKeeping(({ attrs }, [image]) => resizer(image, attrs as unknown as ResizeAttrs, 'forward')),
  resize2dGradient: onTensorsKeeping(({ attrs }) => {
    const { inputShape, ...resize } = attrs as unknown as ResizeGradientAttrs;
    return resizer(inputShape, resize, 'backward');
  }),
};
