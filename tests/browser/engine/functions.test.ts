/** Every activation and every loss on every backend: the value and its gradient. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ACTIVATIONS } from '@/core/activations';
import { buildLayerGraph, buildLossGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Shape } from '@/core/graph/types';
import { LOSSES } from '@/core/losses';
import { setBackend } from '@/engine/executor';
import { BACKENDS, compareEach, feedsFor, numbers, outputAndGradients } from './support';

/** Near 0 with 0 itself, and far from it, where what is not written with care overflows. */
const POINTS = {
  near: Float64Array.of(-3, -2.5, -1, -0.25, 0, 0.25, 1, 2.5, 3, 6),
  far: Float64Array.of(-90, -60, -30, -20, -10, 10, 20, 30, 60, 90),
};
/** It grows so fast that its largest value would hide all others. */
const OVERFLOWS = new Set(['exponential']);

/** In what range predictions lie, and what targets are. */
interface LossCase {
  settings?: Record<string, unknown>;
  shape?: Shape;
  prediction?: readonly [number, number];
  target: 'number' | 'positive' | 'bit' | 'sign' | 'oneHot' | 'index';
}

const PROBABILITY = [0.05, 0.95] as const;
const CLASSES = 4;

const LOSS_CASES: Readonly<Record<string, readonly LossCase[]>> = {
  meanSquaredError: [{ target: 'number' }, { target: 'number', shape: [2, 3, 4] }],
  meanAbsoluteError: [{ target: 'number' }],
  halfSquaredError: [{ target: 'number' }],
  huber: [{ target: 'number' }, { target: 'number', settings: { delta: 0.5 } }],
  logCosh: [{ target: 'number' }],
  binaryCrossentropy: [
    { target: 'bit', prediction: PROBABILITY },
    { target: 'bit', settings: { fromLogits: true, labelSmoothing: 0.2 } },
    { target: 'bit', prediction: PROBABILITY, shape: [4, 1], settings: { classWeights: [0.5, 3] } },
  ],
  categoricalCrossentropy: [
    { target: 'oneHot', prediction: PROBABILITY, settings: { labelSmoothing: 0.1 } },
    { target: 'oneHot', prediction: PROBABILITY, settings: { normalize: true } },
    { target: 'oneHot', settings: { fromLogits: true, classWeights: [1, 2, 0, 0.5] } },
    { target: 'oneHot', settings: { fromLogits: true, labelSmoothing: 0.3 }, shape: [2, 3, CLASSES] },
  ],
  sparseCategoricalCrossentropy: [
    { target: 'index', prediction: PROBABILITY },
    { target: 'index', settings: { fromLogits: true, classWeights: [1, 2, 0, 0.5] } },
    { target: 'index', settings: { fromLogits: true }, shape: [2, 3, CLASSES] },
  ],
  hinge: [{ target: 'sign' }, { target: 'bit' }],
  squaredHinge: [{ target: 'sign' }],
  perceptron: [{ target: 'sign' }],
  klDivergence: [{ target: 'positive', prediction: PROBABILITY }],
  poisson: [{ target: 'positive', prediction: [0.2, 3] }],
  cosineSimilarity: [{ target: 'number' }],
  zeroOne: [{ target: 'oneHot' }, { target: 'bit', prediction: [0, 1], shape: [4, 1] }],
};

function targetsFor(kind: LossCase['target'], shape: Shape): Float64Array {
  const size = sizeOf(shape);
  if (kind === 'number') return numbers(size, 'target', -3, 3);
  if (kind === 'positive') return numbers(size, 'target', 0.05, 0.95);
  if (kind === 'index') return Float64Array.from({ length: size }, (_, i) => (i * 2 + 1) % CLASSES);
  if (kind === 'oneHot') {
    const row = (i: number) => Math.floor(i / CLASSES);
    return Float64Array.from({ length: size }, (_, i) => (i % CLASSES === (row(i) * 3 + 1) % CLASSES ? 1 : 0));
  }
  const bits = Float64Array.from({ length: size }, (_, i) => (i % 3 === 0 ? 0 : 1));
  return kind === 'bit' ? bits : bits.map((bit) => 2 * bit - 1);
}

/** The loss alone, masked, and with weights for samples; a sequence has a mask for its steps and a weight for the whole. */
async function checkLoss(kind: string, lossCase: LossCase): Promise<void> {
  const { settings, shape = [4, CLASSES], prediction: range = [-3, 3], target } = lossCase;
  const rows = shape.slice(0, -1);
  for (const weighting of [{}, { mask: rows }, { mask: rows, sampleWeight: [shape[0]] }]) {
    const graph = buildLossGraph({ kind, ...settings }, shape, weighting);
    const mask = Float64Array.from({ length: sizeOf(rows) }, (_, i) => (i === 1 ? 0 : 1));
    const feeds: Feeds = new Map([
      ['input', numbers(sizeOf(shape), 'prediction', ...range)],
      ['target', targetsFor(target, graph.nodes[graph.target!].shape)],
      ['mask', mask],
      ['sampleWeight', numbers(shape[0], 'weight', 0.5, 2)],
    ]);
    const what = `${kind} ${JSON.stringify({ ...lossCase, weighting: Object.keys(weighting) })}`;
    await compareEach(graph, [feeds], outputAndGradients(graph), () => what);
  }
}

it('tries every loss, and every one has a gradient but those that are not trained on', () => {
  expect(Object.keys(LOSSES).filter((kind) => !(kind in LOSS_CASES))).toEqual([]);
  for (const [kind, [{ settings, shape = [4, CLASSES] }]] of Object.entries(LOSS_CASES)) {
    const graph = buildLossGraph({ kind, ...settings }, shape);
    expect(graph.gradients.has(graph.input), kind).toBe(LOSSES[kind].trainable !== false);
  }
});

describe.each(BACKENDS)('functions on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  it.each(Object.keys(ACTIVATIONS))('the activation %s', async (activation) => {
    const graph = buildLayerGraph(
      { kind: 'activation', activation },
      { inputShape: [POINTS.near.length / 2], batchSize: 2, mode: 'training' },
    );
    const places = Object.keys(POINTS).filter((place) => place === 'near' || !OVERFLOWS.has(activation));
    const feeds = places.map((place) => feedsFor(graph, { input: POINTS[place as keyof typeof POINTS] }));
    await compareEach(graph, feeds, outputAndGradients(graph), (run) => `${activation} ${places[run]}`);
  });

  it.each(Object.keys(LOSS_CASES))('the loss %s', async (kind) => {
    for (const lossCase of LOSS_CASES[kind]) await checkLoss(kind, lossCase);
  });
});
