/**
 * Losses over prediction and target. Every value and gradient is that of the loss's own graph, run by the interpreter;
 * over logits, the output's activation is put in front, as a network does. Nothing here is a second formula.
 */
import { buildLossGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { LOSSES } from '@/core/losses';
import { settingsOf } from './settings';
import { throughActivation } from './vectors';

/** What predictions and targets are: any numbers, a probability, a margin with a target of ±1, a count, classes. */
export type Domain = 'real' | 'probability' | 'margin' | 'count' | 'classes';
/** Over the prediction itself, or over the logit before the output's activation. */
export type Over = 'prediction' | 'logit';

export const LOSS_KINDS: readonly string[] = Object.keys(LOSSES);
export const CLASSES = 3;

const HOME: Readonly<Record<string, Domain>> = {
  binaryCrossentropy: 'probability',
  zeroOne: 'probability',
  hinge: 'margin',
  squaredHinge: 'margin',
  perceptron: 'margin',
  poisson: 'count',
  categoricalCrossentropy: 'classes',
  sparseCategoricalCrossentropy: 'classes',
  klDivergence: 'classes',
  cosineSimilarity: 'classes',
};

/** Where a loss is at home; one of no other place compares any numbers. */
export const domainOf = (kind: string): Domain => HOME[kind] ?? 'real';

/** Whether a loss makes sense where another is at home: those of any numbers do everywhere. */
export const fitsBeside = (kind: string, focus: string): boolean =>
  domainOf(kind) === domainOf(focus) || domainOf(kind) === 'real';

/** Settings besides those that follow from what is looked at. */
export const lossSettings = (kind: string) => settingsOf(LOSSES[kind].settings, ['fromLogits', 'normalize']);
export const takesClassWeights = (kind: string): boolean => hasSetting(kind, 'classWeights');

const settingNames = new Map<string, readonly string[]>();
function hasSetting(kind: string, name: string): boolean {
  let known = settingNames.get(kind);
  if (!known) {
    const shape = (LOSSES[kind].settings as { shape?: Record<string, unknown> }).shape ?? {};
    known = Object.keys(shape);
    settingNames.set(kind, known);
  }
  return known.includes(name);
}

export interface LossSetup {
  kind: string;
  spec: { kind: string } & Record<string, unknown>;
  /** The activation between what is moved and the prediction. */
  head: 'sigmoid' | 'softmax' | null;
  /** Numbers a sample. */
  size: number;
}

export function setupOf(
  kind: string,
  domain: Domain,
  over: Over,
  settings: Readonly<Record<string, unknown>>,
): LossSetup {
  const size = domain === 'classes' ? CLASSES : 1;
  const logits = domain === 'classes' ? kind !== 'cosineSimilarity' : domain === 'probability' && over === 'logit';
  // A loss that knows its activation takes the logits itself.
  const own = logits && hasSetting(kind, 'fromLogits');
  const head = logits && !own ? (domain === 'classes' ? 'softmax' : 'sigmoid') : null;
  return { kind, spec: { kind, ...settings, ...(own ? { fromLogits: true } : {}) }, head, size };
}

/** Samples a run of the graph: what is over is filled up with the last one. */
const BATCH = 64;
const graphs = new Map<string, Graph>();

export function lossGraph(spec: LossSetup['spec'], count: number, size: number): Graph {
  const key = `${JSON.stringify(spec)} ${count} ${size}`;
  let graph = graphs.get(key);
  if (!graph) {
    if (graphs.size > 200) graphs.clear();
    graph = buildLossGraph(spec, [count, size]);
    graphs.set(key, graph);
  }
  return graph;
}

/** Targets as the loss wants them: class numbers instead of vectors where it does. */
function feedTargets(kind: string, targets: Float64Array, size: number): Float64Array {
  if (!LOSSES[kind].targetShape) return targets;
  return Float64Array.from({ length: targets.length / size }, (_, row) =>
    largest(targets.subarray(row * size, (row + 1) * size)),
  );
}

/** The place of the largest number. */
export const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((best, value, i) => (value > values[best] ? i : best), 0);

/**
 * The loss of each sample: what the last node takes the mean of. The definitions end in the mean over the batch, whose
 * gradient for one sample is its own divided by their number.
 */
function eachLoss(graph: Graph, values: readonly Float64Array[], count: number): Float64Array {
  const last = graph.nodes[graph.loss!];
  if (count === 1) return values[last.id];
  const terms = graph.nodes[last.inputs[0]];
  const inner = sizeOf(terms.shape) / count;
  if (last.op !== 'reduceMean' || !Number.isInteger(inner)) throw new Error(`${last.name} is no mean over samples`);
  return Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < inner; i++) sum += values[terms.id][row * inner + i];
    return sum / inner;
  });
}

export interface LossValues {
  /** Of each sample. */
  loss: Float64Array;
  /** By each number of what is moved, sample after sample. */
  gradient: Float64Array;
}

/** Loss and gradient of samples that have nothing to do with one another. `inputs` and `targets` are row-major. */
export function lossesOf(setup: LossSetup, inputs: Float64Array, targets: Float64Array): LossValues {
  const { size, spec, head, kind } = setup;
  const count = inputs.length / size;
  const loss = new Float64Array(count);
  const gradient = new Float64Array(inputs.length);
  for (let start = 0; start < count; start += BATCH) {
    const rows = count === 1 ? 1 : BATCH;
    const used = Math.min(rows, count - start);
    const filled = (all: Float64Array) => {
      const part = new Float64Array(rows * size);
      for (let row = 0; row < rows; row++) {
        const from = (start + Math.min(row, used - 1)) * size;
        part.set(all.subarray(from, from + size), row * size);
      }
      return part;
    };
    const moved = filled(inputs);
    const blank = new Float64Array(moved.length);
    const prediction = head ? throughActivation(head, moved, size, blank).output : moved;
    const graph = lossGraph(spec, rows, size);
    const feeds = new Map([
      ['input', prediction],
      ['target', feedTargets(kind, filled(targets), size)],
    ]);
    const { values } = interpret(graph, feeds);
    const node = graph.gradients.get(graph.input);
    const flowing = node === undefined ? blank : values[node].map((value) => value * rows);
    const back = head ? (throughActivation(head, moved, size, flowing).gradient ?? blank) : flowing;
    loss.set(eachLoss(graph, values, rows).subarray(0, used), start);
    gradient.set(back.subarray(0, used * size), start * size);
  }
  return { loss, gradient };
}

/** Loss and gradient along one axis: number `axis` of the sample takes the places, the others stay. */
export function alongAxis(
  setup: LossSetup,
  base: readonly number[],
  axis: number,
  target: readonly number[],
  xs: readonly number[],
): { loss: Float64Array; slope: Float64Array } {
  const { size } = setup;
  const inputs = Float64Array.from({ length: xs.length * size }, (_, i) =>
    i % size === axis ? xs[Math.floor(i / size)] : base[i % size],
  );
  const targets = Float64Array.from({ length: xs.length * size }, (_, i) => target[i % size]);
  const { loss, gradient } = lossesOf(setup, inputs, targets);
  return { loss, slope: Float64Array.from(xs, (_, row) => gradient[row * size + axis]) };
}

/** The loss of every pair of one prediction and one target; rows are targets from the highest down. */
export function lossPlane(setup: LossSetup, predictions: readonly number[], targets: readonly number[]): Float64Array {
  const width = predictions.length;
  const down = [...targets].reverse();
  const inputs = Float64Array.from({ length: width * down.length }, (_, i) => predictions[i % width]);
  const wanted = Float64Array.from(inputs, (_, i) => down[Math.floor(i / width)]);
  return lossesOf(setup, inputs, wanted).loss;
}
