/**
 * How one cell of a map came about, in float64, from one snapshot: what lay under the window, the weights it was
 * multiplied with, the sum, and what bias and activation made of it. Formulas and terms are core's own (`explain`), on a
 * trace that holds just what this cell needs.
 */
import { evaluate } from '@/core/expr';
import { windowAxes } from '@/core/graph/receptiveField';
import { elementAt, positionOf, sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, Explanation, Graph, Trace } from '@/core/graph/types';
import { explain } from '@/core/interpreter/explain';
import { opOf } from '@/core/ops';
import { imageCell, insideCells } from '@/core/ops/window';
import type { Snapshot } from '@/state';
import type { MapLayer } from './layers';

/** A cell of a map of a layer; all counted from 0. */
export interface Cell {
  layer: string;
  map: number;
  row: number;
  column: number;
}

/** What one channel of the image under the window gave to a sum: three small pictures. */
export interface Share {
  channel: number;
  /** Values under the window, null where it lies on padding. Row order. */
  patch: (number | null)[];
  kernel: number[];
  products: (number | null)[];
  sum: number;
}

export interface PooledCell {
  value: number | null;
  /** In the image the window slides over. */
  row: number;
  column: number;
  won: boolean;
}

export interface Story {
  /** Step of the snapshot. */
  step: number;
  /** The window's operation, then bias and activation where there are any. */
  steps: readonly Explanation[];
  /** In float64, from the snapshot's float32 weights and inputs. */
  value: number;
  /** What the engine has for the same cell, in float32. */
  engine: number;
  /** Rows and columns of the window; 1 where there is none. */
  window: { rows: number; columns: number };
  /** For a convolution: every channel, in order. */
  shares: readonly Share[];
  /** For pooling: the cells of the window, row by row. */
  pooled: readonly PooledCell[];
}

export const elementOf = (graph: Graph, layer: MapLayer, { map, row, column }: Cell): number =>
  elementAt(graph.nodes[layer.output].shape, [0, row, column, map]);

/** Arrays of the snapshot in float64, made once a snapshot. */
const exact = new WeakMap<Float32Array, Float64Array>();
function inFloat64(values: Float32Array): Float64Array {
  const known = exact.get(values) ?? Float64Array.from(values);
  exact.set(values, known);
  return known;
}

/** Computes the whole layer: what other layers than windows do is explained from its values. */
function computeLayer(graph: Graph, layer: MapLayer, values: Float64Array[]): void {
  for (const node of graph.nodes) {
    if (node.layer !== layer.id || node.role !== null || node.id > layer.output) continue;
    const inputs = node.inputs.map((id) => ({ shape: graph.nodes[id].shape, data: values[id] }));
    values[node.id] = opOf(node.op).evaluate(inputs, node);
  }
}

/** Values of whole layers, made once a snapshot. */
const computed = new WeakMap<Snapshot, Map<string, Float64Array[] | null>>();

function valuesIn(graph: Graph, layer: MapLayer, snapshot: Snapshot): Float64Array[] | null {
  if (layer.op !== null) return leavesOf(graph, layer, snapshot);
  const known = computed.get(snapshot) ?? new Map<string, Float64Array[] | null>();
  computed.set(snapshot, known);
  let values = known.get(layer.id);
  if (values === undefined) {
    values = leavesOf(graph, layer, snapshot);
    if (values) computeLayer(graph, layer, values);
    known.set(layer.id, values);
  }
  return values;
}

/** Values of a snapshot at the leaves of a layer; null when it does not hold them all. */
function leavesOf(graph: Graph, layer: MapLayer, { input, captured, weights }: Snapshot): Float64Array[] | null {
  const values: Float64Array[] = [];
  const put = (id: number, data: Float32Array | undefined): boolean => {
    if (data?.length !== sizeOf(graph.nodes[id].shape)) return false;
    values[id] = inFloat64(data);
    return true;
  };
  for (const { node, layer: from } of layer.reads) {
    if (!put(node, from === null ? input : captured[from])) return null;
  }
  for (const name of layer.weights) {
    const weight = graph.weights.find((candidate) => candidate.name === name)!;
    if (!put(weight.node, weights[name])) return null;
  }
  return values;
}

/** The value an explanation adds up to. */
function resultOf(graph: Graph, { node, kind, terms }: Explanation): number {
  if (kind === 'elementwise') {
    const { expr, stable, args, constants } = graph.nodes[node].attrs as unknown as ElementwiseAttrs;
    return evaluate(stable ?? expr, {
      ...constants,
      ...Object.fromEntries(args.map((arg, i) => [arg, terms[i].value])),
    });
  }
  const sum = terms.reduce((total, term) => total + term.value, 0);
  return kind === 'sum' ? sum / terms.length : sum;
}

/** Explains a node at one element, where only its inputs are known, and puts the value into the trace. */
function explainHere(trace: Trace, node: number, element: number): Explanation {
  const { graph, values } = trace;
  const all = new Float64Array(sizeOf(graph.nodes[node].shape));
  values[node] = all;
  const said = explain(trace, node, element);
  const value = resultOf(graph, said);
  all[element] = value;
  return { ...said, value };
}

function sharesOf(graph: Graph, layer: MapLayer, { terms }: Explanation): Share[] {
  const [kernelRows, kernelColumns, channels] = graph.nodes[graph.nodes[layer.window].inputs[1]].shape;
  const size = kernelRows * kernelColumns;
  const shares = Array.from({ length: channels }, (_, channel): Share => {
    const cells = <T>(value: T) => new Array<T>(size).fill(value);
    return {
      channel,
      patch: cells<number | null>(null),
      kernel: cells(0),
      products: cells<number | null>(null),
      sum: 0,
    };
  });
  const kernelShape = graph.nodes[graph.nodes[layer.window].inputs[1]].shape;
  for (const { factors, value } of terms) {
    const [row, column, channel] = positionOf(kernelShape, factors[1].element);
    const cell = row * kernelColumns + column;
    const share = shares[channel];
    share.patch[cell] = factors[0].value;
    share.kernel[cell] = factors[1].value;
    share.products[cell] = value;
    share.sum += value;
  }
  return shares;
}

/** Kernel values on padding are multiplied with nothing, but belong to the picture of the kernel. */
function completeKernels(shares: Share[], kernel: Float64Array, shape: readonly number[], filter: number): void {
  const [rows, columns] = shape;
  for (const { channel, kernel: cells } of shares) {
    for (let cell = 0; cell < rows * columns; cell++) {
      cells[cell] = kernel[elementAt(shape, [Math.floor(cell / columns), cell % columns, channel, filter])];
    }
  }
}

function pooledOf(graph: Graph, layer: MapLayer, said: Explanation, values: Float64Array): PooledCell[] {
  const [rows, columns] = windowAxes(graph, graph.nodes[layer.window])!;
  const { shape } = graph.nodes[layer.source];
  const [, row, column, channel] = positionOf(graph.nodes[layer.window].shape, said.element);
  const winner = said.kind === 'select' ? said.terms[0].factors[0].element : null;
  const cells: PooledCell[] = [];
  for (let i = 0; i < rows.size; i++) {
    for (let j = 0; j < columns.size; j++) {
      const [y, x] = [imageCell(rows, row, i), imageCell(columns, column, j)];
      const inside = y >= 0 && y < rows.length && x >= 0 && x < columns.length;
      const element = inside ? elementAt(shape, [0, y, x, channel]) : -1;
      cells.push({ value: inside ? values[element] : null, row: y, column: x, won: inside && element === winner });
    }
  }
  return cells;
}

/** How a cell came about, or null when the snapshot does not show its layer. */
export function storyOf(graph: Graph, layer: MapLayer, cell: Cell, snapshot: Snapshot): Story | null {
  const output = snapshot.captured[layer.id];
  if (output?.length !== sizeOf(graph.nodes[layer.output].shape)) return null;
  const values = valuesIn(graph, layer, snapshot);
  if (!values) return null;
  const element = elementOf(graph, layer, cell);
  const trace: Trace = { graph, values };
  const explained = [layer.window, ...layer.after];
  const steps = explained.map((id) =>
    layer.op === null ? explain(trace, id, element) : explainHere(trace, id, element),
  );
  const axes = windowAxes(graph, graph.nodes[layer.window]);
  const shares = layer.op === 'conv2d' ? sharesOf(graph, layer, steps[0]) : [];
  if (layer.op === 'conv2d') {
    const kernel = graph.nodes[layer.window].inputs[1];
    completeKernels(shares, values[kernel], graph.nodes[kernel].shape, cell.map);
  }
  return {
    step: snapshot.step,
    steps,
    value: steps[steps.length - 1].value,
    engine: output[element],
    window: { rows: axes?.[0].size ?? 1, columns: axes?.[1].size ?? 1 },
    shares,
    pooled: layer.op === 'conv2d' || layer.op === null ? [] : pooledOf(graph, layer, steps[0], values[layer.source]),
  };
}

/** The shares that matter most, and the sum of the others. */
export function strongest(shares: readonly Share[], count: number): { shown: Share[]; rest: number; others: number } {
  if (shares.length <= count) return { shown: [...shares], rest: 0, others: 0 };
  const order = [...shares].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum) || a.channel - b.channel);
  const rest = order.slice(count).reduce((sum, share) => sum + share.sum, 0);
  return { shown: order.slice(0, count), rest, others: shares.length - count };
}

/** The cell that is largest in magnitude among all maps of a layer: a good one to begin with. */
export function mostActive(layer: MapLayer, values: Float32Array): Cell {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  const place = Math.floor(best / layer.maps);
  return { layer: layer.id, map: best % layer.maps, row: Math.floor(place / layer.width), column: place % layer.width };
}

/** First and last row and column of the image that a window covers, clipped to it. */
export function windowIn(graph: Graph, layer: MapLayer, { row, column }: Cell): { rows: number[]; columns: number[] } {
  const [rows, columns] = windowAxes(graph, graph.nodes[layer.window])!;
  const ends = (axis: typeof rows, position: number) => {
    const inside = insideCells(axis, position).map(({ at }) => at);
    return [inside[0], inside[inside.length - 1]];
  };
  return { rows: ends(rows, row), columns: ends(columns, column) };
}
