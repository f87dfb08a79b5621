/**
 * A convolutional network with batch normalization and dropout in the worker: it learns images, its moving statistics
 * move in training alone, are used in prediction and evaluation and kept in checkpoints, and runs repeat themselves.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { DatasetInfo, Shard } from '@/core/dataset';
import { buildGraph } from '@/core/graph/build';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { nodeRole } from '@/engine/nodeRole';
import type { BackendName, Checkpoint, TrainingSettings } from '@/engine/protocol';
import { Session } from './session';
import { expectClose, numbers } from './support';

const SIDE = 8;
const SIZE = SIDE * SIDE;

/** Bars that lie and bars that stand, somewhere in the image, in noise. */
function bars(count: number): { info: DatasetInfo; shards: Shard[] } {
  const noise = numbers(count * SIZE, 'bars', 0, 60);
  const shard = (split: Shard['split'], size: number): Shard => {
    const inputs = new Uint8Array(size * SIZE);
    const targets = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const place = 1 + ((i * 5) % (SIDE - 2));
      targets[i] = i % 2;
      for (let j = 0; j < SIZE; j++) {
        const [row, column] = [Math.floor(j / SIDE), j % SIDE];
        const lit = (targets[i] === 0 ? row : column) === place;
        inputs[i * SIZE + j] = (lit ? 190 : 0) + noise[i * SIZE + j];
      }
    }
    return { split, first: 0, count: size, inputs, scale: 1 / 255, targets };
  };
  return {
    info: {
      id: 'bars',
      inputShape: [SIDE, SIDE, 1],
      classes: ['lying', 'standing'],
      targetSize: 2,
      counts: { train: count, test: 20 },
      classCounts: null,
      licence: '',
      citation: '',
    },
    shards: [shard('train', count), shard('test', 20)],
  };
}

const network: NetworkSpec = {
  format: 1,
  input: { shape: [SIDE, SIDE, 1] },
  layers: [
    { id: 'conv1', kind: 'conv2d', filters: 4, kernelSize: 3, useBias: false },
    { id: 'bn', kind: 'batchNormalization', momentum: 0.8 },
    { id: 'relu', kind: 'activation', activation: 'relu' },
    { id: 'pool', kind: 'maxPooling2d', poolSize: 2 },
    { id: 'conv2', kind: 'conv2d', filters: 4, kernelSize: 2, padding: 'same', activation: 'relu' },
    { id: 'mean', kind: 'globalAveragePooling2d' },
    { id: 'dropout', kind: 'dropout', rate: 0.2 },
    { id: 'output', kind: 'dense', units: 2, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};
const training: TrainingSettings = {
  optimizer: { kind: 'adam', learningRate: 0.03 },
  batchSize: 16,
  validationShare: 0.2,
  seed: 5,
  epochs: 6,
};
const STATISTICS = ['bn/movingMean', 'bn/movingVariance'] as const;

let session: Session;
afterEach(() => session.close());

async function open(backend: BackendName = 'wasm', checkpoint: Checkpoint | null = null, changes = {}): Promise<void> {
  session = new Session();
  await session.init(backend);
  session.attach(bars(200));
  await session.build(network, 'bars', { ...training, ...changes }, checkpoint);
}

/** One sample as the network sees it, by the float64 interpreter, from a checkpoint. */
function interpretedOutput({ weights }: Checkpoint, input: Float32Array, count: number): Float64Array {
  const graph = buildGraph(network, { batchSize: count, mode: 'inference' });
  const feeds = new Map<string, Float32Array | Float64Array | number>([
    ...Object.entries(weights),
    ['input', input],
    ['target', new Float64Array(count * 2)],
    ['seed', 0],
    ['step', 1],
    ['learningRate', 0],
  ]);
  return interpret(graph, feeds).values[graph.output];
}

describe('a convolutional network in the worker', () => {
  it('learns, and is judged by its moving statistics', async () => {
    await open();
    const start = await session.client.checkpoint();
    expect([...start.weights['bn/movingMean']]).toEqual([0, 0, 0, 0]);
    expect([...start.weights['bn/movingVariance']]).toEqual([1, 1, 1, 1]);
    expect(Object.keys(start.states).some((name) => name.startsWith('bn/moving'))).toBe(false);
    await session.play();
    const after = await session.client.checkpoint();
    for (const name of STATISTICS) expect([...after.weights[name]]).not.toEqual([...start.weights[name]]);
    expect(session.points('validation').at(-1)!.accuracy).toBeGreaterThan(0.9);
    const { accuracy } = await session.client.evaluate('test');
    expect(accuracy).toBeGreaterThan(0.9);

    const inputs = Float32Array.from(numbers(3 * SIZE, 'asked', 0, 1));
    const { output } = await session.client.predict({ inputs: inputs.slice(), targets: new Float32Array(0), count: 3 });
    expectClose(output, interpretedOutput(after, inputs, 3), 'output');
    // Neither evaluation nor prediction moves them.
    expect(await session.client.checkpoint()).toEqual(after);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    await open();
    await session.play(23);
    const whole = session.losses;
    const end = await session.client.checkpoint();
    session.close();
    await open();
    await session.play(9);
    const { step, weights, states } = structuredClone(await session.client.checkpoint());
    session.close();
    await open('wasm', { step, weights, states });
    await session.play(14);
    expect(session.losses).toEqual(whole.slice(9));
    expect(await session.client.checkpoint()).toEqual(end);
  });

  it.each(['wasm', 'cpu'] as const)('gives the same curve for the same seed on %s', async (backend) => {
    await open(backend);
    await session.play(12);
    const first = session.losses;
    session.close();
    await open(backend);
    await session.play(12);
    expect(session.losses).toEqual(first);
  });

  it('steps one batch: gradients of what is learned, every value between, moved statistics', async () => {
    await open();
    await session.play(5);
    const { step, weights, states } = structuredClone(await session.client.checkpoint());
    const count = 4;
    const inputs = Float32Array.from(numbers(count * SIZE, 'stepped', 0, 1));
    const targets = Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1);
    const input = { inputs: inputs.slice(), targets: targets.slice(), count };
    const stepped = await session.client.step(input, { step, weights, states }, 0.03);
    const graph = buildGraph(network, { batchSize: count, mode: 'training', optimizer: training.optimizer });
    const feeds = new Map<string, Float32Array | number>([
      ...Object.entries(weights),
      ...Object.entries(states),
      ['input', inputs],
      ['target', targets],
      ['seed', training.seed],
      ['step', step + 1],
      ['learningRate', 0.03],
    ]);
    const trace = interpret(graph, feeds);
    const learned = graph.weights.filter(({ trainable }) => trainable);
    expect(Object.keys(stepped.gradients).sort()).toEqual(learned.map(({ name }) => name).sort());
    for (const { name, node } of learned) {
      expectClose(stepped.gradients[name], trace.values[graph.gradients.get(node)!], name);
    }
    for (const [name, node] of graph.updates) expectClose(stepped.updated.weights[name], trace.values[node], name);
    const between = graph.nodes.filter(({ name }) => name in stepped.nodes);
    const names = between.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['conv1/conv2d', 'bn/normalized', 'pool/maxPool2d']));
    for (const { id, name } of between) expectClose(stepped.nodes[name], trace.values[id], name);
  });

  it('needs no more tensors or bytes after many steps', async () => {
    await open('wasm', null, { epochs: 1000 });
    const memoryAt = () => {
      const { progress } = session.events.findLast((event) => event.type === 'progress')!;
      return { tensors: progress.tensors, bytes: progress.bytes };
    };
    await session.play(30);
    const before = memoryAt();
    await session.play(100);
    expect(memoryAt()).toEqual(before);
  });

  it('names what went wrong first when the learning rate is far too large', async () => {
    await open('wasm', null, { epochs: 1000, optimizer: { kind: 'sgd', learningRate: 1000 } });
    const diverged = session.next('diverged');
    session.client.send({ type: 'play', run: session.id, batches: null });
    const { report } = await diverged;
    const graph = buildGraph(network, {
      batchSize: 16,
      mode: 'training',
      optimizer: { kind: 'sgd', learningRate: 1000 },
    });
    const node = graph.nodes.find(({ name }) => name === report.node);
    expect(node).toBeDefined();
    expect(report.role).toEqual(nodeRole(graph, node!));
  });
});

describe('roles', () => {
  it('of moving statistics and of convolutions', () => {
    const graph = buildGraph(network, { batchSize: 2, mode: 'training', optimizer: training.optimizer });
    const roleOf = (name: string) => nodeRole(graph, graph.nodes.find((node) => node.name === name)!);
    expect(roleOf('update/bn/movingMean')).toMatchObject({ kind: 'newWeight', layer: 'bn', weight: 'movingMean' });
    expect(roleOf('bn/movingVariance')).toMatchObject({ kind: 'weight', layer: 'bn', weight: 'movingVariance' });
    expect(roleOf('conv2/conv2d')).toMatchObject({ kind: 'weightedSum', layer: 'conv2' });
    expect(roleOf('bn/normalized')).toMatchObject({ kind: 'inside', layer: 'bn' });
  });
});
