/**
 * Whole arrays as they are written in formulas: small ones as matrices of their numbers, of large ones the corners and
 * the element in focus. What an array's axes are called, and which signs of a formula need a word.
 */
import { elementAt, positionOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';

/** Up to so many rows and columns are written out. */
export const WRITTEN = 4;

/** An array of numbers as LaTeX. */
export interface ArrayTex {
  tex: string;
  /** All of its numbers are there. */
  complete: boolean;
  columns: number;
  /** Of an array of more than two axes, the position (counted from 0) of which only a matrix is shown. */
  slice: { kind: 'sample' | 'image' | 'weight'; position: readonly number[] } | null;
}

/** Gradients lie as what they are the gradient of does; what leads to them, too, where it has as many axes. */
function target(graph: Graph, node: GraphNode): GraphNode {
  const to = node.gradientOf ?? node.flow?.to ?? null;
  if (to === null) return node;
  const like = graph.nodes[to];
  return like.shape.length === node.shape.length ? like : node;
}

/** Whether an array has one row, matrix or stack for each sample. */
function isBatched(graph: Graph, node: GraphNode): boolean {
  const { role, phase, shape } = target(graph, node);
  return (
    shape.length > 0 && shape[0] === graph.batchSize && role !== 'weight' && role !== 'state' && phase !== 'update'
  );
}

/** What an array's axes are called: keys below `axes`. */
export function axisNames(graph: Graph, node: GraphNode): string[] {
  const { length } = node.shape;
  if (isBatched(graph, node)) {
    const [, ...rest] = [
      [],
      ['batch'],
      ['batch', 'units'],
      ['batch', 'steps', 'channels'],
      ['batch', 'rows', 'columns', 'channels'],
    ];
    return rest[length - 1] ?? node.shape.map(() => 'axis');
  }
  const of = target(graph, node);
  const isWeight = of.role === 'weight' || of.role === 'state' || of.phase === 'update';
  const names = [
    ['units'],
    ['inputs', 'outputs'],
    ['steps', 'inputs', 'filters'],
    ['rows', 'columns', 'inputs', 'filters'],
  ];
  return (isWeight && names[length - 1]) || node.shape.map(() => 'axis');
}

/** The two axes that are shown as rows and columns, and which part of the others. */
function sliceOf(graph: Graph, node: GraphNode): { axes: [number, number]; kind: 'sample' | 'image' | 'weight' } {
  const rank = node.shape.length;
  const batched = isBatched(graph, node);
  if (rank >= 4) return batched ? { axes: [1, 2], kind: 'image' } : { axes: [0, 1], kind: 'weight' };
  return batched ? { axes: [1, 2], kind: 'sample' } : { axes: [0, 1], kind: 'weight' };
}

/** Indices along an axis that are shown, in their order; null where some are left out. */
function shownAlong(length: number, focus: number): (number | null)[] {
  if (length <= WRITTEN) return Array.from({ length }, (_, i) => i);
  const inner = focus > 0 && focus < length - 1 ? focus : 1;
  const kept = [0, inner, length - 1];
  return kept.flatMap((at, i) => (i > 0 && at > kept[i - 1] + 1 ? [null, at] : [at]));
}

/**
 * An array as LaTeX.
 * @param at the position that should be seen; of more than two axes it says which matrix is shown.
 * @param number LaTeX of an element's value.
 * @param marked the element that stands out.
 */
export function arrayTex(
  graph: Graph,
  node: GraphNode,
  { at, number, marked = null }: { at: readonly number[]; number(element: number): string; marked?: number | null },
): ArrayTex {
  const { shape } = node;
  const cell = (element: number) => (element === marked ? `\\mark{${number(element)}}` : number(element));
  if (shape.length === 0) return { tex: cell(0), complete: true, columns: 1, slice: null };
  const { axes, kind } =
    shape.length > 2 ? sliceOf(graph, node) : { axes: [0, 1] as [number, number], kind: 'sample' as const };
  const line = shape.length === 1;
  const along = (axis: number) => shownAlong(shape[axis], at[axis] ?? 0);
  const rows = line ? [0] : along(axes[0]);
  const columns = line ? along(0) : along(axes[1]);
  const elementOf = (row: number, column: number) => {
    if (line) return column;
    const position = shape.map((_, axis) => at[axis] ?? 0);
    position[axes[0]] = row;
    position[axes[1]] = column;
    return elementAt(shape, position);
  };
  const text = rows.map((row) =>
    columns
      .map((column) => {
        if (row === null) return column === null ? '\\ddots' : '\\vdots';
        return column === null ? '\\cdots' : cell(elementOf(row, column));
      })
      .join(' & '),
  );
  const left = shape.some((n, axis) => n > 1 && axis !== axes[0] && axis !== axes[1] && !line);
  return {
    tex: `{\\begin{pmatrix} ${text.join(' \\\\ ')} \\end{pmatrix}}`,
    complete: !left && !rows.includes(null) && !columns.includes(null),
    columns: columns.length,
    slice: left ? { kind, position: shape.map((_, axis) => at[axis] ?? 0) } : null,
  };
}

/** The position that belongs to `focus` in another array: the same where it lies alike, else its sample. */
export function positionLike(
  graph: Graph,
  node: GraphNode,
  focus: GraphNode,
  element: number,
  sample: number,
): number[] {
  const alike = node.shape.length === focus.shape.length && node.shape.every((n, axis) => n === focus.shape[axis]);
  if (alike) return [...positionOf(node.shape, element)];
  return node.shape.map((_, axis) => (axis === 0 && isBatched(graph, node) ? sample : 0));
}

const MATRIX_NOTES: readonly (readonly [string, RegExp])[] = [
  ['elementwise', /\\odot|e\^\{[^}]*[A-Z]|\\(?:tanh|ln|max\\left|min)/],
  ['ones', /\\mathbf\{1\}/],
  ['correlation', / \*(?:_\{| )/],
  ['transposed', /\*\^\{[^}]*\\top/],
  ['channels', /\*\^\{\\mathrm\{c\}/],
  ['padding', /\*[^ ]*_\{/],
  ['bracket', /\\left\[[^|]*?(?:=|\\ge|>|<)/],
  ['row', /\\sum_\{k\}/],
];
const CODE_NOTES: readonly (readonly [string, RegExp])[] = [
  ['at', / @ /],
  ['windows', /sliding_window_view/],
  ['einsum', /einsum/],
  ['broadcast', /broadcast_to|axis=|keepdims/],
  ['rng', /\brng\b/],
];

/** Keys below `note` of what should be said about a formula or a piece of code. */
export const notesOf = (notation: 'matrix' | 'code', text: string): string[] =>
  (notation === 'matrix' ? MATRIX_NOTES : CODE_NOTES).filter(([, sign]) => sign.test(text)).map(([key]) => key);
