/** Training that goes wrong is noticed at once, paused, and the node that went wrong first is named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { nodeRole } from '@/engine/nodeRole';
import type { DivergenceReport } from '@/engine/protocol';
import { cloudNetwork, clouds, cloudTraining, Session, xor, xorNetwork } from './session';

let session: Session;
beforeAll(async () => {
  session = new Session();
  await session.init('wasm');
  session.attach(clouds(512));
  session.attach(xor());
});
afterAll(() => session.close());

async function diverge(network: NetworkSpec, optimizer: OptimizerSpec, data = clouds(512)): Promise<DivergenceReport> {
  const batchSize = Math.min(16, data.info.counts.train);
  await session.build(network, data.info.id, {
    ...cloudTraining,
    optimizer,
    batchSize,
    validationShare: 0,
    epochs: 100_000,
  });
  const diverged = session.next('diverged');
  session.client.send({ type: 'play', run: session.id, batches: null });
  const { report } = await diverged;
  const graph = buildGraph(network, { batchSize, mode: 'training', optimizer });
  const node = graph.nodes.find(({ name }) => name === report.node);
  expect(node, `a node of the graph, not ${report.node}`).toBeDefined();
  expect(report.layer).toBe(node!.layer);
  expect(report.role).toEqual(nodeRole(graph, node!));
  expect(report.learningRate).toBe(optimizer.learningRate);
  expect(session.events.findLast((event) => event.type === 'progress')!.progress.playing).toBe(false);
  return report;
}

const wide = (activation: string, loss: NetworkSpec['loss']): NetworkSpec => ({
  ...cloudNetwork,
  layers: [
    { id: 'hidden', kind: 'dense', units: 8, activation: 'relu' },
    { id: 'middle', kind: 'dense', units: 8, activation: 'relu' },
    { id: 'output', kind: 'dense', units: 3, activation },
  ],
  loss,
});
const OPTIMIZERS: OptimizerSpec[] = [
  { kind: 'sgd', learningRate: 1000 },
  { kind: 'momentum', learningRate: 1000 },
  { kind: 'nesterov', learningRate: 1000 },
  { kind: 'adam', learningRate: 1000 },
];

describe('a learning rate of 1000', () => {
  it.each(OPTIMIZERS)('is noticed with $kind and cross-entropy', async (optimizer) => {
    const report = await diverge(cloudNetwork, optimizer);
    expect(report.step).toBeLessThan(1000);
    expect(report.initialLoss).toBeGreaterThan(0.5);
    expect(report.initialLoss).toBeLessThan(3);
  });

  it.each(OPTIMIZERS)('is noticed with $kind and clipped probabilities', async (optimizer) => {
    await diverge(wide('sigmoid', { kind: 'categoricalCrossentropy', normalize: true }), optimizer);
  });

  it.each(OPTIMIZERS)('is noticed with $kind and squared errors', async (optimizer) => {
    await diverge(wide('linear', { kind: 'meanSquaredError' }), optimizer);
  });

  it.each(OPTIMIZERS)('is noticed with $kind where every unit saturates', async (optimizer) => {
    await diverge(xorNetwork, optimizer, xor());
  });
});

describe('after a divergence', () => {
  it('names the first node that went non-finite, from the engine’s own float32 values', async () => {
    // Squared errors of numbers beyond 1e19 overflow in float32: the loss is the first to go.
    const network = wide('linear', { kind: 'meanSquaredError' });
    await session.build(network, 'clouds', {
      ...cloudTraining,
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      epochs: 100_000,
    });
    await session.play(40);
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 1e25 });
    const diverged = session.next('diverged');
    session.client.send({ type: 'play', run: session.id, batches: null });
    const { report } = await diverged;
    expect(report).toMatchObject({
      kind: 'nonFinite',
      step: 42,
      node: 'middle/matMul',
      layer: 'middle',
      role: { kind: 'weightedSum', layer: 'middle', weight: null, state: null },
      largest: null,
      learningRate: 1e25,
      updates: 1,
    });
  });

  it('names what grew largest when all is finite', async () => {
    const report = await diverge(cloudNetwork, { kind: 'adam', learningRate: 1000 });
    expect(report.kind).toBe('exploded');
    expect(report.largest).toBeGreaterThan(1000);
    expect(Number.isFinite(report.loss)).toBe(true);
  });

  it('stands where it was last in order, and trains on with a smaller learning rate', async () => {
    await diverge(wide('linear', { kind: 'meanSquaredError' }), { kind: 'sgd', learningRate: 1000 });
    const { checkpoint } = await session.next(
      'autosave',
      ({ run, checkpoint }) => run === session.id && checkpoint.step === 0,
      0,
    );
    expect(Object.values(checkpoint.weights).every((values) => values.every(Number.isFinite))).toBe(true);
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0.05 });
    const from = session.events.length;
    await session.play(200);
    const losses = session.points('train', from).map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]);
  });

  it('frees what the replay made', async () => {
    await diverge(wide('linear', { kind: 'meanSquaredError' }), { kind: 'sgd', learningRate: 1000 });
    const memoryAfter = async () => {
      await session.next(
        'autosave',
        undefined,
        session.events.findLastIndex(({ type }) => type === 'diverged'),
      );
      return session.events.findLast((event) => event.type === 'progress')!.progress.tensors;
    };
    const before = await memoryAfter();
    const again = session.next('diverged');
    session.client.send({ type: 'play', run: session.id, batches: null });
    await again;
    expect(await memoryAfter()).toBe(before);
  });
});

describe('healthy training', () => {
  it.each([
    ['xor with much momentum', xorNetwork, { kind: 'momentum', learningRate: 2, momentum: 0.95 }, xor()],
    ['clouds with a bold learning rate', cloudNetwork, { kind: 'adam', learningRate: 0.1 }, clouds(512)],
  ] as const)('is left alone: %s', async (_name, network, optimizer, data) => {
    const from = session.events.length;
    await session.build(network, data.info.id, {
      ...cloudTraining,
      optimizer: { ...optimizer },
      batchSize: 4,
      validationShare: 0,
      epochs: 1_000_000,
    });
    await session.play(2000);
    expect(session.events.slice(from).some(({ type }) => type === 'diverged')).toBe(false);
    expect(session.points('train', from)).toHaveLength(2000);
  });
});
