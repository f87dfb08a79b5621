/**
 * The gradient of each sample of a batch on its own: batches of one, with the weights, states and random numbers of the
 * whole. Where every sample goes its own way through the network, the batch's gradient is made of exactly these.
 */
import { sizeOf } from '../graph/shape';
import type { Feeds, Graph } from '../graph/types';
import type { Progress } from './checks';
import { interpretSteps, leadingTo } from './interpret';

/** How the batch's gradient follows from those of its samples. */
export type Together =
  /** It is their mean. */
  | 'mean'
  /** It is their sum: the loss adds up instead of averaging. */
  | 'sum'
  /** Samples influence one another (batch normalization): on its own, a sample has another gradient. */
  | 'mixed'
  /** None of these: a mistake is built in, or the loss weighs its samples. */
  | 'other';

/** Operations that draw random numbers, whose draw for a sample depends on its place in the batch. */
const RANDOM = new Set(['dropoutMask', 'randomNormal']);

/**
 * Whether a forward pass lets samples influence one another: something is reduced over the batch before the loss
 * (mean and variance of a batch normalization).
 */
export function mixesSamples({ nodes, batchSize }: Graph): boolean {
  if (batchSize === 1) return false;
  return nodes.some(({ phase, op, attrs, inputs }) => {
    const axes = attrs.axes as readonly number[] | undefined;
    const batched = inputs.some((id) => nodes[id].shape[0] === batchSize && nodes[id].role !== 'weight');
    return phase === 'forward' && op.startsWith('reduce') && batched && axes?.includes(0) === true;
  });
}

/** Part `index` of `count` of what is fed for a batch. */
function part(value: Float64Array | Float32Array | number, index: number, count: number) {
  if (typeof value === 'number') return value;
  const size = value.length / count;
  return value.slice(index * size, (index + 1) * size);
}

/**
 * The gradients of the samples one by one.
 * @param full graph of the whole batch; `one` the same network's for a batch of one.
 * @param feeds of the whole batch.
 * @param weights names of the weights that are wanted.
 * @returns one array for every sample, by weight.
 * @yields progress before each sample, and between operations.
 */
export function* sampleGradients(
  full: Graph,
  one: Graph,
  feeds: Feeds,
  weights: readonly string[],
): Generator<Progress, Map<string, Float64Array[]>> {
  const count = full.batchSize;
  const random = full.nodes.filter(({ op, phase }) => phase === 'forward' && RANDOM.has(op));
  const drawn = yield* draws(
    full,
    feeds,
    random.map(({ id }) => id),
  );
  const nodes = weights.map((name) => gradientNode(one, name));
  const only = leadingTo(one, nodes);
  const gradients = new Map<string, Float64Array[]>(weights.map((name) => [name, []]));
  for (let i = 0; i < count; i++) {
    const own = new Map(feeds);
    for (const name of ['input', 'target']) own.set(name, part(feeds.get(name) ?? 0, i, count));
    for (const { id, name, shape } of random) own.set(name, shape[0] === count ? part(drawn[id], i, count) : drawn[id]);
    const steps = interpretSteps(one, own, only);
    let next = steps.next();
    for (; !next.done; next = steps.next()) yield { done: i, total: count };
    const { values } = next.value;
    for (const [w, name] of weights.entries()) gradients.get(name)?.push(values[nodes[w]]);
  }
  return gradients;
}

function* draws(graph: Graph, feeds: Feeds, nodes: number[]): Generator<Progress, Float64Array[]> {
  if (nodes.length === 0) return [];
  const steps = interpretSteps(graph, feeds, leadingTo(graph, nodes));
  let next = steps.next();
  for (; !next.done; next = steps.next()) yield { done: 0, total: graph.batchSize };
  return next.value.values;
}

function gradientNode(graph: Graph, weight: string): number {
  const { node } = graph.weights.find(({ name }) => name === weight)!;
  return graph.gradients.get(node)!;
}

/** Names of the weights that have a gradient, with how many numbers each holds. */
export function learnedWeights(graph: Graph): { name: string; size: number }[] {
  return graph.weights
    .filter(({ node }) => graph.gradients.has(node))
    .map(({ name, shape }) => ({ name, size: sizeOf(shape) }));
}

/** Mean and standard deviation (divided by n) of one number over the samples. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** How the gradient of the batch follows from its samples', of one weight. */
export function togetherness(graph: Graph, single: readonly Float64Array[], batch: Float64Array): Together {
  if (mixesSamples(graph)) return 'mixed';
  const count = single.length;
  const scale = single.reduce((most, g) => g.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
  const fits = (divisor: number) =>
    batch.every((x, i) => {
      const sum = single.reduce((total, g) => total + g[i], 0);
      return Math.abs(sum / divisor - x) <= 1e-9 * scale || Object.is(sum / divisor, x);
    });
  if (fits(count)) return 'mean';
  return fits(1) ? 'sum' : 'other';
}
