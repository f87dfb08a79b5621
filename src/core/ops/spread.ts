/**
 * `spread`: the gradient of a sum or a mean. Every element that went into a group receives the group's gradient, for
 * a mean divided by the number of elements. One operation, so that the way back from the loss has no helper steps.
 */
import { div, num, sym } from '../expr';
import { elementAt, positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape } from '../graph/types';
import { elementwise, reduceSum, reshape } from './emit';
import { GraphError, type OpDefinition } from './types';
import { assigned, sizeTex, tuple } from './whole';

interface SpreadAttrs {
  /** Shape of the output: what was summed over. */
  shape: Shape;
  /** Its axes that were summed over. */
  axes: number[];
  /** What each element's share is divided by: 1 for a sum, the size of a group for a mean. */
  count: number;
}

const attrsOf = (node: Pick<GraphNode, 'attrs'>) => node.attrs as unknown as SpreadAttrs;

/** The output's shape with 1 where it was summed over. */
export function groupShape({ shape, axes }: Pick<SpreadAttrs, 'shape' | 'axes'>): Shape {
  return shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
}

/** The group that an element of the output belongs to: its element of the input. */
function groupOf({ shape, axes }: SpreadAttrs, element: number): number {
  const position = positionOf(shape, element).map((p, axis) => (axes.includes(axis) ? 0 : p));
  return elementAt(groupShape({ shape, axes }), position);
}

export const spreadOp: OpDefinition = {
  name: 'spread',
  shape([input], attrs) {
    const spread = attrs as unknown as SpreadAttrs;
    if (sizeOf(input) !== sizeOf(groupShape(spread))) {
      throw new GraphError('broadcast', { a: `[${input}]`, b: `[${spread.shape}]`, of: 'spread' });
    }
    return spread.shape;
  },
  vjp(sink, node, upstream) {
    const { axes, count } = attrsOf(node);
    const input = sink.node(node.inputs[0]).shape;
    const summed = reshape(sink, reduceSum(sink, upstream, axes), input);
    if (count === 1) return summed;
    const local = div(num(1), num(count));
    const expr = div(sym('upstream'), num(count));
    return elementwise(sink, { expr, args: { upstream: summed }, definition: 'share', local });
  },
  evaluate([input], node) {
    const attrs = attrsOf(node);
    return Float64Array.from({ length: sizeOf(attrs.shape) }, (_, i) => input.data[groupOf(attrs, i)] / attrs.count);
  },
  explain({ node, inputs: [{ node: source, tensor }], element, symbol, number }) {
    const attrs = attrsOf(node);
    const group = groupOf(attrs, element);
    const upstream = { node: source.id, element: group, value: tensor.data[group] };
    const share = attrs.count === 1 ? '1' : `\\frac{1}{${attrs.count}}`;
    const written = (factor: string) => (attrs.count === 1 ? factor : `${factor} \\cdot ${share}`);
    return {
      kind: 'sumOfProducts',
      symbols: written(symbol(source, group)),
      numbers: written(number(upstream.value, upstream)),
      terms: [{ factors: [upstream], value: upstream.value / attrs.count }],
      chain: [{ upstream, local: 1 / attrs.count, localSymbols: share, localNumbers: share }],
    };
  },
  whole: {
    matrix({ node, inputs, symbols: [g] }) {
      const { count } = attrsOf(node);
      const share = count === 1 ? '' : `\\frac{1}{${count}} \\, `;
      return `${share}${g}${sizeOf(inputs[0].shape) === 1 ? ' \\,' : ' \\odot'} \\mathbf{1}_{${sizeTex(node.shape)}}`;
    },
    code(context) {
      const { node, inputs, names } = context;
      const attrs = attrsOf(node);
      const group = groupShape(attrs);
      const laid = inputs[0].shape.length === group.length ? names[0] : `${names[0]}.reshape(${group.join(', ')})`;
      const source = inputs[0].shape.length === 0 ? names[0] : laid;
      return assigned(
        context,
        `np.broadcast_to(${source}${attrs.count === 1 ? '' : ` / ${attrs.count}`}, ${tuple(attrs.shape)})`,
      );
    },
  },
};
