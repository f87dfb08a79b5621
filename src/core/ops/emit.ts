/**
 * The operations as functions that emit a node: what layers, losses and gradients are written in. Thin by design, so
 * that the files of the operations can use one another's emitters without importing one another.
 */
import type { Expr } from '../expr/types';
import type { ElementwiseAttrs, LeafRole, Shape } from '../graph/types';
import type { NodeOptions, NodeSink } from './types';
import type { Pair, WindowAttrs } from './window';

/** A value fed from outside by its name. */
export function leaf(sink: NodeSink, role: LeafRole, name: string, shape: Shape, symbol: string): number {
  return sink.emit('leaf', [], { shape }, { name, symbol, role });
}

/** An array of one repeated number. */
export function constant(sink: NodeSink, value: number, shape: Shape = []): number {
  return sink.emit('leaf', [], { shape, value }, { role: 'constant', symbol: String(value) });
}

export interface ElementwiseSettings {
  /** The form that is shown. */
  expr: Expr;
  /** Nodes by the symbol that stands for them. */
  args: Record<string, number>;
  /** Values of the other symbols. */
  constants?: Record<string, number>;
  /** The form that is computed, when another is numerically safer. */
  stable?: Expr;
  /** Where the expression comes from: `relu`, `adam.m`. */
  definition: string;
  /** For a gradient: the factor beside `upstream`. */
  local?: Expr;
  /** Derivatives by argument that are nicer than the derived ones; may use `y`, the output. A test proves them equal. */
  gradients?: Record<string, Expr>;
}

/** Emits one expression over arrays, broadcast as in NumPy. */
export function elementwise(sink: NodeSink, settings: ElementwiseSettings, options?: NodeOptions): number {
  const { expr, args, constants = {}, definition } = settings;
  const attrs: ElementwiseAttrs = { expr, args: Object.keys(args), constants, definition };
  for (const key of ['stable', 'local', 'gradients'] as const) {
    if (settings[key]) Object.assign(attrs, { [key]: settings[key] });
  }
  return sink.emit('elementwise', Object.values(args), attrs as unknown as Record<string, unknown>, options);
}

/** Emits a [m, k] × [k, n] → [m, n] product; a transposed operand is given as [k, m] or [n, k]. */
export function matMul(
  sink: NodeSink,
  a: number,
  b: number,
  { transposeA = false, transposeB = false } = {},
  options?: NodeOptions,
): number {
  return sink.emit('matMul', [a, b], { transposeA, transposeB }, options);
}

const reducer =
  (op: string) =>
  (sink: NodeSink, a: number, axes: readonly number[], keepDims = false, options?: NodeOptions): number =>
    sink.emit(op, [a], { axes, keepDims }, options);

export const reduceSum = reducer('reduceSum');
export const reduceMean = reducer('reduceMean');
export const reduceMax = reducer('reduceMax');

export function broadcastTo(sink: NodeSink, a: number, shape: Shape, options?: NodeOptions): number {
  return sink.emit('broadcastTo', [a], { shape }, options);
}

export function reshape(sink: NodeSink, a: number, shape: Shape, options?: NodeOptions): number {
  return sink.emit('reshape', [a], { shape }, options);
}

/** Axis i of the output is axis perm[i] of the input. */
export function transpose(sink: NodeSink, a: number, perm: readonly number[], options?: NodeOptions): number {
  return sink.emit('transpose', [a], { perm }, options);
}

/** Along the last axis. */
export function softmax(sink: NodeSink, a: number, options?: NodeOptions): number {
  return sink.emit('softmax', [a], {}, options);
}

/** Along the last axis; stable where the logarithm of softmax would be −∞. */
export function logSoftmax(sink: NodeSink, a: number, options?: NodeOptions): number {
  return sink.emit('logSoftmax', [a], {}, options);
}

/** [batch, height, width, channels] × [height, width, channels, filters] → [batch, rows, columns, filters]. */
export function conv2d(
  sink: NodeSink,
  image: number,
  kernel: number,
  attrs: WindowAttrs,
  options?: NodeOptions,
): number {
  return sink.emit('conv2d', [image, kernel], { ...attrs }, options);
}

/** ∂L/∂image, given ∂L/∂output. */
export function conv2dInputGradient(
  sink: NodeSink,
  upstream: number,
  kernel: number,
  attrs: WindowAttrs & { inputShape: Shape },
): number {
  return sink.emit('conv2dInputGradient', [upstream, kernel], { ...attrs });
}

/** ∂L/∂kernel, given ∂L/∂output. */
export function conv2dKernelGradient(
  sink: NodeSink,
  image: number,
  upstream: number,
  attrs: WindowAttrs & { kernelShape: Shape },
): number {
  return sink.emit('conv2dKernelGradient', [image, upstream], { ...attrs });
}

/** The largest value of each window, channel by channel. */
export function maxPool2d(
  sink: NodeSink,
  image: number,
  attrs: WindowAttrs & { size: Pair },
  options?: NodeOptions,
): number {
  return sink.emit('maxPool2d', [image], { ...attrs }, options);
}

/** The mean of each window, channel by channel; padding does not count. */
export function avgPool2d(
  sink: NodeSink,
  image: number,
  attrs: WindowAttrs & { size: Pair },
  options?: NodeOptions,
): number {
  return sink.emit('avgPool2d', [image], { ...attrs }, options);
}

/** A mask that keeps an element with probability 1 − rate, scaled by 1/(1 − rate). */
export function dropoutMask(
  sink: NodeSink,
  { seed, step }: { seed: number; step: number },
  attrs: { shape: Shape; layer: string; rate: number },
  options?: NodeOptions,
): number {
  return sink.emit('dropoutMask', [seed, step], { ...attrs }, options);
}
