/**
 * `pad` adds zeros around an array, `slice` cuts a block out of one. Each is the other's gradient: what was added has
 * no say, what was cut away gets none.
 */
import { elementAt, positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape } from '../graph/types';
import { pad, slice } from './emit';
import { explainMove } from './move';
import { GraphError, type OpDefinition } from './types';
import { assigned, indexedBy } from './whole';

export interface PadAttrs {
  /** Zeros before and after, for every axis, the batch included. */
  padding: readonly (readonly [number, number])[];
}
export interface SliceAttrs {
  begin: readonly number[];
  size: readonly number[];
}

const paddingOf = (node: Pick<GraphNode, 'attrs'>) => (node.attrs as unknown as PadAttrs).padding;
const blockOf = (node: Pick<GraphNode, 'attrs'>) => node.attrs as unknown as SliceAttrs;

/** The element of the padded array's source, or null where it is a zero that was added. */
function padSource(source: Shape, node: GraphNode, element: number): number | null {
  const padding = paddingOf(node);
  const position = positionOf(node.shape, element).map((at, axis) => at - padding[axis][0]);
  return position.every((at, axis) => at >= 0 && at < source[axis]) ? elementAt(source, position) : null;
}

function sliceSource(source: Shape, node: GraphNode, element: number): number {
  const { begin } = blockOf(node);
  return elementAt(
    source,
    positionOf(node.shape, element).map((at, axis) => at + begin[axis]),
  );
}

export const padOp: OpDefinition = {
  name: 'pad',
  shape([a], attrs) {
    const padding = paddingOf({ attrs });
    if (padding.length !== a.length) throw new GraphError('padRank', { shape: `[${a}]` });
    return a.map((n, axis) => n + padding[axis][0] + padding[axis][1]);
  },
  vjp(sink, node, upstream) {
    const { shape } = sink.node(node.inputs[0]);
    return slice(sink, upstream, { begin: paddingOf(node).map(([before]) => before), size: shape });
  },
  evaluate([a], node) {
    return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => {
      const from = padSource(a.shape, node, i);
      return from === null ? 0 : a.data[from];
    });
  },
  explain(context) {
    const from = padSource(context.inputs[0].node.shape, context.node, context.element);
    if (from !== null) return explainMove(context, from);
    const chain = context.node.phase === 'backward' ? [] : null;
    return { kind: 'move', symbols: '0', numbers: '0', terms: [], chain };
  },
  whole: {
    matrix({ node, symbols: [a] }) {
      const widths = paddingOf(node).map(([before, after]) =>
        before === after ? `${before}` : `${before}{,}${after}`,
      );
      return `\\operatorname{pad}_{${widths.join(' \\times ')}}\\left(${a}\\right)`;
    },
    code: (context) => {
      const widths = paddingOf(context.node).map(([before, after]) => `(${before}, ${after})`);
      return assigned(context, `np.pad(${context.names[0]}, [${widths.join(', ')}])`);
    },
  },
};

export const sliceOp: OpDefinition = {
  name: 'slice',
  shape([a], attrs) {
    const { begin, size } = blockOf({ attrs });
    if (a.some((n, axis) => begin[axis] < 0 || begin[axis] + size[axis] > n)) {
      throw new GraphError('sliceRange', { shape: `[${a}]`, begin: `[${begin}]`, size: `[${size}]` });
    }
    return size;
  },
  vjp(sink, node, upstream) {
    const { begin, size } = blockOf(node);
    const { shape } = sink.node(node.inputs[0]);
    return pad(
      sink,
      upstream,
      shape.map((n, axis) => [begin[axis], n - begin[axis] - size[axis]] as const),
    );
  },
  evaluate: ([a], node) =>
    Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => a.data[sliceSource(a.shape, node, i)]),
  explain: (context) => explainMove(context, sliceSource(context.inputs[0].node.shape, context.node, context.element)),
  whole: {
    // Places are counted from 1 in formulas, from 0 in code.
    matrix({ node, inputs, symbols: [a] }) {
      const { begin, size } = blockOf(node);
      const part = (n: number, axis: number) =>
        size[axis] === n ? ':' : `${begin[axis] + 1}:${begin[axis] + size[axis]}`;
      return indexedBy(a, inputs[0].shape.map(part));
    },
    code(context) {
      const { begin, size } = blockOf(context.node);
      const part = (n: number, axis: number) => (size[axis] === n ? ':' : `${begin[axis]}:${begin[axis] + size[axis]}`);
      return assigned(context, `${context.names[0]}[${context.inputs[0].shape.map(part).join(', ')}]`);
    },
  },
};
