/** Gradients of whole networks against central differences, and the graph's own structure. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { centralDifference, feedsFor } from '../../../support/graphs';

const layersOf = (hidden: string, output: string): NetworkSpec['layers'] => [
  { id: 'flatten', kind: 'flatten' },
  { id: 'hidden', kind: 'dense', units: 5, activation: hidden },
  { id: 'drop', kind: 'dropout', rate: 0.3 },
  { id: 'act', kind: 'activation', activation: 'tanh' },
  { id: 'output', kind: 'dense', units: 3, activation: output },
];

const networks: [string, NetworkSpec][] = [
  [
    'relu softmax cross-entropy',
    {
      format: 1,
      input: { shape: [2, 2] },
      layers: layersOf('relu', 'softmax'),
      loss: { kind: 'categoricalCrossentropy' },
    },
  ],
  [
    'sigmoid softmax squared error',
    { format: 1, input: { shape: [4] }, layers: layersOf('sigmoid', 'softmax'), loss: { kind: 'meanSquaredError' } },
  ],
  [
    'tanh sigmoid binary',
    { format: 1, input: { shape: [4] }, layers: layersOf('tanh', 'sigmoid'), loss: { kind: 'binaryCrossentropy' } },
  ],
  [
    'linear half squared',
    { format: 1, input: { shape: [4] }, layers: layersOf('softmax', 'linear'), loss: { kind: 'halfSquaredError' } },
  ],
  [
    'logits',
    {
      format: 1,
      input: { shape: [4] },
      layers: layersOf('tanh', 'linear'),
      loss: { kind: 'categoricalCrossentropy', fromLogits: true },
    },
  ],
  [
    'binary logits',
    {
      format: 1,
      input: { shape: [4] },
      layers: layersOf('tanh', 'linear'),
      loss: { kind: 'binaryCrossentropy', fromLogits: true },
    },
  ],
  [
    'normalized probabilities',
    {
      format: 1,
      input: { shape: [4] },
      layers: layersOf('tanh', 'sigmoid'),
      loss: { kind: 'categoricalCrossentropy', normalize: true },
    },
  ],
];

describe('every weight gradient equals its central difference', () => {
  it.each(networks)('%s', (_name, spec) => {
    const graph = buildGraph(spec, { batchSize: 3, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } });
    const feeds = feedsFor(graph, { oneHot: true });
    const { values } = interpret(graph, feeds);
    let largest = 0;
    for (const weight of graph.weights) {
      const gradient = values[graph.gradients.get(weight.node)!];
      for (let element = 0; element < gradient.length; element++) {
        const difference = centralDifference(graph, feeds, { of: graph.loss!, by: weight.name, element });
        expect(Math.abs(gradient[element] - difference)).toBeLessThan(1e-8);
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    expect(largest).toBeGreaterThan(1e-3);
  });
});

describe('the graph', () => {
  const graph = buildGraph(TEMPLATES['mnist-mlp'].network, {
    batchSize: 4,
    mode: 'training',
    optimizer: { kind: 'adam', learningRate: 0.001 },
  });

  it('counts the parameters of the MNIST network', () => {
    expect(graph.layers.map((l) => [l.id, l.outputShape, l.parameterCount])).toEqual([
      ['flatten', [784], 0],
      ['hidden', [128], 100480],
      ['output', [10], 1290],
    ]);
  });

  it('lists inputs before users, phases in order and names once', () => {
    const phases = ['forward', 'loss', 'backward', 'update'];
    let phase = 0;
    for (const node of graph.nodes) {
      for (const input of node.inputs) expect(input).toBeLessThan(node.id);
      if (node.op === 'leaf') continue;
      expect(phases.indexOf(node.phase)).toBeGreaterThanOrEqual(phase);
      phase = phases.indexOf(node.phase);
    }
    expect(new Set(graph.nodes.map((n) => n.name)).size).toBe(graph.nodes.length);
  });

  it('has the same names at another batch size', () => {
    const other = buildGraph(TEMPLATES['mnist-mlp'].network, {
      batchSize: 1,
      mode: 'training',
      optimizer: { kind: 'adam', learningRate: 0.001 },
    });
    expect(other.nodes.map((n) => n.name)).toEqual(graph.nodes.map((n) => n.name));
  });

  it('computes the gradient of softmax with cross-entropy as (ŷ − t)/batch', () => {
    const { values } = interpret(graph, feedsFor(graph, { oneHot: true }));
    const logits = graph.nodes.find((n) => n.op === 'softmax')!.inputs[0];
    const gradient = values[graph.gradients.get(logits)!];
    const output = values[graph.output];
    const target = values[graph.target!];
    gradient.forEach((g, i) => {
      expect(g).toBeCloseTo((output[i] - target[i]) / 4, 14);
    });
  });

  it('stays finite where the probability of the true class underflows', () => {
    const feeds = feedsFor(graph, { oneHot: true });
    feeds.set(
      'output/bias',
      (feeds.get('output/bias') as Float64Array).map((_, i) => (i === 9 ? 5000 : 0)),
    );
    const { values } = interpret(graph, feeds);
    expect(values[graph.loss!][0]).toBeGreaterThan(1000);
    expect(Number.isFinite(values[graph.loss!][0])).toBe(true);
    const gradient = values[graph.gradients.get(graph.weights.find((w) => w.name === 'output/bias')!.node)!];
    expect(gradient[9]).toBeCloseTo(1, 10);
  });
});

describe('a value used twice', () => {
  it('sums the gradients of its paths', () => {
    const spec: NetworkSpec = {
      format: 1,
      input: { shape: [2] },
      layers: [{ id: 'a', kind: 'dense', units: 3, activation: 'softmax' }],
      loss: { kind: 'categoricalCrossentropy', normalize: true },
    };
    // With logits known to the loss the softmax output feeds nothing; squared error makes it the only path.
    const graph = buildGraph(
      { ...spec, loss: { kind: 'meanSquaredError' } },
      {
        batchSize: 2,
        mode: 'training',
        optimizer: { kind: 'sgd', learningRate: 1 },
      },
    );
    expect(graph.nodes.some((n) => n.op === 'softmaxGradient')).toBe(true);
    const feeds = feedsFor(graph);
    const { values } = interpret(graph, feeds);
    const weight = graph.weights[0];
    const gradient = values[graph.gradients.get(weight.node)!];
    const difference = centralDifference(graph, feeds, { of: graph.loss!, by: weight.name, element: 1 });
    expect(gradient[1]).toBeCloseTo(difference, 8);
  });
});
