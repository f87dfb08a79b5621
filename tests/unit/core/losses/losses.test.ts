/**
 * Every loss, with every setting, mask and weight: its value against plain arithmetic written a second time, its gradient
 * against central differences, and its forms against one another.
 */
import { describe, expect, it } from 'vitest';
import { buildGraph, buildLossGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph, Shape } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { LOSSES, lossOf } from '@/core/losses';
import type { NetworkSpec } from '@/core/network/spec';
import { validateNetwork } from '@/core/network/validate';
import { GraphError } from '@/core/ops/types';
import { centralDifference, numbers } from '../../../support/graphs';

type Row = (p: readonly number[], t: readonly number[]) => number;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const elements =
  (of: (p: number, t: number) => number): Row =>
  (p, t) =>
    mean(p.map((value, i) => of(value, t[i])));
const sums =
  (of: (p: number, t: number) => number): Row =>
  (p, t) =>
    sum(p.map((value, i) => of(value, t[i])));
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, i) => value * b[i]));
const softmax = (z: readonly number[]) => z.map((v) => Math.exp(v) / sum(z.map(Math.exp)));
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const binary = (p: number, t: number) => -t * Math.log(p) - (1 - t) * Math.log(1 - p);
const categorical = sums((p, t) => -t * Math.log(p));
const pm = (t: number) => (t === 0 ? -1 : t);
const largest = (values: readonly number[]) => values.indexOf(Math.max(...values));

/** The loss of one row of predictions, once more. Probabilities and one-hot targets. */
const ROWS: Record<string, Row> = {
  meanSquaredError: elements((p, t) => (p - t) ** 2),
  meanAbsoluteError: elements((p, t) => Math.abs(p - t)),
  halfSquaredError: sums((p, t) => (p - t) ** 2 / 2),
  huber: elements((p, t) => (Math.abs(p - t) <= 1 ? (p - t) ** 2 / 2 : Math.abs(p - t) - 0.5)),
  logCosh: elements((p, t) => Math.log(Math.cosh(p - t))),
  binaryCrossentropy: elements(binary),
  categoricalCrossentropy: categorical,
  sparseCategoricalCrossentropy: categorical,
  hinge: elements((p, t) => Math.max(0, 1 - pm(t) * p)),
  squaredHinge: elements((p, t) => Math.max(0, 1 - pm(t) * p) ** 2),
  perceptron: elements((p, t) => Math.max(0, -t * p)),
  klDivergence: sums((p, t) => (t === 0 ? 0 : t * Math.log(t / p))),
  poisson: elements((p, t) => p - t * Math.log(p + 1e-7)),
  cosineSimilarity: (p, t) => -dot(p, t) / Math.sqrt(dot(p, p) * dot(t, t)),
  zeroOne: (p, t) => (largest(p) === largest(t) ? 0 : 1),
};

/** Settings beyond the defaults, each with its own arithmetic. */
const SETTINGS: [string, Record<string, unknown>, Row][] = [
  ['huber', { delta: 0.3 }, elements((p, t) => huberOf(p - t, 0.3))],
  ['binaryCrossentropy', { fromLogits: true }, elements((z, t) => binary(sigmoid(z), t))],
  ['binaryCrossentropy', { labelSmoothing: 0.2 }, elements((p, t) => binary(p, t * 0.8 + 0.1))],
  [
    'binaryCrossentropy',
    { fromLogits: true, labelSmoothing: 0.2, classWeights: [0.5, 3] },
    elements((z, t) => (t === 1 ? 3 : 0.5) * binary(sigmoid(z), t * 0.8 + 0.1)),
  ],
  [
    'binaryCrossentropy',
    { classWeights: [0.5, 3, 1, 2] },
    (p, t) => mean(p.map((value, i) => [0.5, 3, 1, 2][i] * binary(value, t[i]))),
  ],
  ['categoricalCrossentropy', { fromLogits: true }, (z, t) => categorical(softmax(z), t)],
  [
    'categoricalCrossentropy',
    { normalize: true },
    (p, t) =>
      categorical(
        p.map((value) => value / sum(p)),
        t,
      ),
  ],
  [
    'categoricalCrossentropy',
    { labelSmoothing: 0.2 },
    (p, t) =>
      categorical(
        p,
        t.map((value) => value * 0.8 + 0.05),
      ),
  ],
  [
    'categoricalCrossentropy',
    { fromLogits: true, labelSmoothing: 0.2, classWeights: [0.5, 3, 1, 2] },
    (z, t) =>
      [0.5, 3, 1, 2][largest(t)] *
      categorical(
        softmax(z),
        t.map((value) => value * 0.8 + 0.05),
      ),
  ],
  ['sparseCategoricalCrossentropy', { fromLogits: true }, (z, t) => categorical(softmax(z), t)],
  [
    'sparseCategoricalCrossentropy',
    { classWeights: [0.5, 3, 1, 2] },
    (p, t) => [0.5, 3, 1, 2][largest(t)] * categorical(p, t),
  ],
];

function huberOf(e: number, delta: number): number {
  return Math.abs(e) <= delta ? (e * e) / 2 : delta * (Math.abs(e) - delta / 2);
}

const CASES = [...Object.entries(ROWS).map(([kind, row]) => [kind, {}, row] as const), ...SETTINGS];

const chunk = (values: ArrayLike<number>, size: number) =>
  Array.from({ length: values.length / size }, (_, i) => Array.from(values).slice(i * size, (i + 1) * size));

/** Predictions and one-hot targets in the form the loss wants them. */
function feedsOf(shape: Shape, settings: Record<string, unknown>, sparse: boolean) {
  const size = sizeOf(shape);
  const classes = shape[shape.length - 1];
  const logits = numbers('z', size, 2);
  const right = Float64Array.from({ length: size / classes }, (_, row) => (row * 3 + 1) % classes);
  const target = Float64Array.from({ length: size }, (_, i) =>
    i % classes === right[Math.floor(i / classes)] ? 1 : 0,
  );
  const input = settings.fromLogits ? logits : logits.map(sigmoid);
  return { input, target, fed: new Map([['input', input] as const, ['target', sparse ? right : target] as const]) };
}

const value = (graph: Graph, feeds: Feeds, node = graph.loss!) => interpret(graph, feeds).values[node];

function expectGradient(graph: Graph, feeds: Feeds, by = 'input') {
  const gradient = value(graph, feeds, graph.gradients.get(graph.input));
  expect(gradient).toHaveLength((feeds.get(by) as Float64Array).length);
  gradient.forEach((g, element) => {
    const difference = centralDifference(graph, feeds, { of: graph.loss!, by, element, h: 1e-6 });
    expect(Math.abs(g - difference)).toBeLessThan(1e-7);
  });
}

it('every loss is among them', () => {
  expect(Object.keys(ROWS).sort()).toEqual(Object.keys(LOSSES).sort());
});

describe.each(CASES)('%s %o', (kind, settings, row) => {
  const { definition } = lossOf({ kind, ...settings });
  const sparse = definition.targetShape !== undefined;

  it.each([
    ['no weights', [3, 4], {}],
    ['a mask', [5, 4], { mask: [5] }],
    ['weights', [5, 4], { sampleWeight: [5] }],
    ['both', [5, 4], { mask: [5], sampleWeight: [5] }],
    ['a sequence', [2, 3, 4], {}],
    ['a masked sequence, weighed by sample', [2, 3, 4], { mask: [2, 3], sampleWeight: [2] }],
    ['a masked sequence, weighed by step', [2, 3, 4], { mask: [2, 3], sampleWeight: [2, 3] }],
  ] as [string, Shape, { mask?: Shape; sampleWeight?: Shape }][])('with %s', (_what, shape, weighting) => {
    // Half the squared error is a sum over everything but the batch: its samples count as wholes.
    if (kind === 'halfSquaredError' && shape.length === 3) return;
    const graph = buildLossGraph({ kind, ...settings }, shape, weighting);
    const { input, target, fed } = feedsOf(shape, settings, sparse);
    const mask = numbers('m', sizeOf(weighting.mask ?? []), 1).map((v) => (v > -0.5 ? 1 : 0));
    const weight = numbers('w', sizeOf(weighting.sampleWeight ?? []), 1).map((v) => Math.abs(v) + 0.1);
    const feeds = new Map([...fed, ['mask', mask] as const, ['sampleWeight', weight] as const]);

    const targets = chunk(target, 4);
    const losses = chunk(input, 4).map((p, i) => row(p, targets[i]));
    const of = (values: Float64Array, has: Shape | undefined, i: number) =>
      has ? values[Math.floor((i * values.length) / losses.length)] : 1;
    const counted = losses.map((_, i) => of(mask, weighting.mask, i));
    expect(sum(counted)).toBeGreaterThan(0);
    const expected = sum(losses.map((l, i) => counted[i] * of(weight, weighting.sampleWeight, i) * l)) / sum(counted);
    expect(value(graph, feeds)[0]).toBeCloseTo(expected, 9);
    if (definition.trainable === false) expect(graph.gradients.get(graph.input)).toBeUndefined();
    else expectGradient(graph, feeds);
  });
});

describe('masks and weights', () => {
  const loss = { kind: 'meanSquaredError' };
  const at = (weighting: { mask?: Shape; sampleWeight?: Shape }, feeds: Record<string, number[]>) =>
    value(
      buildLossGraph(loss, [2, 2], weighting),
      new Map(
        Object.entries({ input: [1, 2, 3, 4], target: [0, 0, 0, 0], ...feeds }).map(([k, v]) => [
          k,
          Float64Array.from(v),
        ]),
      ),
    )[0];

  it('a mask of ones and weights of one change nothing', () => {
    expect(at({ mask: [2] }, { mask: [1, 1] })).toBe(at({}, {}));
    expect(at({ sampleWeight: [2] }, { sampleWeight: [1, 1] })).toBe(at({}, {}));
  });

  it('a masked row is as if it were not there, and a weight is not divided out again', () => {
    expect(at({ mask: [2] }, { mask: [0, 1] })).toBe(12.5);
    expect(at({ sampleWeight: [2] }, { sampleWeight: [0, 2] })).toBe(12.5);
    expect(at({ mask: [2], sampleWeight: [2] }, { mask: [0, 1], sampleWeight: [9, 2] })).toBe(25);
  });

  it('single elements can be masked too', () => {
    expect(at({ mask: [2, 2] }, { mask: [1, 0, 0, 1] })).toBe(17 / 2);
  });

  it('with everything masked the loss is 0, not 0/0', () => {
    expect(at({ mask: [2] }, { mask: [0, 0] })).toBe(0);
  });

  it('a mask of another length is refused', () => {
    expect(() => buildLossGraph(loss, [2, 2], { mask: [3] })).toThrow(GraphError);
  });
});

describe('targets', () => {
  it('of the hinge losses may be 0 and 1 or −1 and 1', () => {
    for (const kind of ['hinge', 'squaredHinge']) {
      const graph = buildLossGraph({ kind }, [4, 1]);
      const input = numbers('h', 4);
      const values = [
        [0, 1, 1, 0],
        [-1, 1, 1, -1],
      ].map(
        (target) =>
          value(graph, new Map([['input', input] as const, ['target', Float64Array.from(target)] as const]))[0],
      );
      expect(values[0]).toBe(values[1]);
    }
  });

  it('of the perceptron are −1 and 1, and a sample on the line counts as wrong', () => {
    const graph = buildLossGraph({ kind: 'perceptron' }, [4, 1]);
    const feeds = new Map([
      ['input', Float64Array.of(0, 0, -2, 3)],
      ['target', Float64Array.of(1, -1, 1, 1)],
    ]);
    expect(value(graph, feeds)[0]).toBe(0.5);
    expect([...value(graph, feeds, graph.gradients.get(graph.input))]).toEqual([-0.25, 0.25, -0.25, 0]);
  });

  it('one output is judged by zero–one at 0.5', () => {
    const graph = buildLossGraph({ kind: 'zeroOne' }, [4, 1]);
    const feeds = new Map([
      ['input', Float64Array.of(0.2, 0.7, 0.9, 0.4)],
      ['target', Float64Array.of(0, 1, 0, 1)],
    ]);
    expect(value(graph, feeds)[0]).toBe(0.5);
  });

  it('zero–one is not trained on, and says so', () => {
    const network: NetworkSpec = {
      format: 1,
      input: { shape: [2] },
      layers: [{ id: 'a', kind: 'dense', units: 3, activation: 'softmax' }],
      loss: { kind: 'zeroOne' },
    };
    expect(() =>
      buildGraph(network, { batchSize: 1, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } }),
    ).toThrow(
      expect.objectContaining({ code: 'lossNotTrainable', params: expect.objectContaining({ loss: 'zeroOne' }) }),
    );
    expect(buildGraph(network, { batchSize: 1, mode: 'inference' }).loss).not.toBeNull();
  });

  it.each([
    ['categoricalCrossentropy', [1, 2, 3]],
    ['sparseCategoricalCrossentropy', [1]],
    ['binaryCrossentropy', [1, 2, 3]],
  ])('%s refuses class weights of another number', (kind, classWeights) => {
    expect(() => buildLossGraph({ kind, classWeights }, [2, 4])).toThrow(
      expect.objectContaining({
        code: 'classWeights',
        params: expect.objectContaining({ loss: kind, wanted: 4 }),
      }),
    );
  });
});

it('class weights that do not fit the network are a problem with a way out', () => {
  const network: NetworkSpec = {
    format: 1,
    input: { shape: [2] },
    layers: [{ id: 'a', kind: 'dense', units: 3, activation: 'softmax' }],
    loss: { kind: 'categoricalCrossentropy', classWeights: [1, 2] },
  };
  const [problem] = validateNetwork(network);
  expect(problem).toMatchObject({ code: 'classWeights', params: { wanted: 3, given: 2 } });
  expect(problem.fix?.loss).toEqual({ kind: 'categoricalCrossentropy' });
});

describe('shown form = stable form', () => {
  const settings = [{}, { classWeights: [0.5, 3] }, { labelSmoothing: 0.1 }];

  it.each(
    ['categoricalCrossentropy', 'sparseCategoricalCrossentropy', 'binaryCrossentropy'].flatMap((kind) =>
      settings
        .filter((given) => !('labelSmoothing' in given && kind.startsWith('sparse')))
        .map((given) => [kind, given] as const),
    ),
  )('%s %o computed from logits equals the loss of the probabilities', (kind, given) => {
    const sparse = kind.startsWith('sparse');
    const binaryKind = kind.startsWith('binary');
    const network: NetworkSpec = {
      format: 1,
      input: { shape: [2] },
      layers: [{ id: 'a', kind: 'activation', activation: binaryKind ? 'sigmoid' : 'softmax' }],
      loss: { kind, ...given },
    };
    const target = sparse ? Float64Array.of(0, 1, 1) : Float64Array.of(1, 0, 0, 1, 0, 1);
    const known = buildGraph(network, { batchSize: 3, mode: 'inference' });
    const { values } = interpret(known, new Map([['input', numbers('z', 6, 2)] as const, ['target', target] as const]));
    const shown = buildLossGraph({ kind, ...given }, [3, 2]);
    const fromProbabilities = value(
      shown,
      new Map([['input', values[known.output]] as const, ['target', target] as const]),
    );
    expect(values[known.loss!][0]).toBeCloseTo(fromProbabilities[0], 9);
    const logits = buildLossGraph({ kind, fromLogits: true, ...given }, [3, 2]);
    expect(value(logits, new Map([['input', numbers('z', 6, 2)] as const, ['target', target] as const]))[0]).toBe(
      values[known.loss!][0],
    );
  });

  it('stays finite where probabilities are 0 and 1', () => {
    const graph = buildLossGraph({ kind: 'sparseCategoricalCrossentropy', fromLogits: true }, [2, 3]);
    const feeds = new Map([
      ['input', Float64Array.of(1000, 0, -1000, -1000, 0, 1000)],
      ['target', Float64Array.of(0, 0)],
    ]);
    expect(value(graph, feeds)[0]).toBe(1000);
    expect([...value(graph, feeds, graph.gradients.get(graph.input))].every(Number.isFinite)).toBe(true);
  });
});
