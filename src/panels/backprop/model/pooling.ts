/**
 * A pooling window in numbers, forwards and backwards: the values in it, which of them won, what arrives at it, and what
 * each value gets of that.
 */
import { windowOf } from '@/core/graph/receptiveField';
import { elementAt, positionOf } from '@/core/graph/shape';
import type { Trace } from '@/core/graph/types';
import type { ElementRef } from '@/core/interpreter/timeline';
import { explained } from './explained';

export interface PoolWindow {
  kind: 'max' | 'avg';
  rows: number;
  columns: number;
  /** Elements of the pooled image, row by row. */
  source: number;
  elements: number[];
  values: Float64Array;
  /** Index within the window of the value that won; null for means. */
  winner: number | null;
  /** The pooled value. */
  output: ElementRef;
  /** Going back: the gradient of `output`, and what each value of the window gets. */
  back: { upstream: ElementRef; gradients: Float64Array; node: number } | null;
  /** Index of the element that was asked for; null going forward. */
  asked: number | null;
}

/** The window of a pooling node's element, or one that an element of a pooling gradient lies in; null for others. */
export function poolWindow(trace: Trace, { node: id, element }: ElementRef): PoolWindow | null {
  const { graph, values } = trace;
  const node = graph.nodes[id];
  if (node.op === 'maxPool2d' || node.op === 'avgPool2d') return windowAt(trace, { node: id, element });
  if (node.op !== 'maxPool2dGradient' && node.op !== 'avgPool2dGradient') return null;
  const pool = graph.nodes.find((n) => n.id === node.flow?.from);
  const paths = explained(trace, id, element).chain ?? [];
  if (pool === undefined || paths.length === 0) return null;
  // Of several windows the one that gives most.
  const path = paths.reduce((best, p) => (Math.abs(p.local) > Math.abs(best.local) ? p : best));
  const window = windowAt(trace, { node: pool.id, element: path.upstream.element });
  if (window === null) return null;
  return {
    ...window,
    back: {
      upstream: { node: path.upstream.node, element: path.upstream.element },
      gradients: Float64Array.from(window.elements, (i) => values[id][i]),
      node: id,
    },
    asked: window.elements.indexOf(element),
  };
}

function windowAt(trace: Trace, output: ElementRef): PoolWindow | null {
  const { graph, values } = trace;
  const node = graph.nodes[output.node];
  const field = windowOf(graph, node.id, output.element);
  if (field === null) return null;
  const source = graph.nodes[node.inputs[0]];
  const [sample, , , channel] = positionOf(node.shape, output.element);
  const clip = ([first, last]: readonly [number, number], length: number) =>
    Array.from({ length: Math.min(length - 1, last) - Math.max(0, first) + 1 }, (_, i) => Math.max(0, first) + i);
  const [rows, columns] = [clip(field.rows, source.shape[1]), clip(field.columns, source.shape[2])];
  const elements = rows.flatMap((row) => columns.map((at) => elementAt(source.shape, [sample, row, at, channel])));
  const max = node.op === 'maxPool2d';
  const [term] = max ? explained(trace, node.id, output.element).terms : [];
  return {
    kind: max ? 'max' : 'avg',
    rows: rows.length,
    columns: columns.length,
    source: source.id,
    elements,
    values: Float64Array.from(elements, (i) => values[source.id][i]),
    winner: term === undefined ? null : elements.indexOf(term.factors[0].element),
    output,
    back: null,
    asked: null,
  };
}
