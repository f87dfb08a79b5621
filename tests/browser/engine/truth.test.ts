/**
 * One batch, trained by the engine, number by number beside the interpreter: gradients from the same weights, and then,
 * from identical gradients and states, the updates, which must agree to the digits of float32 whatever an optimizer
 * divides by. On wasm; every operation is tried on every backend elsewhere.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicable, FAULTS } from '@/core/faults';
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import type { Checkpoint, StepBuild, TensorMap } from '@/engine/protocol';
import { CLASSES, cloudNetwork, clouds, cloudTraining, Session } from './session';
import { expectClose } from './support';

/** All of the data set is one batch, so it is known what the engine trains on. */
const COUNT = 12;
const FEATURES = 6;
const { shards } = clouds(COUNT);
const train = shards.filter(({ split }) => split === 'train');
const inputs = Float32Array.from(
  train.flatMap((shard) => Array.from(shard.inputs, (byte) => Math.fround(byte * Math.fround(1 / 255)))),
);
const targets = new Float32Array(COUNT * CLASSES);
train
  .flatMap((shard) => [...shard.targets])
  .forEach((label, i) => {
    targets[i * CLASSES + label] = 1;
  });
const batch = { inputs, targets, count: COUNT };

const cnn: NetworkSpec = {
  format: 1,
  input: { shape: [3, 2, 1] },
  layers: [
    { id: 'conv', kind: 'conv2d', filters: 4, kernelSize: 2, padding: 'same', activation: 'relu' },
    { id: 'pool', kind: 'maxPooling2d', poolSize: [1, 2] },
    { id: 'flatten', kind: 'flatten' },
    { id: 'output', kind: 'dense', units: CLASSES, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};
const OPTIMIZERS: OptimizerSpec[] = [
  { kind: 'sgd', learningRate: 0.1 },
  { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
  { kind: 'rmsprop', learningRate: 0.01 },
  { kind: 'adam', learningRate: 0.01 },
];
const LEARNING_RATE = 0.05;

const session = new Session();
beforeAll(async () => {
  await session.init('wasm');
  session.attach(clouds(COUNT));
});
afterAll(() => session.close());

async function open(network: NetworkSpec, optimizer: OptimizerSpec): Promise<Checkpoint> {
  await session.build(network, 'clouds', {
    ...cloudTraining,
    optimizer,
    batchSize: COUNT,
    validationShare: 0,
    epochs: 9,
  });
  // Some way on, where the states are not at their beginnings any more.
  await session.play(2);
  return structuredClone(await session.client.checkpoint());
}

type Feed = [string, Float64Array | number];
const float64 = (map: TensorMap): Feed[] =>
  Object.entries(map).map(([name, values]) => [name, Float64Array.from(values)]);

function feedsFor({ weights, states, step }: Checkpoint, learningRate: number): Feed[] {
  return [
    ['input', Float64Array.from(inputs)],
    ['target', Float64Array.from(targets)],
    ['seed', cloudTraining.seed],
    ['step', step + 1],
    ['learningRate', learningRate],
    ...float64(weights),
    ...float64(states),
  ];
}

/** To the digits of float32, of the largest number of the tensor. */
function expectSame(actual: Float32Array, expected: Float64Array, what: string): void {
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const worst = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - actual[i])), 0);
  expect(actual.length, what).toBe(expected.length);
  expect(worst, what).toBeLessThanOrEqual(2e-6 * largest + 1e-12);
}

const graphOf = ({ network, optimizer, fault }: StepBuild): Graph =>
  buildGraph(network, { batchSize: COUNT, mode: 'training', optimizer, fault });

describe.each(OPTIMIZERS)('one batch with $kind', (optimizer) => {
  it.each([
    ['a dense network', cloudNetwork],
    ['a convolution', cnn],
  ])('moves %s as the interpreter says', async (_, network) => {
    const before = await open(network, optimizer);
    const graph = graphOf({ network, optimizer, fault: null });
    const step = await session.client.step(batch, structuredClone(before), optimizer.learningRate);
    const feeds = feedsFor(before, optimizer.learningRate);
    const { values } = interpret(graph, new Map(feeds));
    const gradients: Feed[] = [];
    for (const { name, node } of graph.weights) {
      const gradient = graph.gradients.get(node)!;
      expect(step.gradients[name].some((g) => g !== 0)).toBe(true);
      expectClose(step.gradients[name], values[gradient], `gradient of ${name}`);
      gradients.push([graph.nodes[gradient].name, Float64Array.from(step.gradients[name])]);
    }
    const after = interpret(graph, new Map([...feeds, ...gradients])).values;
    await session.play(1);
    const trained = await session.client.checkpoint();
    expect(trained.step).toBe(before.step + 1);
    for (const [name, node] of graph.updates) {
      expectSame(step.updated.weights[name], after[node], name);
      // What is trained is what is stepped; a batch in another order adds up in another order.
      expectClose(trained.weights[name], step.updated.weights[name], `${name}, trained`);
    }
    for (const { name, update } of graph.states) {
      expectSame(step.updated.states[name], after[update], name);
      expectClose(trained.states[name], step.updated.states[name], `${name}, trained`);
    }
  });
});

describe('a step of another graph than the run’s', () => {
  it('is of exactly that graph, and leaves the run alone', async () => {
    const optimizer = OPTIMIZERS[3];
    const before = await open(cloudNetwork, optimizer);
    const right = graphOf({ network: cloudNetwork, optimizer, fault: null });
    const tanh = {
      ...cloudNetwork,
      layers: cloudNetwork.layers.map((layer) => (layer.id === 'hidden' ? { ...layer, activation: 'tanh' } : layer)),
    };
    const builds: StepBuild[] = [
      { network: tanh, optimizer, fault: null },
      ...Object.keys(FAULTS)
        .filter((kind) => applicable(kind, { network: cloudNetwork, optimizer, graph: right }) === null)
        .map((kind) => ({ network: cloudNetwork, optimizer, fault: { kind } })),
    ];
    for (const build of builds) {
      const graph = graphOf(build);
      const step = await session.client.step(batch, structuredClone(before), LEARNING_RATE, build);
      // States that only this graph has begin as before the first step.
      const missing = graph.states.filter(({ name }) => !(name in before.states));
      const feeds = new Map([
        ...feedsFor(before, LEARNING_RATE),
        ...missing.map(
          ({ name, shape, initial }): Feed => [name, new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(initial)],
        ),
      ]);
      const { values } = interpret(graph, feeds);
      const what = build.fault?.kind ?? 'tanh';
      expectClose([step.loss], values[graph.loss!], what);
      for (const { name, node } of graph.weights) {
        expectClose(step.gradients[name], values[graph.gradients.get(node)!], `${what}: ${name}`);
        expectClose(step.updated.weights[name], values[graph.updates.get(name)!], `${what}: ${name}, updated`);
      }
      for (const { name, update } of graph.states)
        expectClose(step.updated.states[name], values[update], `${what}: ${name}`);
    }
    const own = await session.client.step(batch, structuredClone(before), LEARNING_RATE);
    expect(own.gradients['hidden/kernel']).not.toEqual(
      (await session.client.step(batch, structuredClone(before), LEARNING_RATE, builds[0])).gradients['hidden/kernel'],
    );
    expect(await session.client.checkpoint()).toEqual(before);
    expect(inputs.length).toBe(COUNT * FEATURES);
  });

  it('may have other inputs than the run, as the last layers alone have', async () => {
    const optimizer = OPTIMIZERS[0];
    const before = await open(cloudNetwork, optimizer);
    const { captured } = await session.client.predict(batch, ['hidden']);
    const tail = { ...cloudNetwork, input: { shape: [8] }, layers: cloudNetwork.layers.slice(1) };
    const whole = await session.client.step(batch, structuredClone(before), LEARNING_RATE);
    const build = { network: tail, optimizer, fault: null };
    const step = await session.client.step(
      { ...batch, inputs: captured.hidden },
      structuredClone(before),
      LEARNING_RATE,
      build,
    );
    expectClose(step.gradients['output/kernel'], whole.gradients['output/kernel'], 'gradient');
    expectClose(step.updated.weights['output/kernel'], whole.updated.weights['output/kernel'], 'updated');
    expect(step.updated.weights['hidden/kernel']).toEqual(before.weights['hidden/kernel']);
  });
});
