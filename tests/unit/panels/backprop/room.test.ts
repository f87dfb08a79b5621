/** What is too large to step, and what of it is not. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { costOf } from '@/core/graph/cost';
import type { NetworkSpec } from '@/core/network/spec';
import { MOST_BYTES, roomFor, tailNetwork } from '@/panels/backprop/model/room';
import { CASES } from './networks';

const build = (network: NetworkSpec, batchSize: number) =>
  buildGraph(network, { batchSize, mode: 'training', optimizer: { kind: 'adam', learningRate: 0.01 } });
const room = (network: NetworkSpec, batchSize: number) => roomFor(network, build(network, batchSize), build);
const images = (side: number, filters: number, dense = 10): NetworkSpec => ({
  format: 1,
  input: { shape: [side, side, 3] },
  layers: [
    { id: 'conv1', kind: 'conv2d', filters, kernelSize: 3 },
    { id: 'pool1', kind: 'maxPooling2d', poolSize: 8 },
    { id: 'conv2', kind: 'conv2d', filters: 8, kernelSize: 3 },
    { id: 'flatten', kind: 'flatten' },
    { id: 'output', kind: 'dense', units: dense, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
});

describe('room for an iteration', () => {
  it('is there for what the page offers, 32 samples of it', () => {
    for (const { network } of [CASES.xor, CASES.mnist])
      expect(room(network, 32)).toMatchObject({ fits: true, samples: 32 });
  });

  it('offers exactly as many samples as fit', () => {
    const network = images(256, 32);
    const { fits, samples, tail } = room(network, 32);
    expect([fits, tail]).toEqual([false, null]);
    expect(samples).toBeGreaterThan(0);
    expect(room(network, samples).fits).toBe(true);
    expect(room(network, samples + 1).fits).toBe(false);
  });

  it('offers the last layers where not one sample fits', () => {
    const network = images(512, 256);
    const { fits, samples, tail, cost } = room(network, 1);
    expect(cost.bytes).toBeGreaterThan(MOST_BYTES);
    expect([fits, samples, tail]).toEqual([false, 0, 'pool1']);
    const alone = tailNetwork(network, 'conv2', build(network, 1));
    expect(alone).toMatchObject({ before: 'pool1', network: { input: { shape: [63, 63, 256] } } });
    expect(costOf(build(tailNetwork(network, 'pool1', build(network, 1))!.network, 1)).bytes).toBeLessThan(MOST_BYTES);
    const graph = build(alone!.network, 1);
    // The weights have the names they have in the whole.
    expect(graph.weights.map(({ name }) => name)).toEqual([
      'conv2/kernel',
      'conv2/bias',
      'output/kernel',
      'output/bias',
    ]);
  });

  it('offers nothing where the last layer alone is too large', () => {
    expect(room(images(512, 256, 20_000), 1)).toMatchObject({ fits: false, samples: 0, tail: null });
  });

  it('crops only where nothing reads further back', () => {
    const residual: NetworkSpec = {
      ...images(16, 3),
      input: { shape: [4] },
      layers: [
        { id: 'a', kind: 'dense', units: 4 },
        { id: 'b', kind: 'dense', units: 4 },
        { id: 'sum', kind: 'add', inputs: ['a', 'b'] },
        { id: 'output', kind: 'dense', units: 2, activation: 'softmax' },
      ],
    };
    const graph = build(residual, 1);
    expect(tailNetwork(residual, 'sum', graph)).toBeNull();
    expect(tailNetwork(residual, 'output', graph)?.before).toBe('sum');
    // What skips the first layer of the tail reads the tail's input.
    expect(tailNetwork(residual, 'b', graph)?.network.layers[1].inputs).toEqual(['input', 'b']);
    expect(tailNetwork(residual, 'a', graph)).toBeNull();
  });
});
