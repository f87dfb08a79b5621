/**
 * Noticing that training has gone wrong, and finding where. The watch looks at losses as they are read back and at the
 * size of the weights. Where something is amiss, the run is replayed from the last good moment, batch by batch, and the
 * bad batch node by node.
 */
import type { Graph } from '@/core/graph/types';
import { read, readScalars, run, type Tensor, type Value } from './executors/kernels';
import { nextTask } from './givingWay';
import type { Batch, Model, Moment } from './model';
import { nodeRole } from './nodeRole';
import type { Parameters } from './parameters';
import type { DivergenceReport, NodeRole } from './protocol';

/**
 * A loss has exploded when it is ten times the first one and at least 50 above it. Ten times is more than any noise
 * between batches; the 50 spares runs whose first loss happens to be small (a cross-entropy clipped at 1e-7 is at most 16.2).
 */
const LOSS_FACTOR = 10;
const LOSS_MARGIN = 50;
/**
 * Saturated units keep the loss finite and small whatever the weights are, so weights are watched too. Initial weights
 * have a root mean square below 1. Above 10 (and 10 times the initial one) has nothing to do with learning when the loss
 * is no better than at the start, nor has above 30 when it is not even half: trained networks reach such sizes only
 * while their loss falls.
 */
const WEIGHT_LIMITS = [
  { factor: 10, improved: 1 },
  { factor: 30, improved: 0.5 },
] as const;
/** Every unit may be saturated before the weights are that large: then the loss is worse than at first and stands still. */
const STALL_STEPS = 50;
const STALL_FACTOR = 1.2;
const STALL_SPREAD = 1e-6;

export interface Baseline {
  initialLoss: number;
  /** Root mean square of each weight at the start. */
  initialSizes: Record<string, number>;
}

const sizeScalar = (x: Tensor): Tensor => {
  const square = run('Square', { x });
  const mean = run('Mean', { x: square }, { axis: square.shape.map((_, axis) => axis), keepDims: false });
  square.dispose();
  return mean;
};

/** 0 when every element is a finite number, else not a number. */
const finiteScalar = (x: Tensor): Tensor => {
  const difference = run('Sub', { a: x, b: x });
  const size = sizeScalar(difference);
  difference.dispose();
  return size;
};

/**
 * Root mean square of each weight; not finite when an element is not. Moving statistics are as large as what they are the
 * statistics of, which says nothing about learning: for them it is 0 as long as they are finite.
 */
export async function weightSizes(graph: Graph, parameters: Parameters): Promise<Record<string, number>> {
  const scalars = graph.weights.map(({ name, trainable }) => {
    const weight = parameters.get(name)!;
    return trainable ? sizeScalar(weight) : finiteScalar(weight);
  });
  const means = await readScalars(scalars);
  for (const x of scalars) x.dispose();
  return Object.fromEntries(graph.weights.map(({ name }, i) => [name, Math.sqrt(means[i])]));
}

/** What, if anything, is wrong with a loss. */
export function judgeLoss(loss: number, { initialLoss }: Baseline): DivergenceReport['kind'] | null {
  if (!Number.isFinite(loss)) return 'nonFinite';
  return loss > Math.max(LOSS_FACTOR * initialLoss, initialLoss + LOSS_MARGIN) ? 'exploded' : null;
}

/** What, if anything, is wrong with the weights after batches of these losses. */
export function judgeWeights(
  sizes: Record<string, number>,
  losses: readonly number[],
  { initialLoss, initialSizes }: Baseline,
): DivergenceReport['kind'] | null {
  const growth = Object.entries(sizes).map(([name, size]) => size / Math.max(1, initialSizes[name] ?? 0));
  if (!growth.every(Number.isFinite)) return 'nonFinite';
  const largest = Math.max(...growth);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const grown = WEIGHT_LIMITS.some(({ factor, improved }) => largest > factor && mean > improved * initialLoss);
  return grown || stalled(losses, mean, initialLoss) ? 'exploded' : null;
}

export interface Verdict {
  kind: DivergenceReport['kind'];
  /** Whether the loss gave it away, else it was the weights. */
  byLoss: boolean;
  /** Of how many of the batches the loss is told: up to the bad one. */
  seen: number;
}

/** What, if anything, is wrong after batches of these losses. */
export function judge(losses: readonly number[], sizes: Record<string, number>, baseline: Baseline): Verdict | null {
  const bad = losses.findIndex((loss) => judgeLoss(loss, baseline) !== null);
  const byLoss = bad < 0 ? null : judgeLoss(losses[bad], baseline);
  const kind = byLoss ?? judgeWeights(sizes, losses, baseline);
  return kind && { kind, byLoss: byLoss !== null, seen: bad < 0 ? losses.length : bad + 1 };
}

function stalled(losses: readonly number[], mean: number, initialLoss: number): boolean {
  if (losses.length < STALL_STEPS || mean < STALL_FACTOR * initialLoss) return false;
  const recent = losses.slice(-STALL_STEPS);
  return Math.max(...recent) - Math.min(...recent) <= STALL_SPREAD * mean;
}

export interface Culprit {
  node: string | null;
  layer: string | null;
  role: NodeRole | null;
  largest: number | null;
}

export interface Replay {
  model: Model;
  /** The last moment known to be good; retained by the caller. */
  start: { parameters: Parameters; step: number };
  /** Steps are replayed up to and including this one. */
  last: number;
  batchAt(step: number): Batch;
  learningRateAt(step: number): number;
}

interface NodeSummary {
  finite: boolean;
  largest: number;
}

function summarize(values: Float32Array): NodeSummary {
  let largest = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) return { finite: false, largest: Number.POSITIVE_INFINITY };
    if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  return { finite: true, largest };
}

async function summaries(values: readonly Value[]): Promise<NodeSummary[]> {
  const result: NodeSummary[] = [];
  for (const value of values) {
    result.push(typeof value === 'number' ? summarize(Float32Array.of(value)) : summarize(await read(value)));
    if (typeof value !== 'number') value.dispose();
  }
  return result;
}

/** Runs one update node by node and picks out the node to blame. */
async function inspect(
  model: Model,
  moment: Moment,
  batch: Batch,
  kind: DivergenceReport['kind'],
): Promise<Culprit | null> {
  const { graph, values } = model.trace(moment, batch);
  const facts = await summaries(values);
  const computed = graph.nodes.filter(({ op }) => kind === 'nonFinite' || op !== 'leaf');
  const blamed =
    kind === 'nonFinite'
      ? computed.find(({ id }) => !facts[id].finite)
      : computed.reduce((worst, node) => (facts[node.id].largest > facts[worst.id].largest ? node : worst));
  if (!blamed) return null;
  const { finite, largest } = facts[blamed.id];
  return { node: blamed.name, layer: blamed.layer, role: nodeRole(graph, blamed), largest: finite ? largest : null };
}

/** Whether an update went wrong: its loss, or the weights it leads to. */
async function isBad(model: Model, loss: Tensor, next: Parameters): Promise<boolean> {
  const [value] = await readScalars([loss]);
  if (!Number.isFinite(value)) return true;
  const sizes = await weightSizes(model.graph, next);
  return Object.values(sizes).some((size) => !Number.isFinite(size));
}

/**
 * Replays from the last good moment and names the first node that went non-finite, or for an explosion the node with
 * the largest magnitude at the last step.
 */
export async function findCulprit(replay: Replay, kind: DivergenceReport['kind']): Promise<Culprit> {
  const { model, start, last } = replay;
  let parameters = start.parameters.retain();
  try {
    for (let step = start.step; step <= last; step++) {
      const moment: Moment = { parameters, step, learningRate: replay.learningRateAt(step) };
      const batch = replay.batchAt(step);
      const { next, loss, accuracy, gradientNorm } = model.train(moment, batch);
      accuracy?.dispose();
      gradientNorm?.dispose();
      const bad = kind === 'nonFinite' ? await isBad(model, loss, next) : step === last;
      loss.dispose();
      const culprit = bad ? await inspect(model, moment, batch, kind) : null;
      parameters.release();
      parameters = next;
      if (culprit) return culprit;
      await nextTask();
    }
  } finally {
    parameters.release();
  }
  return { node: null, layer: null, role: null, largest: null };
}
