/** Arithmetic of shapes: sizes, strides, positions, and NumPy's broadcasting. */
import type { Shape } from './types';

/** Number of elements; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/** Coordinates of a flat position. */
export function positionOf(shape: Shape, element: number): number[] {
  const position = new Array<number>(shape.length);
  let rest = element;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return position;
}

/** Flat position of coordinates. */
export function elementAt(shape: Shape, position: readonly number[]): number {
  let element = 0;
  for (let axis = 0; axis < shape.length; axis++) element = element * shape[axis] + position[axis];
  return element;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}

/** The common shape of two arrays under NumPy's broadcasting, or null when they do not fit. */
export function broadcastShapes(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let axis = 0; axis < rank; axis++) {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) return null;
    shape[axis] = m === 1 ? n : m;
  }
  return shape;
}

/** For a source broadcast to `target`: stride of the source along each target axis, 0 where it repeats. */
export function broadcastStrides(source: Shape, target: Shape): number[] {
  const own = stridesOf(source);
  const shift = target.length - source.length;
  return target.map((_, axis) => (axis < shift || source[axis - shift] === 1 ? 0 : own[axis - shift]));
}

/** The element of `source` that lands on `element` of `target` when broadcast. */
export function broadcastElement(source: Shape, target: Shape, element: number): number {
  const strides = broadcastStrides(source, target);
  return positionOf(target, element).reduce((sum, coordinate, axis) => sum + coordinate * strides[axis], 0);
}

/** Values of `data` (shape `source`) repeated to fill `target`; the same array when nothing has to be repeated. */
export function broadcastData(data: Float64Array, source: Shape, target: Shape): Float64Array {
  if (sizeOf(source) === sizeOf(target)) return data;
  const out = new Float64Array(sizeOf(target));
  if (data.length === 1) return out.fill(data[0]);
  const inner = target[target.length - 1];
  // The common case, a row repeated for every sample, is a plain copy.
  if (data.length === inner && source[source.length - 1] === inner) {
    for (let first = 0; first < out.length; first += inner) out.set(data, first);
    return out;
  }
  const strides = broadcastStrides(source, target);
  const position = new Array<number>(target.length).fill(0);
  let from = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[from];
    for (let axis = target.length - 1; axis >= 0; axis--) {
      position[axis]++;
      from += strides[axis];
      if (position[axis] < target[axis]) break;
      from -= strides[axis] * target[axis];
      position[axis] = 0;
    }
  }
  return out;
}
