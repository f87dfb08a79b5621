/**
 * Every optimizer on every backend: one update from the same weights, gradients and state, at the first step and later.
 * The learning rate is 1, so that the change of a weight is as large as the weight, and an error in it shows.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildGraph, buildOptimizerGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import type { NetworkSpec } from '@/core/network/spec';
import { OPTIMIZERS } from '@/core/optimizers';
import { setBackend } from '@/engine/executor';
import { BACKENDS, compareEach, feedsFor, numbers } from './support';

const STEPS = [1, 2, 10, 1000];
const SHAPE = [3, 5];

/** Settings that change an optimizer's lines, and what every optimizer accepts. */
const VARIANTS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  sgd: [{}, { weightDecay: 0.1 }, { clipValue: 0.2 }, { clipNorm: 0.5 }, { globalClipNorm: 0.5 }],
  momentum: [{}, { form: 'ema' }],
  nesterov: [{}],
  adagrad: [{}],
  rmsprop: [{}, { centered: true }, { momentum: 0.9 }],
  adadelta: [{}],
  adam: [{}, { amsgrad: true }, { biasCorrection: false, weightDecay: 0.1 }],
  adamw: [{}, { amsgrad: true, clipNorm: 0.5 }],
  adamax: [{}],
  nadam: [{}],
  radam: [{}],
  lion: [{}],
  sgdw: [{}],
};

/** State as it is at a step: as at the start, or somewhere on the way. Squares and products are positive. */
function stateAt(step: number, { states }: Graph): [string, Float64Array][] {
  return states.map(({ name, state, shape, initial }) => {
    const size = sizeOf(shape);
    if (step === 1) return [name, new Float64Array(size).fill(initial)];
    if (state === 'm' || state === 'velocity') return [name, numbers(size, `${name} ${step}`, -0.1, 0.1)];
    return [name, numbers(size, `${name} ${step}`, 0.05, 0.9)];
  });
}

function feedsAt(step: number, graph: Graph) {
  const given = Object.fromEntries(stateAt(step, graph));
  return feedsFor(graph, { ...given, input: numbers(sizeOf(SHAPE), `gradient ${step}`), learningRate: 1, step });
}

const changed = (graph: Graph) => {
  const ids = [...graph.updates.values(), ...graph.states.map(({ update }) => update)];
  return [...new Set(ids)].map((id) => graph.nodes[id]);
};

const dense = (id: string, units: number, rest: Record<string, unknown>) => ({ id, kind: 'dense', units, ...rest });
/** Weights that cost something and are kept short, of several layers together. */
const REGULARIZED: NetworkSpec = {
  format: 1,
  input: { shape: [4, 4, 1] },
  layers: [
    {
      id: 'conv',
      kind: 'conv2d',
      filters: 2,
      kernelRegularizer: { kind: 'l2', l2: 0.3 },
      biasRegularizer: { kind: 'l1', l1: 0.2 },
      kernelConstraint: { kind: 'maxNorm', maxValue: 0.5 },
    },
    { id: 'flatten', kind: 'flatten' },
    dense('hidden', 3, { activation: 'relu', kernelRegularizer: { kind: 'l1l2', l1: 0.1, l2: 0.2 } }),
    dense('output', 2, { kernelConstraint: { kind: 'maxNorm', maxValue: 0.4 } }),
  ],
  loss: { kind: 'meanSquaredError' },
};

it('tries every optimizer', () => {
  expect(Object.keys(OPTIMIZERS).filter((kind) => !(kind in VARIANTS))).toEqual([]);
});

describe.each(BACKENDS)('optimizers on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  it.each(Object.keys(VARIANTS))('%s, at steps 1, 2, 10 and 1000', async (kind) => {
    for (const settings of VARIANTS[kind]) {
      const graph = buildOptimizerGraph({ kind, learningRate: 1, ...settings }, SHAPE);
      const feeds = STEPS.map((step) => feedsAt(step, graph));
      const what = (run: number) => `${kind} ${JSON.stringify(settings)} step ${STEPS[run]}`;
      await compareEach(graph, feeds, changed(graph), what);
    }
  });

  it('updates weights that cost something and are kept short', async () => {
    const optimizer = { kind: 'adamw', learningRate: 0.5, globalClipNorm: 0.7 };
    const graph = buildGraph(REGULARIZED, { batchSize: 2, mode: 'training', optimizer });
    const wanted = [graph.nodes[graph.loss!], ...changed(graph)];
    const feeds = STEPS.map((step) => feedsFor(graph, { ...Object.fromEntries(stateAt(step, graph)), step }));
    await compareEach(graph, feeds, wanted, (run) => `step ${STEPS[run]}`);
  });
});
