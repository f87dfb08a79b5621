/**
 * Layers that bring paths together: Add, Subtract, Multiply, Average, Maximum, Concatenate, Dot. With `inputs` they read
 * any earlier layers; a residual connection is an Add of a block's input and its output (He et al., CVPR 2016).
 */
import { z } from 'zod';
import { type Expr, max, parse } from '../expr';
import { broadcastShapes, sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { concat, elementwise, reduceSum, reshape, transpose } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';
import type { LayerDefinition } from './types';

const text = (shape: Shape) => `[${shape.join(', ')}]`;

function requireInputs(kind: string, inputs: readonly Shape[], least: number, most = Number.POSITIVE_INFINITY): void {
  if (inputs.length < least || inputs.length > most) {
    throw new GraphError('mergeInputs', { kind, setting: 'inputs', least, most, given: inputs.length });
  }
}

/** @throws GraphError `mergeShapes` when the inputs do not broadcast to one shape. */
function requireOneShape(kind: string, inputs: readonly Shape[]): void {
  inputs.reduce((shape, other) => {
    const common = shape.length === other.length ? broadcastShapes(shape, other) : null;
    if (!common) throw new GraphError('mergeShapes', { kind, setting: 'inputs', a: text(shape), b: text(other) });
    return common;
  });
}

/** One expression over all inputs, element by element. @param most how many inputs there may be. */
const merging = (kind: string, expr: (names: string[]) => Expr, most?: number): LayerDefinition => ({
  kind,
  settings: z.object({}).strict(),
  weights: (_settings, inputs) => {
    requireInputs(kind, inputs, 2, most);
    requireOneShape(kind, inputs);
    return [];
  },
  forward(sink, { inputs, symbol }) {
    const args = Object.fromEntries(inputs.map((id, i) => [`x${i + 1}`, id]));
    const definition = `merge.${kind}`;
    return elementwise(sink, { expr: expr(Object.keys(args)), args, definition }, { symbol: symbol('h') });
  },
});

export const add = merging('add', (names) => parse(names.join(' + ')));
export const subtract = merging('subtract', (names) => parse(names.join(' - ')), 2);
export const multiply = merging('multiply', (names) => parse(names.join(' * ')));
export const average = merging('average', (names) => parse(`(${names.join(' + ')}) / ${names.length}`));
export const maximum = merging('maximum', (names) =>
  names.slice(1).reduce<Expr>((left, right) => max(left, right), parse(names[0])),
);

/** A place among the axes counted from 1, the batch left out; from the end when negative, as in Keras. */
const axisSetting = z
  .number()
  .int()
  .min(-4)
  .max(4)
  .refine((axis) => axis !== 0);

/** The axis of an array that has the batch in front. */
function axisOf(axis: number, shape: Shape, kind: string, setting: string): number {
  const place = axis < 0 ? shape.length + 1 + axis : axis;
  if (place < 1 || place > shape.length) throw new GraphError('layerSetting', { kind, setting });
  return place;
}

const concatenateSettings = z.object({ axis: axisSetting.default(-1) }).strict();

export const concatenate: LayerDefinition<z.output<typeof concatenateSettings>> = {
  kind: 'concatenate',
  settings: concatenateSettings,
  weights({ axis }, inputs) {
    requireInputs('concatenate', inputs, 2);
    const [first, ...rest] = inputs;
    const along = axisOf(axis, first, 'concatenate', 'axis');
    for (const shape of rest) {
      if (shape.length !== first.length || shape.some((n, i) => i + 1 !== along && n !== first[i])) {
        throw new GraphError('mergeShapes', { kind: 'concatenate', setting: 'inputs', a: text(first), b: text(shape) });
      }
    }
    return [];
  },
  forward(sink, { inputs, symbol }, { axis }) {
    const along = axisOf(axis, sink.node(inputs[0]).shape.slice(1), 'concatenate', 'axis');
    return concat(sink, inputs, along, { symbol: symbol('h') });
  },
};

const dotSettings = z
  .object({
    axes: z.union([axisSetting, z.tuple([axisSetting, axisSetting])]).default(-1),
    normalize: z.boolean().default(false),
  })
  .strict();
type DotSettings = z.output<typeof dotSettings>;

const dotAxes = ({ axes }: DotSettings, shapes: readonly Shape[]) => {
  const [a, b] = typeof axes === 'number' ? [axes, axes] : axes;
  return [axisOf(a, shapes[0], 'dot', 'axes'), axisOf(b, shapes[1], 'dot', 'axes')] as const;
};

/** Square of the shortest vector that has a direction, as in Keras. */
const SHORTEST = 1e-12;

/** x / ‖x‖ along the last axis. */
function unit(sink: NodeSink, x: number): number {
  const { shape, symbol } = sink.node(x);
  const expr = parse('x^2');
  const squares = elementwise(sink, { expr, args: { x }, definition: 'dot.square' }, { symbol: `{{${symbol}}^2}` });
  const norm = reduceSum(sink, squares, [shape.length - 1], true, { symbol: `{\\|${symbol}\\|^2}` });
  return elementwise(
    sink,
    {
      expr: parse('x / sqrt(max(s, least))'),
      args: { x, s: norm },
      constants: { least: SHORTEST },
      definition: 'dot.normalize',
    },
    { symbol: `\\bar{${symbol}}` },
  );
}

/** The array as [batch, all other axes, contracted axis]. */
function contracted(sink: NodeSink, x: number, axis: number): { node: number; rest: number[] } {
  const { shape, symbol } = sink.node(x);
  const others = shape.map((_, i) => i).filter((i) => i > 0 && i !== axis);
  const perm = [0, ...others, axis];
  const moved = perm.every((from, to) => from === to) ? x : transpose(sink, x, perm, { symbol });
  const rest = others.map((i) => shape[i]);
  return { node: reshape(sink, moved, [shape[0], sizeOf(rest), shape[axis]], { symbol }), rest };
}

/** Dot: products summed along one axis of each input; with `normalize` the cosine of the angle between them. */
export const dot: LayerDefinition<DotSettings> = {
  kind: 'dot',
  settings: dotSettings,
  weights(given, inputs) {
    requireInputs('dot', inputs, 2, 2);
    const [a, b] = dotAxes(given, inputs);
    if (inputs[0][a - 1] !== inputs[1][b - 1]) {
      throw new GraphError('mergeShapes', { kind: 'dot', setting: 'inputs', a: text(inputs[0]), b: text(inputs[1]) });
    }
    return [];
  },
  forward(sink, { inputs, symbol }, given) {
    const shapes = inputs.map((id) => sink.node(id).shape.slice(1));
    const axes = dotAxes(given, shapes);
    const [a, b] = inputs.map((id, i) => {
      const { node, rest } = contracted(sink, id, axes[i]);
      return { node: given.normalize ? unit(sink, node) : node, rest };
    });
    const [batch, rows, length] = sink.node(a.node).shape;
    const columns = sink.node(b.node).shape[1];
    const left = reshape(sink, a.node, [batch, rows, 1, length], { symbol: sink.node(a.node).symbol });
    const right = reshape(sink, b.node, [batch, 1, columns, length], { symbol: sink.node(b.node).symbol });
    const products = elementwise(
      sink,
      { expr: parse('a * b'), args: { a: left, b: right }, definition: 'dot.product' },
      { symbol: symbol('q') },
    );
    const sums = reduceSum(sink, products, [3], false, { symbol: symbol('h') });
    const shape = [...a.rest, ...b.rest];
    return reshape(sink, sums, [batch, ...(shape.length > 0 ? shape : [1])], { symbol: symbol('h') });
  },
};
