/**
 * The products behind a number of a convolution as pictures: for a value, window times filter, channel by channel; for
 * the gradient of what came in, what arrives times the filter, filter by filter; for the gradient of a filter's weight,
 * what arrives times the values that the weight met, sample by sample. Read off the explanation's terms.
 */
import { positionOf } from '@/core/graph/shape';
import type { Explanation, Factor, Graph, GraphNode, Shape } from '@/core/graph/types';

export interface ProductGroup {
  /** Row by row; null where there is no product (beyond the edge). */
  left: (Factor | null)[];
  right: (Factor | null)[];
  /** NaN where there is none. */
  products: Float64Array;
  sum: number;
}

export interface Products {
  by: 'channel' | 'filter' | 'sample';
  /** What stands left and right of the ×, as keys below `cell`. */
  left: 'patch' | 'incoming' | 'upstream';
  right: 'kernel' | 'kernelTurned' | 'values';
  rows: number;
  columns: number;
  groups: ProductGroup[];
}

type Form = Pick<Products, 'by' | 'left' | 'right'> & {
  /** The factor that stands left: the operation's first or second. */
  first: 0 | 1;
  /** Group, row and column of a product, from the positions of its factors as they are shown. */
  at(left: readonly number[], right: readonly number[]): [group: number, row: number, column: number];
  groups(inputs: readonly Shape[]): number;
  /** Rows and columns; null where they are as many as there are different ones. */
  size(inputs: readonly Shape[]): readonly number[] | null;
};

const KERNEL_SIZE = ([, kernel]: readonly Shape[]) => kernel.slice(0, 2);

/** How the products of an operation are laid out; null for operations that are no convolution. */
function formOf(graph: Graph, { op, phase, inputs }: GraphNode): Form | null {
  const backward = phase === 'backward';
  switch (op) {
    case 'conv2d':
      return {
        by: backward ? 'filter' : 'channel',
        left: backward ? 'upstream' : 'patch',
        right: 'kernel',
        first: 0,
        at: (_, k) => [k[2], k[0], k[1]],
        groups: ([, kernel]) => kernel[2],
        size: KERNEL_SIZE,
      };
    case 'depthwiseConv2d':
      return {
        by: 'channel',
        left: 'patch',
        right: 'kernel',
        first: 0,
        at: (_, k) => [0, k[0], k[1]],
        groups: () => 1,
        size: KERNEL_SIZE,
      };
    case 'conv2dInputGradient':
    case 'depthwiseConv2dInputGradient':
      return {
        by: backward ? 'filter' : 'channel',
        left: backward ? 'upstream' : 'incoming',
        right: 'kernelTurned',
        first: 0,
        at: (g, k) => [k[3], g[1], g[2]],
        groups: ([, kernel]) => kernel[3],
        size: () => null,
      };
    case 'conv2dKernelGradient':
    case 'depthwiseConv2dKernelGradient': {
      // Of a transposed convolution it is the image that arrives.
      const first = graph.nodes[inputs[0]].phase === 'backward' ? 0 : 1;
      return {
        by: 'sample',
        left: 'upstream',
        right: 'values',
        first,
        at: (g, x) => (first === 1 ? [g[0], g[1], g[2]] : [x[0], x[1], x[2]]),
        groups: ([image]) => image[0],
        size: ([, output]) => output.slice(1, 3),
      };
    }
    default:
      return null;
  }
}

/** Ranks of the values that occur, so that windows with gaps between them stand side by side. */
function ranksOf(values: Iterable<number>): Map<number, number> {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return new Map(sorted.map((value, rank) => [value, rank]));
}

/** The pictures of an explained element; null for operations that are no convolution, and where nothing was summed. */
export function productsOf(graph: Graph, explanation: Explanation): Products | null {
  const node = graph.nodes[explanation.node];
  const form = formOf(graph, node);
  if (form === null || explanation.terms.length === 0) return null;
  const shapes = node.inputs.map((id) => graph.nodes[id].shape);
  const position = ({ node: id, element }: Factor) => positionOf(graph.nodes[id].shape, element);

  const places = explanation.terms.map(({ factors, value }) => {
    const [left, right] = [factors[form.first], factors[1 - form.first]];
    const [group, row, column] = form.at(position(left), position(right));
    return { group, row, column, left, right, value };
  });
  const size = form.size(shapes);
  const rowOf = size ? null : ranksOf(places.map((p) => p.row));
  const columnOf = size ? null : ranksOf(places.map((p) => p.column));
  const [rows, columns] = size ?? [rowOf?.size ?? 0, columnOf?.size ?? 0];
  const groups = Array.from({ length: form.groups(shapes) }, (): ProductGroup => {
    const none = new Array<Factor | null>(rows * columns).fill(null);
    return { left: none, right: [...none], products: new Float64Array(rows * columns).fill(Number.NaN), sum: 0 };
  });
  for (const { group, row, column, left, right, value } of places) {
    const own = groups[group];
    const cell = (rowOf?.get(row) ?? row) * columns + (columnOf?.get(column) ?? column);
    own.left[cell] = left;
    own.right[cell] = right;
    own.products[cell] = value;
    own.sum += value;
  }
  const { by, left, right } = form;
  return { by, left, right, rows, columns, groups };
}

/** The group that adds most. */
export function strongestGroup({ groups }: Products): number {
  return groups.reduce((best, { sum }, i) => (Math.abs(sum) > Math.abs(groups[best].sum) ? i : best), 0);
}
