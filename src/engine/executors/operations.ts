/**
 * Each operation of the graph in kernels of TensorFlow.js. Operations without a kernel of their own are composed here.
 * An operation whose input is a number (an array filled with it) stays on the host where it can.
 */
import { sameShape, sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, GraphNode, Shape } from '@/core/graph/types';
import type { InputGradientAttrs, KernelGradientAttrs } from '@/core/ops/conv2d';
import { fillDropoutMask } from '@/core/ops/dropoutMask';
import type { PoolAttrs, PoolGradientAttrs } from '@/core/ops/pool2d';
import { groupShape } from '@/core/ops/spread';
import type { WindowAttrs } from '@/core/ops/window';
import { conv2d, conv2dInputGradient, conv2dKernelGradient } from '../kernels/conv2d';
import { matMul, type Transposes } from '../kernels/matMul';
import { avgPool2d, avgPool2dGradient, maxPool2d, maxPool2dGradient } from '../kernels/pool';
import { reduce } from '../kernels/reduce';
import { compileElementwise } from './compiled';
import { lowerElementwise, lowerOnHost, type Runner } from './elementwise';
import { broadcast, freeing, materialize, reshaped, run, scalar, type Tensor, tensor, type Value } from './kernels';
import { shadeElementwise } from './shader';

/** What is known of an input before any run. */
export interface InputFacts {
  shape: Shape;
  /** Its value will be a number. */
  onHost: boolean;
}

export interface Operation {
  /** Whether the value is a number, given which inputs are. */
  onHost(inputs: readonly InputFacts[]): boolean;
  compile(node: GraphNode, inputs: readonly InputFacts[]): Runner;
}

/** Something a graph needs that this executor does not have. */
export class UnsupportedOperation extends Error {
  constructor(readonly op: string) {
    super(`The engine has no kernel for the operation ${op}.`);
    this.name = 'UnsupportedOperation';
  }
}

const runner = (body: Runner['run']): Runner => ({ run: body, dispose: () => undefined });
const never = () => false;

/** An operation on tensors: numbers among the inputs are made arrays first, and freed again. */
function onTensors(compile: (node: GraphNode) => (...inputs: Tensor[]) => Tensor): Operation {
  return {
    onHost: never,
    compile(node, facts) {
      const body = compile(node);
      return runner((inputs) => {
        const arrays = inputs.map((x, i) => (typeof x === 'number' ? materialize(x, facts[i].shape) : x));
        const out = body(...arrays);
        for (const [i, array] of arrays.entries()) if (array !== inputs[i]) array.dispose();
        return out;
      });
    },
  };
}

/** An operation of one input that turns an array filled with a number into another such array. */
function filling(
  host: (x: number, from: Shape, node: GraphNode) => number,
  compile: (node: GraphNode, from: Shape) => (x: Tensor) => Tensor,
): Operation {
  return {
    onHost: ([input]) => input.onHost,
    compile(node, [{ shape, onHost }]) {
      if (onHost) return runner(([x]) => host(x as number, shape, node));
      const body = compile(node, shape);
      return runner(([x]) => body(x as Tensor));
    },
  };
}

const reduction = (kernel: 'Sum' | 'Mean' | 'Max', host: (x: number, count: number) => number): Operation =>
  filling(
    (x, from, node) => host(x, sizeOf(from) / sizeOf(node.shape)),
    ({ attrs }) => {
      const { axes, keepDims } = attrs as { axes: number[]; keepDims: boolean };
      return (x) => reduce(kernel, x, axes, keepDims);
    },
  );

const elementwise: Operation = {
  onHost: (inputs) => inputs.every(({ onHost }) => onHost),
  compile(node, inputs) {
    const attrs = node.attrs as unknown as ElementwiseAttrs;
    const onHost = inputs.map((input) => input.onHost);
    if (onHost.every(Boolean)) return lowerOnHost(attrs);
    const shapes = inputs.map(({ shape }) => shape);
    const given = [attrs, shapes, onHost, node.shape] as const;
    return compileElementwise(...given) ?? shadeElementwise(...given) ?? lowerElementwise(...given);
  },
};

/** Σ along the last axis, kept with size 1. */
const rowSums = (x: Tensor) => run('Sum', { x }, { axis: [x.shape.length - 1], keepDims: true });

/** x − max − log Σ exp(x − max) along the last axis. */
function logSoftmax(x: Tensor): Tensor {
  const largest = run('Max', { x }, { reductionIndices: [x.shape.length - 1], keepDims: true });
  const shifted = run('Sub', { a: x, b: largest });
  const powers = run('Exp', { x: shifted });
  const total = rowSums(powers);
  const log = run('Log', { x: total });
  return freeing(run('Sub', { a: shifted, b: log }), largest, shifted, powers, total, log);
}

/** y (g − Σ g y) along the last axis. */
function softmaxGradient(g: Tensor, y: Tensor): Tensor {
  const weighted = run('Multiply', { a: g, b: y });
  const total = rowSums(weighted);
  const centred = run('Sub', { a: g, b: total });
  return freeing(run('Multiply', { a: centred, b: y }), weighted, total, centred);
}

/** g − eʸ Σ g along the last axis. */
function logSoftmaxGradient(g: Tensor, y: Tensor): Tensor {
  const total = rowSums(g);
  const probabilities = run('Exp', { x: y });
  const share = run('Multiply', { a: probabilities, b: total });
  return freeing(run('Sub', { a: g, b: share }), total, probabilities, share);
}

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

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  elementwise,
  matMul: onTensors(({ attrs }) => {
    const { transposeA, transposeB } = attrs as unknown as Transposes;
    return (a, b) => matMul(a, b, { transposeA, transposeB });
  }),
  conv2d: onTensors(
    ({ attrs }) =>
      (image, kernel) =>
        conv2d(image, kernel, attrs as unknown as WindowAttrs),
  ),
  conv2dInputGradient: onTensors(({ attrs }) => {
    const { inputShape, ...window } = attrs as unknown as InputGradientAttrs;
    return (upstream, kernel) => conv2dInputGradient(upstream, kernel, window, inputShape);
  }),
  conv2dKernelGradient: onTensors(({ attrs }) => {
    const { kernelShape, ...window } = attrs as unknown as KernelGradientAttrs;
    return (image, upstream) => conv2dKernelGradient(image, upstream, window, kernelShape);
  }),
  maxPool2d: onTensors(
    ({ attrs }) =>
      (image) =>
        maxPool2d(image, attrs as unknown as PoolAttrs),
  ),
  maxPool2dGradient: onTensors(({ attrs }) => (upstream, image) => {
    return maxPool2dGradient(upstream, image, attrs as unknown as PoolAttrs);
  }),
  avgPool2d: onTensors(
    ({ attrs }) =>
      (image) =>
        avgPool2d(image, attrs as unknown as PoolAttrs),
  ),
  avgPool2dGradient: onTensors(({ attrs }) => {
    const { inputShape, ...pool } = attrs as unknown as PoolGradientAttrs;
    return (upstream) => avgPool2dGradient(upstream, pool, inputShape);
  }),
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
  softmax: onTensors(
    ({ shape }) =>
      (logits) =>
        run('Softmax', { logits }, { dim: shape.length - 1 }),
  ),
  logSoftmax: onTensors(() => logSoftmax),
  softmaxGradient: onTensors(() => softmaxGradient),
  logSoftmaxGradient: onTensors(() => logSoftmaxGradient),
  dropoutMask: {
    onHost: never,
    compile(node) {
      return runner(([seed, step]: readonly Value[]) => {
        const mask = new Float32Array(sizeOf(node.shape));
        fillDropoutMask(mask, node.attrs, seed as number, step as number);
        return tensor(mask, node.shape);
      });
    },
  },
};

/** @throws UnsupportedOperation */
export function operationOf(op: string): Operation {
  const operation = OPERATIONS[op];
  if (!operation) throw new UnsupportedOperation(op);
  return operation;
}
