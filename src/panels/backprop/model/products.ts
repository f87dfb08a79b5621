/**
 * The products behind a number of a convolution as pictures: for a value, window times filter, channel by channel; for
 * the gradient of what came in, what arrives times the filter, filter by filter; for the gradient of a filter's weight,
 * what arrives times the values that the weight met, sample by sample. Read off the explanation's terms.
 */
import { positionOf } from '@/core/graph/shape';
import type { Explanation, Factor, Graph } from '@/core/graph/types';

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
  left: 'patch' | 'upstream';
  right: 'kernel' | 'kernelTurned' | 'values';
  rows: number;
  columns: number;
  groups: ProductGroup[];
}

const FORMS = {
  conv2d: { by: 'channel', left: 'patch', right: 'kernel' },
  conv2dInputGradient: { by: 'filter', left: 'upstream', right: 'kernelTurned' },
  conv2dKernelGradient: { by: 'sample', left: 'upstream', right: 'values' },
} as const;

/** Ranks of the values that occur, so that windows with gaps between them stand side by side. */
function ranksOf(values: Iterable<number>): Map<number, number> {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return new Map(sorted.map((value, rank) => [value, rank]));
}

/** The pictures of an explained element; null for operations that are no convolution, and where nothing was summed. */
export function productsOf(graph: Graph, explanation: Explanation): Products | null {
  const node = graph.nodes[explanation.node];
  if (!(node.op in FORMS) || explanation.terms.length === 0) return null;
  const form = FORMS[node.op as keyof typeof FORMS];
  const [first, second] = node.inputs.map((id) => graph.nodes[id].shape);
  const at = ({ node: id, element }: Factor) => positionOf(graph.nodes[id].shape, element);

  // A term's group, row and column, and its two factors in the order in which they are shown.
  const places = explanation.terms.map(({ factors: [a, b], value }) => {
    const [pa, pb] = [at(a), at(b)];
    if (form.by === 'channel') return { group: pb[2], row: pb[0], column: pb[1], left: a, right: b, value };
    if (form.by === 'filter') return { group: pb[3], row: pa[1], column: pa[2], left: a, right: b, value };
    return { group: pb[0], row: pb[1], column: pb[2], left: b, right: a, value };
  });
  const seen = form.by === 'filter';
  const rowOf = seen ? ranksOf(places.map((p) => p.row)) : null;
  const columnOf = seen ? ranksOf(places.map((p) => p.column)) : null;
  const [rows, columns] = seen
    ? [rowOf?.size ?? 0, columnOf?.size ?? 0]
    : form.by === 'channel'
      ? second
      : second.slice(1);
  const count = form.by === 'channel' ? second[2] : form.by === 'filter' ? second[3] : first[0];
  const groups = Array.from({ length: count }, (): ProductGroup => {
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
  return { ...form, rows, columns, groups };
}

/** The group that adds most. */
export function strongestGroup({ groups }: Products): number {
  return groups.reduce((best, { sum }, i) => (Math.abs(sum) > Math.abs(groups[best].sum) ? i : best), 0);
}
