/**
 * Tables to calculate with: the network as it is seen, the terms of the number in focus, the update, and every number
 * of the iteration. Numbers in full; empty where not computed yet, `?` where hidden to be found by hand.
 */
import type { Graph } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type ElementRef, elementCount } from '@/core/interpreter/timeline';
import type { CsvCell } from '@/export/csv';
import { explained } from '../model/explained';
import { isHidden, isKnown, type Moment } from '../model/moment';
import { gradientSource } from '../model/network';
import { pathsOf } from '../model/paths';
import { plain } from '../model/symbols';
import { atTheEnd, type Source } from './formulas';

export type Row = readonly CsvCell[];

export const HIDDEN = '?';

/** A number at a moment as a cell. */
export function cellAt(moment: Moment, node: number | undefined, element: number): CsvCell {
  if (node === undefined) return null;
  if (isHidden(moment, node, element)) return HIDDEN;
  return isKnown(moment, node, element) ? moment.values[node][element] : null;
}

/** Indices of an element, counted from 1 as in the formulas: `2 1`. */
function indices(graph: Graph, node: number, element: number): string {
  const { shape } = graph.nodes[node];
  let text = '';
  for (let axis = shape.length - 1, rest = element; axis >= 0; axis--) {
    text = `${(rest % shape[axis]) + 1}${text === '' ? '' : ' '}${text}`;
    rest = Math.floor(rest / shape[axis]);
  }
  return text;
}

const symbolAt = (graph: Graph, node: number, element: number) => plain(elementSymbol(graph, node, element));

/** The network as it is seen: neurons of all samples, then weights, with gradients and new values. */
export function* networkTable({ graph, model, moment }: Source): Generator<Row> {
  yield ['part', 'symbol', 'index', 'value', 'gradient', 'updated'];
  const neurons = model.columns.map((column) => ({ node: column.value, source: gradientSource(model, column) }));
  const target = graph.target === null ? [] : [{ node: graph.target, source: graph.target }];
  for (const { node, source } of [...neurons, ...target]) {
    const gradient = graph.gradients.get(source);
    const { name } = graph.nodes[node];
    for (let i = 0; i < elementCount(graph.nodes[node]); i++)
      yield [
        name,
        symbolAt(graph, node, i),
        indices(graph, node, i),
        cellAt(moment, node, i),
        cellAt(moment, gradient, i),
        null,
      ];
  }
  for (const { name, node } of graph.weights) {
    const [gradient, updated] = [graph.gradients.get(node), graph.updates.get(name)];
    for (let i = 0; i < elementCount(graph.nodes[node]); i++)
      yield [
        name,
        symbolAt(graph, node, i),
        indices(graph, node, i),
        cellAt(moment, node, i),
        cellAt(moment, gradient, i),
        cellAt(moment, updated, i),
      ];
  }
}

/** All terms of the number in focus, or the paths of a gradient: factors and their product. */
export function* termTable({ graph, trace, moment }: Source, ref: ElementRef): Generator<Row> {
  if (!isKnown(moment, ref.node, ref.element)) return;
  const explanation = explained(trace, ref.node, ref.element);
  const paths = pathsOf(trace, explanation);
  const missing = (value: number, ...of: readonly ElementRef[]) =>
    of.some(({ node, element }) => moment.hidden?.has(node, element)) ? HIDDEN : value;
  if (paths.length > 0) {
    yield ['upstream', 'upstream value', 'local', 'local value', 'product'];
    for (const { upstream, upstreamSymbol, local, localSymbol, product } of paths)
      yield [
        plain(upstreamSymbol),
        missing(upstream.value, upstream),
        plain(localSymbol),
        Number.isNaN(local) && moment.hidden ? HIDDEN : local,
        Number.isNaN(product) && moment.hidden ? HIDDEN : product,
      ];
    return;
  }
  const most = Math.max(0, ...explanation.terms.map(({ factors }) => factors.length));
  yield [...Array.from({ length: most }, (_, i) => [`factor ${i + 1}`, `value ${i + 1}`]).flat(), 'product'];
  for (const { factors, value } of explanation.terms) {
    const cells = factors.flatMap((f): CsvCell[] => [symbolAt(graph, f.node, f.element), missing(f.value, f)]);
    const empty: CsvCell[] = Array.from({ length: 2 * (most - factors.length) }, () => null);
    yield [...cells, ...empty, missing(value, ...factors)];
  }
}

/** The update of every weight: old value, gradient, what the optimizer remembers before and after, new value. */
export function* updateTable({ graph, moment }: Source): Generator<Row> {
  const states = [...new Set(graph.states.map(({ state }) => state))];
  yield [
    'weight',
    'index',
    'symbol',
    'old',
    'gradient',
    ...states.flatMap((state) => [`${state} before`, `${state} after`]),
    'new',
  ];
  for (const { name, node } of graph.weights) {
    const updated = graph.updates.get(name);
    if (updated === undefined) continue;
    const own = states.map((state) => graph.states.find((s) => s.weight === name && s.state === state));
    for (let i = 0; i < elementCount(graph.nodes[node]); i++) {
      const kept = own.flatMap((state): CsvCell[] => {
        // One number for the whole weight is the same in every row.
        const at = state !== undefined && elementCount(graph.nodes[state.node]) === 1 ? 0 : i;
        return [cellAt(moment, state?.node, at), cellAt(moment, state?.update, at)];
      });
      yield [
        name,
        indices(graph, node, i),
        symbolAt(graph, node, i),
        cellAt(moment, node, i),
        cellAt(moment, graph.gradients.get(node), i),
        ...kept,
        cellAt(moment, updated, i),
      ];
    }
  }
}

/** Every number of the whole iteration, node by node in the order in which they are computed. */
export function* traceTable({ graph, moment }: Source): Generator<Row> {
  const whole = atTheEnd(moment);
  const weights = new Map(graph.weights.map(({ node, name }) => [node, graph.updates.get(name)]));
  yield ['node', 'phase', 'layer', 'index', 'value', 'gradient', 'updated'];
  for (const node of graph.nodes) {
    const gradient = graph.gradients.get(node.id);
    const updated = weights.get(node.id);
    for (let i = 0; i < elementCount(node); i++)
      yield [
        node.name,
        node.phase,
        node.layer,
        indices(graph, node.id, i),
        cellAt(whole, node.id, i),
        cellAt(whole, gradient, i),
        cellAt(whole, updated, i),
      ];
  }
}
