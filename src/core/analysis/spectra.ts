/**
 * What each layer does to small changes: the singular values of its Jacobian at one sample. Small layers give all of
 * them; of large ones (a convolution over a whole image) the largest is found by power iteration on JᵀJ (Golub and Van
 * Loan: Matrix Computations, 8.2), without J ever being written out. And what all layers from one to the output do
 * together: the singular values of the product of their Jacobians.
 */
import type { FaultSpec } from '../faults/types';
import { buildGraph } from '../graph/build';
import { sizeOf } from '../graph/shape';
import type { Feeds, Graph, Trace } from '../graph/types';
import { interpret } from '../interpreter/interpret';
import type { LayerSpec, NetworkSpec } from '../network/spec';
import { fillNormal } from '../random';
import { type Evaluated, type LinearMap, linearMap, pullback } from './linearize';
import { singularValues } from './singular';

export interface Spectrum {
  /** Numbers out and in. */
  rows: number;
  columns: number;
  largest: number;
  /** Null where only the largest was looked for. */
  median: number | null;
  smallest: number | null;
  /** All of them, largest first; null likewise. */
  values: number[] | null;
}

export interface LayerSpectra {
  layer: string;
  /** Of the layer itself; null where no gradient passes it and nothing can be said. */
  own: Spectrum | null;
  /** Of everything from the layer's output to the network's; null where the output has too many numbers. */
  toOutput: Spectrum | null;
}

export interface SpectraInput {
  network: NetworkSpec;
  fault: FaultSpec | null;
  batchSize: number;
  /** The sample of the batch at which the Jacobians are taken. */
  sample: number;
  /** By node name, as `interpret` takes them. */
  feeds: [string, Float64Array | Float32Array | number][];
}

/** Smaller side and entries of a Jacobian that is written out. */
const MOST_VALUES = 128;
const MOST_ENTRIES = 131_072;
const MOST_ROWS = 1024;
/** Numbers of the network's output that are followed back. */
const MOST_OUTPUTS = 64;
/** Power iteration ends when the value changes by less than this share of itself. */
const SETTLED = 1e-4;
const MOST_ROUNDS = 80;
/** uᵀ(Jv) and (Jᵀu)ᵀv agree to this share, or the way forwards is not to be trusted. */
const ADJOINT = 1e-8;

const median = (sorted: readonly number[]) =>
  sorted.length === 0
    ? Number.NaN
    : (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;

/**
 * Singular values of a matrix with what is told of them. What is smaller than the rounding of the entries can make of a
 * 0 is one (the tolerance of NumPy's `matrix_rank`).
 */
export function spectrumOf(matrix: Float64Array, rows: number, columns: number): Spectrum {
  const found = singularValues(matrix, rows, columns);
  const rounding = Number.EPSILON * Math.max(rows, columns) * found[0];
  const values = found.map((value) => (value < rounding ? 0 : value));
  const [largest, smallest] = [values[0] ?? Number.NaN, values[values.length - 1] ?? Number.NaN];
  return { rows, columns, largest, median: median(values), smallest, values };
}

/** J written out, row by row: each is Jᵀ of a unit vector. */
export function jacobianOf(map: LinearMap): Float64Array {
  const { rows, columns } = map;
  const matrix = new Float64Array(rows * columns);
  const unit = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    unit[row] = 1;
    matrix.set(map.pull(unit), row * columns);
    unit[row] = 0;
  }
  return matrix;
}

const length = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const noise = (size: number, layer: string) =>
  fillNormal(new Float64Array(size), { seed: 1, purpose: 'direction', layer, step: 0 });

/** Whether both products belong to the same matrix. */
function agrees(map: LinearMap): boolean {
  const [u, v] = [noise(map.rows, 'rows'), noise(map.columns, 'columns')];
  const forwards = map.push(v);
  if (forwards === null) return false;
  const back = map.pull(u);
  const [one, other] = [dot(u, forwards), dot(back, v)];
  return Math.abs(one - other) <= ADJOINT * (length(u) * length(forwards) + length(back) * length(v));
}

/** The largest singular value, by power iteration; null where J cannot be walked forwards. */
export function largestSingularValue(map: LinearMap): number | null {
  if (!agrees(map)) return null;
  let v = noise(map.columns, 'start');
  let value = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const size = length(v);
    if (size === 0) return 0;
    for (let i = 0; i < v.length; i++) v[i] /= size;
    const forwards = map.push(v);
    if (forwards === null) return null;
    const next = length(forwards);
    if (!Number.isFinite(next)) return Number.NaN;
    const settled = Math.abs(next - value) <= SETTLED * next;
    value = next;
    if (settled && round > 4) break;
    v = map.pull(forwards);
  }
  return value;
}

/** What is known of a map's singular values, as far as they can be found in a moment. */
export function spectrum(map: LinearMap): Spectrum | null {
  const { rows, columns } = map;
  const small = Math.min(rows, columns) <= MOST_VALUES && rows <= MOST_ROWS && rows * columns <= MOST_ENTRIES;
  if (small) return spectrumOf(jacobianOf(map), rows, columns);
  const largest = largestSingularValue(map);
  return largest === null ? null : { rows, columns, largest, median: null, smallest: null, values: null };
}

/** Whether a sample's values depend on the others of its batch (batch normalization while training). */
function coupled(graph: Graph): boolean {
  return graph.nodes.some(
    ({ phase, inputs, attrs }) =>
      phase === 'forward' &&
      Array.isArray(attrs.axes) &&
      attrs.axes.includes(0) &&
      graph.nodes[inputs[0]].shape[0] === graph.batchSize,
  );
}

const RANDOM = new Set(['dropoutMask', 'randomNormal']);

/** A graph of the one sample alone where samples do not depend on each other: the same values, and far less to do. */
function alone(input: SpectraInput, graph: Graph, trace: Trace): Evaluated {
  const { network, fault, batchSize, sample } = input;
  if (batchSize === 1 || coupled(graph)) return { graph, values: trace.values, sample };
  const one = buildGraph(network, { batchSize: 1, mode: 'training', fault });
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const feeds = new Map<string, Float64Array | Float32Array | number>(input.feeds);
  for (const node of one.nodes) {
    const given = byName.get(node.name);
    // What is drawn at random is what the sample got in its batch.
    if (given === undefined || !(node.role === 'input' || node.role === 'target' || RANDOM.has(node.op))) continue;
    const size = sizeOf(node.shape);
    feeds.set(node.name, trace.values[given.id].slice(sample * size, (sample + 1) * size));
  }
  return { graph: one, values: interpret(one, feeds).values, sample: 0 };
}

/** Nodes that a layer reads. */
export function layerInputs(graph: Graph, layers: readonly LayerSpec[], index: number): number[] {
  const outputs = new Map([['input', graph.input], ...graph.layers.map(({ id, output }) => [id, output] as const)]);
  const named = layers[index].inputs ?? [];
  if (named.length === 0) return [index === 0 ? graph.input : graph.layers[index - 1].output];
  return [...new Set(named.map((name) => outputs.get(name) ?? graph.input))];
}

/** The singular values from every layer's output to the network's. */
function outputSpectra(evaluated: Evaluated): (Spectrum | null)[] {
  const { graph } = evaluated;
  const nodes = graph.layers.map(({ output }) => output);
  const rows = sizeOf(graph.nodes[graph.output].shape) / graph.batchSize;
  if (rows > MOST_OUTPUTS) return nodes.map(() => null);
  const { pull } = pullback(evaluated, graph.output, nodes);
  const all = Array.from({ length: rows }, (_, row) => {
    const unit = new Float64Array(rows);
    unit[row] = 1;
    return pull(unit);
  });
  return nodes.map((_, k) => {
    const columns = all[0][k].length;
    const matrix = new Float64Array(rows * columns);
    for (const [row, parts] of all.entries()) matrix.set(parts[k], row * columns);
    return spectrumOf(matrix, rows, columns);
  });
}

/**
 * The singular values of all layers at one sample.
 * @param onProgress told after each layer how many are done, and of how many.
 * @throws GraphError when network and feeds do not fit.
 */
export function layerSpectra(input: SpectraInput, onProgress?: (done: number, total: number) => void): LayerSpectra[] {
  const { network, fault, batchSize } = input;
  const graph = buildGraph(network, { batchSize, mode: 'training', fault });
  const feeds: Feeds = new Map(input.feeds);
  const evaluated = alone(input, graph, interpret(graph, feeds));
  const toOutput = outputSpectra(evaluated);
  return evaluated.graph.layers.map(({ id, output }, index) => {
    const from = layerInputs(evaluated.graph, network.layers, index);
    const own = spectrum(linearMap(evaluated, from, output));
    onProgress?.(index + 1, graph.layers.length);
    return { layer: id, own, toOutput: toOutput[index] };
  });
}
