/**
 * The one door to TensorFlow.js' kernels: run one by name, make a tensor, read values back. The tape and the scopes of
 * the op layer are not used; whoever receives a tensor owns it and frees it.
 */
import { engine, getBackend, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';

export type { Tensor };

/** A value of a node: a tensor on the backend, or one float64 number that stands for an array filled with it. */
export type Value = Tensor | number;

/** Runs a kernel of the current backend. The caller owns the result; inputs are left as they are. */
export function run(
  kernel: string,
  inputs: Record<string, Tensor> | readonly Tensor[],
  attrs: Record<string, unknown> = {},
): Tensor {
  return engine().runKernel(kernel, inputs as NamedTensorMap, attrs as NamedAttrMap) as Tensor;
}

/**
 * A float32 tensor of these values. They are only guaranteed to be copied once a kernel has used the tensor, so the
 * array must stay unchanged until then.
 */
export function tensor(values: Float32Array, shape: Shape): Tensor {
  return engine().makeTensor(values, shape as number[], 'float32');
}

export function scalar(value: number): Tensor {
  return tensor(new Float32Array([value]), []);
}

/** The same values under another shape, without a copy where the backend allows it. */
export function reshaped(x: Tensor, shape: Shape): Tensor {
  return run('Reshape', { x }, { shape });
}

/** Frees what was made on the way to a result. */
export function freeing(result: Tensor, ...temporary: Tensor[]): Tensor {
  for (const x of temporary) x.dispose();
  return result;
}

/** A second owner of the same values. */
export function shared(x: Tensor): Tensor {
  return run('Identity', { x });
}

/** An array filled with one number. */
export function filled(value: number, shape: Shape): Tensor {
  return run('Fill', {}, { shape, value, dtype: 'float32' });
}

/** The array repeated to fill a larger shape, as in NumPy. */
export function broadcast(x: Tensor, shape: Shape): Tensor {
  const padded = [...new Array<number>(shape.length - x.shape.length).fill(1), ...x.shape];
  const view = reshaped(x, padded);
  const out = run('Tile', { x: view }, { reps: shape.map((n, axis) => n / padded[axis]) });
  view.dispose();
  return out;
}

/** Makes a number an array of `shape`; the caller owns the result either way. */
export function materialize(value: Value, shape: Shape): Tensor {
  return typeof value === 'number' ? filled(value, shape) : shared(value);
}

/** Whether reading back is a plain copy (true) or waits for a device (false). */
export function readsAtOnce(): boolean {
  return getBackend() === 'wasm' || getBackend() === 'cpu';
}

/** A copy of a tensor's values. */
export async function read(x: Tensor): Promise<Float32Array> {
  const values = readsAtOnce() ? engine().readSync(x.dataId) : await engine().read(x.dataId);
  return Float32Array.from(values as ArrayLike<number>);
}

/** The values of many scalars in one read. */
export async function readScalars(scalars: readonly Tensor[]): Promise<Float32Array> {
  if (scalars.length === 0) return new Float32Array(0);
  if (readsAtOnce()) return Float32Array.from(scalars, (x) => (engine().readSync(x.dataId) as Float32Array)[0]);
  const views = scalars.map((x) => reshaped(x, [1]));
  const joined = views.length === 1 ? views[0] : run('Concat', views, { axis: 0 });
  const values = await read(joined);
  for (const view of new Set([...views, joined])) view.dispose();
  return values;
}

/** Tensors alive and the bytes they take, as TensorFlow.js counts them. */
export function memory(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = engine().memory();
  return { tensors: numTensors, bytes: numBytes };
}
