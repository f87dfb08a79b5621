/** Jacobians of layers: against matrices that are known, bounds that hold, and the gradients of training. */
import { describe, expect, it } from 'vitest';
import { linearMap } from '@/core/analysis/linearize';
import { signalOf, sizeOfValues } from '@/core/analysis/signal';
import { jacobianOf, largestSingularValue, layerInputs, layerSpectra, spectrumOf } from '@/core/analysis/spectra';
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph } from '@/core/graph/types';
import { initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';
import { fillNormal } from '@/core/random';

type Fed = [string, Float64Array | Float32Array | number][];

const network = (shape: number[], layers: LayerSpec[]): NetworkSpec => ({
  format: 1,
  input: { shape },
  layers,
  loss: { kind: 'halfSquaredError' },
});
const dense = (id: string, units: number, activation: string, kernelInitializer = 'orthogonal'): LayerSpec => ({
  id,
  kind: 'dense',
  units,
  activation,
  kernelInitializer,
});
const normal = (size: number, layer: string) =>
  fillNormal(new Float64Array(size), { seed: 5, purpose: 'test', layer, step: 0 });

function feedsFor(graph: Graph): Fed {
  return [
    ['input', normal(sizeOf(graph.nodes[graph.input].shape), 'input')],
    ['target', new Float64Array(sizeOf(graph.nodes[graph.target ?? 0].shape))],
    ['seed', 3],
    ['step', 1],
    ['learningRate', 0.1],
    ...initialWeights(graph, 7),
  ];
}

function spectraOf(spec: NetworkSpec, batchSize = 1, sample = 0) {
  const graph = buildGraph(spec, { batchSize, mode: 'training' });
  return layerSpectra({ network: spec, fault: null, batchSize, sample, feeds: feedsFor(graph) });
}

/** The map of one layer of a network, at what its batch gives. */
function mapOf(spec: NetworkSpec, index: number, batchSize = 1, sample = 0) {
  const graph = buildGraph(spec, { batchSize, mode: 'training' });
  const { values } = interpret(graph, new Map(feedsFor(graph)) as Feeds);
  const from = layerInputs(graph, spec.layers, index);
  return { graph, values, from, map: linearMap({ graph, values, sample }, from, graph.layers[index].output) };
}

describe('Jacobians of layers', () => {
  it('an orthogonal kernel without an activation has singular values 1, alone and in a row', () => {
    const spec = network([8], [dense('a', 8, 'linear'), dense('b', 8, 'linear'), dense('c', 8, 'linear')]);
    for (const { own, toOutput } of spectraOf(spec)) {
      for (const value of own?.values ?? []) expect(value).toBeCloseTo(1, 6);
      for (const value of toOutput?.values ?? []) expect(value).toBeCloseTo(1, 6);
      expect(own?.values).toHaveLength(8);
    }
  });

  it('of a deep linear network the determinant to the output is the product of those of its layers', () => {
    const spec = network(
      [5],
      ['a', 'b', 'c', 'd'].map((id) => dense(id, 5, 'linear', 'glorotNormal')),
    );
    const all = spectraOf(spec);
    const volume = (values: readonly number[]) => values.reduce((a, b) => a * b, 1);
    const layers = all.slice(1).reduce((product, { own }) => product * volume(own?.values ?? []), 1);
    expect(volume(all[0].toOutput?.values ?? []) / layers).toBeCloseTo(1, 8);
  });

  it('a chain of sigmoid neurons passes at most 0.25ⁿ·∏|w| back', () => {
    const depth = 10;
    const spec = network(
      [1],
      Array.from({ length: depth + 1 }, (_, i) => dense(`n${i}`, 1, 'sigmoid', 'glorotNormal')),
    );
    const graph = buildGraph(spec, { batchSize: 1, mode: 'training' });
    const weights = initialWeights(graph, 7);
    const all = spectraOf(spec);
    let bound = 1;
    for (let i = depth; i > 0; i--) {
      bound *= 0.25 * Math.abs(weights.get(`n${i}/kernel`)?.[0] ?? 0);
      const reached = all[i - 1].toOutput?.largest ?? Number.NaN;
      expect(reached).toBeGreaterThan(0);
      expect(reached).toBeLessThanOrEqual(bound);
    }
    const product = all.slice(1).reduce((p, { own }) => p * (own?.largest ?? Number.NaN), 1);
    expect(product / (all[0].toOutput?.largest ?? Number.NaN)).toBeCloseTo(1, 9);
  });

  it('a layer’s Jacobian is slope times kernel', () => {
    const spec = network([6], [dense('a', 4, 'tanh', 'glorotUniform')]);
    const { graph, values, map } = mapOf(spec, 0, 3, 1);
    const kernel = values[graph.weights[0].node];
    const out = values[graph.output].subarray(4, 8);
    const expected = Float64Array.from({ length: 24 }, (_, i) => {
      const [row, column] = [Math.floor(i / 6), i % 6];
      return (1 - out[row] ** 2) * kernel[column * 4 + row];
    });
    for (const [i, value] of jacobianOf(map).entries()) expect(value).toBeCloseTo(expected[i], 12);
  });

  it.each<[string, NetworkSpec, number]>([
    [
      'convolution',
      network([6, 6, 2], [{ id: 'l', kind: 'conv2d', filters: 3, kernelSize: 3, activation: 'tanh' }]),
      0,
    ],
    ['overlapping max pooling', network([6, 6, 2], [{ id: 'l', kind: 'maxPooling2d', poolSize: 3, strides: 1 }]), 0],
    ['max pooling', network([6, 6, 2], [{ id: 'l', kind: 'maxPooling2d', poolSize: 2 }]), 0],
    ['average pooling', network([6, 6, 2], [{ id: 'l', kind: 'averagePooling2d', poolSize: 2 }]), 0],
    ['batch normalization', network([6], [{ id: 'l', kind: 'batchNormalization' }]), 0],
    ['layer normalization', network([6], [{ id: 'l', kind: 'layerNormalization' }]), 0],
    ['dropout', network([12], [{ id: 'l', kind: 'dropout', rate: 0.4 }]), 0],
    ['a sum of two ways', network([5], [dense('a', 5, 'gelu'), { id: 'l', kind: 'add', inputs: ['a', 'input'] }]), 1],
    ['flatten', network([3, 2], [{ id: 'l', kind: 'flatten' }]), 0],
  ])('%s: power iteration finds what the whole matrix has, and Jv is the matrix times v', (_, spec, index) => {
    const { map } = mapOf(spec, index, 2, 1);
    const { rows, columns } = map;
    const matrix = jacobianOf(map);
    const v = normal(columns, 'v');
    const pushed = map.push(v);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += matrix[row * columns + k] * v[k];
      expect(pushed?.[row]).toBeCloseTo(sum, 9);
    }
    const exact = spectrumOf(matrix, rows, columns);
    expect((largestSingularValue(map) ?? Number.NaN) / exact.largest).toBeCloseTo(1, 2);
  });

  it('the gradient of training is what the Jacobian to the output makes of the output’s', () => {
    const spec = network([4], [dense('a', 6, 'tanh'), dense('b', 5, 'sigmoid'), dense('c', 3, 'tanh')]);
    const graph = buildGraph(spec, { batchSize: 2, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } });
    const { values } = interpret(graph, new Map(feedsFor(graph)) as Feeds);
    const gradient = (node: number) => values[graph.gradients.get(node) ?? -1];
    const { output } = graph.layers[0];
    const map = linearMap(
      { graph: buildGraph(spec, { batchSize: 2, mode: 'training' }), values, sample: 1 },
      [output],
      graph.output,
    );
    const pulled = map.pull(gradient(graph.output).slice(3, 6));
    for (const [i, value] of pulled.entries()) expect(value).toBeCloseTo(gradient(output)[6 + i], 14);
  });

  it('a sample alone gives what it gives in its batch, its own dropout mask included', () => {
    const layers = [dense('a', 9, 'relu'), { id: 'd', kind: 'dropout', rate: 0.5 }, dense('b', 2, 'tanh')];
    const spec = network([4], layers);
    const all = spectraOf(spec, 3, 2);
    for (const [i, { own }] of all.entries()) {
      const { map } = mapOf(spec, i, 3, 2);
      expect(own?.values).toEqual(spectrumOf(jacobianOf(map), map.rows, map.columns).values);
    }
  });
});

describe('sizes of signals', () => {
  it('where the loss works on logits, the last gradient is theirs; before all weights there is none', () => {
    const layers = [{ id: 'flat', kind: 'flatten' }, dense('a', 3, 'tanh'), dense('b', 2, 'softmax')];
    const spec = { ...network([2, 2], layers), loss: { kind: 'categoricalCrossentropy' } };
    const graph = buildGraph(spec, { batchSize: 1, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } });
    const trace = interpret(graph, new Map([...feedsFor(graph), ['target', Float64Array.of(0, 1)]]) as Feeds);
    const [flat, a, b] = signalOf(trace);
    expect(flat).toMatchObject({ gradient: null, beforeActivation: false });
    expect(a.beforeActivation).toBe(false);
    const out = trace.values[graph.output];
    expect(b.beforeActivation).toBe(true);
    expect(b.gradient?.norm).toBeCloseTo(Math.SQRT2 * out[0], 12);
  });

  it('norm and root mean square, also of very small numbers, and updates beside their weights', () => {
    expect(sizeOfValues([3, -4])).toEqual({ norm: 5, rms: Math.sqrt(12.5) });
    expect(sizeOfValues([3e-200, 4e-200]).norm / 5e-200).toBeCloseTo(1, 12);
    expect(sizeOfValues([0, 0])).toEqual({ norm: 0, rms: 0 });
    expect(sizeOfValues([1, Number.NaN]).norm).toBeNaN();
    expect(sizeOfValues([1, Number.NEGATIVE_INFINITY]).norm).toBe(Number.POSITIVE_INFINITY);
    const spec = network([4], [dense('a', 3, 'tanh'), dense('b', 2, 'tanh')]);
    const graph = buildGraph(spec, { batchSize: 2, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } });
    const signals = signalOf(interpret(graph, new Map(feedsFor(graph)) as Feeds));
    expect(signals.map(({ layer }) => layer)).toEqual(['a', 'b']);
    expect(signals[0].steepest).toBe(1);
    for (const { weights } of signals) {
      const [kernel] = weights;
      expect(kernel.update?.norm).toBeCloseTo(0.1 * (kernel.gradient?.norm ?? Number.NaN), 12);
      expect(kernel.ratio).toBeCloseTo((kernel.update?.norm ?? Number.NaN) / kernel.value.norm, 12);
    }
  });
});
