/** Losses that want their targets in another form than the data have them, and what counts as right with each: on wasm and cpu. */
import { afterEach, describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { interpret } from '@/core/interpreter/interpret';
import type { LossSpec, NetworkSpec } from '@/core/network/spec';
import type { BackendName, TrainingSettings } from '@/engine/protocol';
import { CLASSES, cloudNetwork, clouds, cloudTraining, Session, xor, xorNetwork } from './session';
import { expectClose, numbers } from './support';

let session: Session;
afterEach(() => session.close());

const withLoss = (network: NetworkSpec, loss: LossSpec, activation: string): NetworkSpec => ({
  ...network,
  loss,
  layers: network.layers.map((layer) => (layer.id === 'output' ? { ...layer, activation } : layer)),
});

async function open(
  network: NetworkSpec,
  data: ReturnType<typeof clouds>,
  training: Partial<TrainingSettings> = {},
  backend: BackendName = 'wasm',
): Promise<void> {
  session = new Session();
  await session.init(backend);
  session.attach(data);
  await session.build(network, data.info.id, { ...cloudTraining, ...training });
}

describe.each<BackendName>(['wasm', 'cpu'])('the number of the class on %s', (backend) => {
  const sparse = withLoss(cloudNetwork, { kind: 'sparseCategoricalCrossentropy' }, 'softmax');

  it('trains and judges as one-hot vectors do', async () => {
    await open(cloudNetwork, clouds(120), {}, backend);
    await session.play();
    const vectors = { losses: session.losses, train: session.points(), test: await session.client.evaluate('test') };
    const validation = session.points('validation');
    session.close();
    await open(sparse, clouds(120), {}, backend);
    await session.play();
    expectClose(session.losses, vectors.losses, 'losses');
    expect(session.points().map(({ accuracy }) => accuracy)).toEqual(vectors.train.map(({ accuracy }) => accuracy));
    expect(session.points('validation').map(({ accuracy }) => accuracy)).toEqual(
      validation.map(({ accuracy }) => accuracy),
    );
    const test = await session.client.evaluate('test');
    expect(test).toMatchObject({ classes: CLASSES, accuracy: vectors.test.accuracy });
    expect([...test.truth!]).toEqual([...vectors.test.truth!]);
    expect([...test.predicted!]).toEqual([...vectors.test.predicted!]);
    expect([...test.confusion!]).toEqual([...vectors.test.confusion!]);
    expect(test.outputs).toHaveLength(30 * CLASSES);
  });

  it('is stepped as the interpreter steps it', async () => {
    await open(sparse, clouds(120), {}, backend);
    await session.play(3);
    const checkpoint = await session.client.checkpoint();
    const inputs = numbers(12, 'stepped', 0, 1);
    const targets = Float64Array.of(2, 0);
    const batch = { inputs: Float32Array.from(inputs), targets: Float32Array.from(targets), count: 2 };
    const stepped = await session.client.step(batch, structuredClone(checkpoint), 0.02);
    const graph = buildGraph(sparse, { batchSize: 2, mode: 'training', optimizer: cloudTraining.optimizer });
    const feeds = new Map<string, Float64Array | number>([
      ['input', inputs],
      ['target', targets],
      ['seed', 5],
      ['step', 4],
      ['learningRate', 0.02],
    ]);
    for (const map of [checkpoint.weights, checkpoint.states]) {
      for (const [name, values] of Object.entries(map)) feeds.set(name, Float64Array.from(values));
    }
    const trace = interpret(graph, feeds);
    expectClose([stepped.loss], trace.values[graph.loss!], 'loss');
    for (const { name, node } of graph.weights) {
      expectClose(stepped.gradients[name], trace.values[graph.gradients.get(node)!], `gradient of ${name}`);
    }
    await expect(session.client.step({ ...batch, targets: new Float32Array(6) }, checkpoint, 0.02)).rejects.toThrow(
      'Expected 2',
    );
  });
});

describe('what counts as right', () => {
  const steps = {
    optimizer: { kind: 'adam', learningRate: 0.05 },
    batchSize: 4,
    validationShare: 0,
    epochs: 300,
    seed: 2,
  };

  it.each<[string, LossSpec, string]>([
    ['a margin', { kind: 'hinge' }, 'linear'],
    ['a squared margin', { kind: 'squaredHinge' }, 'linear'],
    ['a logit', { kind: 'binaryCrossentropy', fromLogits: true }, 'linear'],
    ['a probability', { kind: 'binaryCrossentropy' }, 'sigmoid'],
    ['a value of a sigmoid', { kind: 'meanSquaredError' }, 'sigmoid'],
  ])('%s is on the side of its target', async (_, loss, activation) => {
    const network = withLoss(xorNetwork, loss, activation);
    const wide = {
      ...network,
      layers: network.layers.map((l) => (l.id === 'hidden' ? { ...l, units: 8, activation: 'tanh' } : l)),
    };
    await open(wide, xor(), steps);
    await session.play();
    expect(session.points().at(-1)?.accuracy).toBe(1);
    const { predicted, confusion, accuracy } = await session.client.evaluate('test');
    expect([...predicted!]).toEqual([0, 1, 1, 0]);
    expect([...confusion!]).toEqual([2, 0, 0, 2]);
    expect(accuracy).toBe(1);
  });

  it('is nothing for a number that is no class', async () => {
    await open(withLoss(xorNetwork, { kind: 'meanSquaredError' }, 'linear'), xor(), { ...steps, epochs: 3 });
    await session.play();
    expect(session.points()[0].accuracy).toBeNull();
    expect(await session.client.evaluate('test')).toMatchObject({ accuracy: null, confusion: null, predicted: null });
  });

  it.each<[LossSpec, string]>([
    [{ kind: 'categoricalCrossentropy', fromLogits: true }, 'linear'],
    [{ kind: 'sparseCategoricalCrossentropy', fromLogits: true }, 'linear'],
    [{ kind: 'hinge' }, 'linear'],
    [{ kind: 'meanSquaredError' }, 'linear'],
    [{ kind: 'huber' }, 'linear'],
  ])('of classes is the largest output with %o', async (loss, activation) => {
    // Without units that can die.
    const layers = cloudNetwork.layers.map((layer) => ({ ...layer, activation: 'tanh' }));
    await open(withLoss({ ...cloudNetwork, layers }, loss, activation), clouds(120), {
      optimizer: { kind: 'adam', learningRate: 0.03 },
      epochs: 30,
    });
    await session.play();
    const test = await session.client.evaluate('test');
    expect(test.accuracy).toBeGreaterThan(0.9);
    expect(session.points().at(-1)?.accuracy).toBeGreaterThan(0.9);
    expect([...test.truth!]).toEqual(Array.from({ length: 30 }, (_, i) => i % CLASSES));
  });

  it('may be the number of a class that the data hold as a number', async () => {
    const network = withLoss(xorNetwork, { kind: 'sparseCategoricalCrossentropy' }, 'softmax');
    const two = {
      ...network,
      layers: network.layers.map((l) =>
        l.id === 'output' ? { ...l, units: 2 } : { ...l, units: 8, activation: 'tanh' },
      ),
    };
    await open(two, xor(), steps);
    await session.play();
    const { predicted, truth, classes } = await session.client.evaluate('test');
    expect([[...predicted!], [...truth!], classes]).toEqual([[0, 1, 1, 0], [0, 1, 1, 0], 2]);
  });
});

describe('a loss that cannot be trained on', () => {
  it('is named, and so are class weights of the wrong length', async () => {
    session = new Session();
    await session.init('wasm');
    session.attach(clouds(120));
    const build = (loss: LossSpec) => session.build(withLoss(cloudNetwork, loss, 'softmax'), 'clouds', cloudTraining);
    await expect(build({ kind: 'zeroOne' })).rejects.toThrow('lossNotTrainable');
    await expect(build({ kind: 'categoricalCrossentropy', classWeights: [1, 2] })).rejects.toThrow('classWeights');
    await build({ kind: 'categoricalCrossentropy', classWeights: [1, 2, 1] });
    await session.play(2);
    expect(session.losses).toHaveLength(2);
  });
});
