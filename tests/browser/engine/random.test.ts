/**
 * Networks put together at random, the same ones every time: loss, update and all gradients against the interpreter. It
 * finds what nobody thought of: odd sizes, strides with dilations, layers that read others twice, fusions that must not be.
 * Most are run where running is fast; the others have a few.
 */
import { describe, expect, it } from 'vitest';
import { ACTIVATIONS } from '@/core/activations';
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph } from '@/core/graph/types';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';
import { GraphError } from '@/core/ops/types';
import { OPTIMIZERS } from '@/core/optimizers';
import { fillUniform } from '@/core/random';
import { setBackend } from '@/engine/executor';
import type { BackendName } from '@/engine/protocol';
import { BACKENDS, compare, feedsFor, numbers, outputAndGradients } from './support';

const HOW_MANY: Readonly<Record<BackendName, number>> = { cpu: 60, wasm: 60, webgl: 1, webgpu: 2 };
/** Larger arrays only cost time. */
const LARGEST = 20_000;
const CLASSES = 3;

type Settings = { kind: string } & Record<string, unknown>;

/** Draws for one network. */
class Dice {
  private at = 0;
  private readonly values: Float64Array;

  constructor(seed: number) {
    this.values = fillUniform(new Float64Array(200), { seed, purpose: 'test', layer: 'network', step: 0 }, 0, 1);
  }

  whole(least: number, most: number): number {
    const value = this.values[this.at++ % this.values.length];
    return Math.min(most, least + Math.floor(value * (most - least + 1)));
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)];
  }

  pair(least: number, most: number): [number, number] {
    return [this.whole(least, most), this.whole(least, most)];
  }
}

/** It grows so fast that one value would hide all others. */
const activations = Object.keys(ACTIVATIONS).filter((kind) => kind !== 'exponential');
const window = (dice: Dice) => ({
  kernelSize: dice.pair(1, 3),
  strides: dice.pair(1, 3),
  dilationRate: dice.pair(1, 2),
  padding: dice.one(['valid', 'same', [dice.pair(0, 2), dice.pair(0, 2)]]),
  activation: dice.one(activations),
});
const pool = (kind: string) => (dice: Dice) => ({
  kind,
  poolSize: dice.pair(1, 3),
  strides: dice.pair(1, 2),
  padding: dice.one(['valid', 'same', [dice.pair(0, 1), dice.pair(0, 1)]]),
});

/** Layers that make an image of an image. */
const IMAGE_LAYERS: readonly ((dice: Dice) => Settings)[] = [
  (dice) => ({ kind: 'conv2d', filters: dice.whole(1, 9), useBias: dice.one([true, false]), ...window(dice) }),
  (dice) => ({ kind: 'depthwiseConv2d', depthMultiplier: dice.whole(1, 3), ...window(dice) }),
  (dice) => ({ kind: 'separableConv2d', filters: dice.whole(1, 6), ...window(dice) }),
  (dice) => ({ kind: 'conv2dTranspose', filters: dice.whole(1, 5), ...window(dice) }),
  pool('maxPooling2d'),
  pool('averagePooling2d'),
  (dice) => ({ kind: 'upSampling2d', size: dice.pair(1, 3), interpolation: dice.one(['nearest', 'bilinear']) }),
  () => ({ kind: 'batchNormalization' }),
  (dice) => ({ kind: 'layerNormalization', axis: dice.one([-1, 1, [1, 2]]), center: dice.one([true, false]) }),
  (dice) => ({ kind: 'groupNormalization', groups: dice.one([1, -1, 2]) }),
  (dice) => ({ kind: 'prelu', sharedAxes: dice.one([[], [2], [1, 2]]), alphaInitializer: 'ones' }),
  (dice) => ({ kind: dice.one(['dropout', 'spatialDropout2d']), rate: 0.3 }),
  (dice) => ({ kind: 'zeroPadding2d', padding: dice.pair(0, 2) }),
  (dice) => ({
    kind: 'permute',
    dims: dice.one([
      [2, 1, 3],
      [3, 1, 2],
    ]),
  }),
  (dice) => ({ kind: 'activation', activation: dice.one(activations) }),
  (dice) => ({ kind: dice.one(['add', 'subtract', 'multiply', 'average', 'maximum', 'concatenate']), inputs: [] }),
];
/** And those that make a vector of it. */
const ENDS: readonly ((dice: Dice) => readonly Settings[])[] = [
  () => [{ kind: 'flatten' }],
  (dice) => [{ kind: dice.one(['globalMaxPooling2d', 'globalAveragePooling2d']) }],
  (dice) => [
    { kind: 'reshape', targetShape: [-1, 1] },
    { kind: 'conv1d', filters: dice.whole(1, 4), kernelSize: dice.whole(1, 3), padding: dice.one(['same', 'causal']) },
    { kind: dice.one(['maxPooling1d', 'averagePooling1d']), padding: 'same' },
    { kind: dice.one(['globalMaxPooling1d', 'globalAveragePooling1d']) },
  ],
];

function randomNetwork(dice: Dice): NetworkSpec {
  const layers: LayerSpec[] = [];
  const add = (settings: Settings) => {
    const id = (at: number) => (at < 0 ? 'input' : layers[at].id);
    // A layer that merges reads the last one and another before it, or the last one twice.
    const inputs = settings.inputs
      ? [id(layers.length - 1), id(dice.whole(layers.length - 2, layers.length - 1))]
      : undefined;
    layers.push({ ...settings, id: `layer${layers.length}`, inputs });
  };
  for (let count = dice.whole(1, 5); count > 0; count--) add(dice.one(IMAGE_LAYERS)(dice));
  for (const settings of dice.one(ENDS)(dice)) add(settings);
  add({ kind: 'dense', units: CLASSES, activation: dice.one(['softmax', 'sigmoid', 'tanh']) });
  const { activation } = layers[layers.length - 1];
  const losses = activation === 'softmax' ? ['categoricalCrossentropy'] : ['huber', 'logCosh', 'cosineSimilarity'];
  const shape = [...dice.pair(1, 7), dice.whole(1, 4)];
  return { format: 1, input: { shape }, layers, loss: { kind: dice.one(losses) } };
}

/** The graph of the network of this seed, or null where its settings do not fit or it is too large. */
function randomGraph(seed: number): { graph: Graph; what: string } | null {
  const dice = new Dice(seed);
  const network = randomNetwork(dice);
  const optimizer = { kind: dice.one(Object.keys(OPTIMIZERS)), learningRate: 0.1, globalClipNorm: dice.one([0.5, 50]) };
  const options = { batchSize: dice.whole(1, 3), mode: 'training', optimizer } as const;
  try {
    const graph = buildGraph(network, options);
    if (graph.nodes.some(({ shape }) => sizeOf(shape) > LARGEST)) return null;
    return { graph, what: JSON.stringify({ seed, network, ...options }) };
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}

function feedsOf(graph: Graph): Feeds {
  const given: Record<string, Float64Array | number> = { step: 3, seed: 2 };
  const positive = (name: string, shape: readonly number[]) => {
    given[name] = numbers(sizeOf(shape), name, 0.3, 0.9);
  };
  for (const { name, shape, state } of graph.states) {
    if (state === 'm' || state === 'velocity') given[name] = numbers(sizeOf(shape), name, -0.1, 0.1);
    else positive(name, shape);
  }
  for (const { name, shape, trainable } of graph.weights) if (!trainable) positive(name, shape);
  const rows = graph.nodes[graph.target!].shape[0];
  given.target = Float64Array.from({ length: rows * CLASSES }, (_, i) =>
    i % CLASSES === Math.floor(i / CLASSES) % CLASSES ? 1 : 0,
  );
  return feedsFor(graph, given);
}

describe.each(BACKENDS)('random networks on %s', (backend) => {
  it('have the values of the interpreter', async () => {
    await setBackend(backend);
    let tried = 0;
    for (let seed = 1; tried < HOW_MANY[backend]; seed++) {
      const made = randomGraph(seed);
      if (!made) continue;
      tried++;
      const { graph, what } = made;
      const feeds = feedsOf(graph);
      const updates = [...graph.updates.values(), ...graph.states.map(({ update }) => update)];
      const trained = [...new Set([graph.loss!, ...updates])].map((id) => graph.nodes[id]);
      await compare(graph, feeds, outputAndGradients(graph), what);
      await compare(graph, feeds, trained, what);
    }
    expect(tried).toBe(HOW_MANY[backend]);
  });
});
