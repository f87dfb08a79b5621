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

/** An array of known numbers, row-major. */
export function constants(
  sink: NodeSink,
  values: readonly number[],
  shape: Shape,
  options: { name?: string; symbol: string },
): number {
  return sink.emit('leaf', [], { shape, values }, { role: 'constant', ...options });
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

/** Every channel under kernels of its own: `[height, width, channels, multiplier]`. */
export function depthwiseConv2d(
  sink: NodeSink,
  image: number,
  kernel: number,
  attrs: WindowAttrs,
  options?: NodeOptions,
): number {
  return sink.emit('depthwiseConv2d', [image, kernel], { ...attrs }, options);
}

export function depthwiseConv2dInputGradient(
  sink: NodeSink,
  upstream: number,
  kernel: number,
  attrs: WindowAttrs & { inputShape: Shape },
): number {
  return sink.emit('depthwiseConv2dInputGradient', [upstream, kernel], { ...attrs });
}

export function depthwiseConv2dKernelGradient(
  sink: NodeSink,
  image: number,
  upstream: number,
  attrs: WindowAttrs & { kernelShape: Shape },
): number {
  return sink.emit('depthwiseConv2dKernelGradient', [image, upstream], { ...attrs });
}

interface Resize {
  size: Pair;
  interpolation: 'nearest' | 'bilinear';
}

/** An image made larger. */
export function resize2d(sink: NodeSink, image: number, attrs: Resize, options?: NodeOptions): number {
  return sink.emit('resize2d', [image], { ...attrs }, options);
}

export function resize2dGradient(sink: NodeSink, upstream: number, attrs: Resize & { inputShape: Shape }): number {
  return sink.emit('resize2dGradient', [upstream], { ...attrs });
}

/** Zeros added before and after along every axis. */
export function pad(
  sink: NodeSink,
  a: number,
  padding: readonly (readonly [number, number])[],
  options?: NodeOptions,
): number {
  return sink.emit('pad', [a], { padding }, options);
}

/** A block of `size` that starts at `begin`. */
export function slice(
  sink: NodeSink,
  a: number,
  attrs: { begin: readonly number[]; size: readonly number[] },
  options?: NodeOptions,
): number {
  return sink.emit('slice', [a], { ...attrs }, options);
}

/** Arrays one after another along an axis (0 is the batch). */
export function concat(sink: NodeSink, inputs: readonly number[], axis: number, options?: NodeOptions): number {
  return sink.emit('concat', inputs, { axis }, options);
}

/** Rows of a table by number. */
export function gather(sink: NodeSink, table: number, indices: number, options?: NodeOptions): number {
  return sink.emit('gather', [table, indices], {}, options);
}

/** A table of `shape` whose rows are the sums of what arrives for them. */
export function scatterAdd(sink: NodeSink, upstream: number, indices: number, shape: Shape): number {
  return sink.emit('scatterAdd', [upstream, indices], { shape });
}

/** Class numbers as vectors of `depth` with one 1. */
export function oneHot(sink: NodeSink, indices: number, depth: number, options?: NodeOptions): number {
  return sink.emit('oneHot', [indices], { depth }, options);
}

/** Noise with mean 0. */
export function randomNormal(
  sink: NodeSink,
  { seed, step }: { seed: number; step: number },
  attrs: { shape: Shape; layer: string; stddev: number },
  options?: NodeOptions,
): number {
  return sink.emit('randomNormal', [seed, step], { ...attrs }, options);
}

/** A mask that keeps an element with probability 1 − rate, as 1/(1 − rate) or as `kept`. */
export function dropoutMask(
  sink: NodeSink,
  { seed, step }: { seed: number; step: number },
  attrs: { shape: Shape; layer: string; rate: number; kept?: number },
  options?: NodeOptions,
): number {
  return sink.emit('dropoutMask', [seed, step], { ...attrs }, options);
}
