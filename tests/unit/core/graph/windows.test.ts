/** Convolution, pooling and batch normalization: values by hand, gradients, explanations, receptive fields. */
import { describe, expect, it } from 'vitest';
import { evaluate, parse } from '@/core/expr';
import { buildGraph, buildLayerGraph } from '@/core/graph/build';
import { receptiveField, windowOf } from '@/core/graph/receptiveField';
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { validateNetwork } from '@/core/network/validate';
import { cellIndex, insideCells, windowIndex, windowsOver } from '@/core/ops/window';
import { feedsFor, numbers } from '../../../support/graphs';

type Layer = Omit<LayerSpec, 'id'>;

function layerFeeds(graph: Graph & { upstream: number }) {
  const feeds = new Map<string, Float64Array | number>([
    ['step', 1],
    ['seed', 1],
    ['learningRate', 1],
  ]);
  for (const node of graph.nodes) {
    if (node.role === null || node.role === 'scalar' || node.role === 'constant') continue;
    const values = numbers(node.name, sizeOf(node.shape));
    feeds.set(node.name, node.name.endsWith('movingVariance') ? values.map((v) => v * v + 0.1) : values);
  }
  return feeds;
}

/** Σ upstream·output with one fed value moved. */
function weighted(graph: Graph & { upstream: number }, feeds: ReturnType<typeof layerFeeds>) {
  const { values } = interpret(graph, feeds);
  const output = values[graph.output];
  const upstream = values[graph.upstream];
  return output.reduce((sum, value, i) => sum + value * upstream[i], 0);
}

const shapes: [string, Layer, number[]][] = [
  ['conv valid', { kind: 'conv2d', filters: 2, kernelSize: 3 }, [5, 6, 2]],
  ['conv same, odd stride', { kind: 'conv2d', filters: 2, kernelSize: 3, strides: 3, padding: 'same' }, [7, 5, 1]],
  ['conv even kernel same', { kind: 'conv2d', filters: 1, kernelSize: [2, 4], padding: 'same' }, [5, 5, 2]],
  ['conv dilated', { kind: 'conv2d', filters: 2, kernelSize: 2, dilationRate: [2, 3] }, [6, 6, 1]],
  [
    'conv strided and dilated',
    { kind: 'conv2d', filters: 2, kernelSize: 3, strides: 2, dilationRate: 2, padding: 'same' },
    [7, 8, 2],
  ],
  ['conv explicit padding', { kind: 'conv2d', filters: 1, kernelSize: 3, padding: [[2, 0], 1] }, [4, 4, 1]],
  ['conv 1×1', { kind: 'conv2d', filters: 3, kernelSize: 1, useBias: false }, [3, 3, 2]],
  ['max pool', { kind: 'maxPooling2d' }, [5, 5, 2]],
  ['max pool overlapping same', { kind: 'maxPooling2d', poolSize: 3, strides: 2, padding: 'same' }, [6, 5, 1]],
  ['average pool same', { kind: 'averagePooling2d', poolSize: [3, 2], strides: 2, padding: 'same' }, [5, 5, 2]],
  ['average pool overlapping', { kind: 'averagePooling2d', poolSize: 3, strides: 1 }, [4, 4, 1]],
  ['global average', { kind: 'globalAveragePooling2d' }, [3, 4, 2]],
  ['batch norm, images', { kind: 'batchNormalization' }, [3, 3, 2]],
  ['batch norm, rows', { kind: 'batchNormalization', epsilon: 0.01 }, [3]],
];

describe.each(shapes)('%s', (_name, layer, inputShape) => {
  const graph = buildLayerGraph(layer, { inputShape, batchSize: 2, mode: 'training' });
  const feeds = layerFeeds(graph);
  const trace = interpret(graph, feeds);

  it('has the gradients that central differences find', () => {
    for (const [node, gradient] of graph.gradients) {
      const { name, role } = graph.nodes[node];
      if (role === null) continue;
      const values = feeds.get(name) as Float64Array;
      for (let element = 0; element < values.length; element++) {
        const at = (shift: number) => {
          const moved = Float64Array.from(values);
          moved[element] += shift;
          return weighted(graph, new Map([...feeds, [name, moved]]));
        };
        const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(Math.abs(trace.values[gradient][element] - difference), `${name}[${element}]`).toBeLessThan(1e-7);
      }
    }
  });

  it('explains every element by terms that add up', () => {
    for (const node of graph.nodes) {
      if (node.role !== null) continue;
      for (let element = 0; element < sizeOf(node.shape); element += 3) {
        const said = explain(trace, node.id, element);
        expect(said.numbers).not.toBe('');
        const sum = said.terms.reduce((total, { value }) => total + value, 0);
        const count = node.op === 'avgPool2d' || node.op === 'reduceMean' ? said.terms.length : 1;
        if (node.op !== 'elementwise') expect(sum / count, `${node.name}[${element}]`).toBeCloseTo(said.value, 10);
        if (node.phase === 'backward' && said.chain) {
          const flowed = said.chain.reduce((total, { upstream, local }) => total + upstream.value * local, 0);
          expect(flowed, `chain of ${node.name}[${element}]`).toBeCloseTo(said.value, 10);
        }
      }
    }
  });
});

describe('the indices that formulas show', () => {
  const value = (text: string, i: number) => evaluate(parse(text.replace(/(\d) i/, '$1 * i')), { i });
  it.each([
    { length: 9, size: 3, stride: 1, dilation: 1, before: 0, positions: 7 },
    { length: 9, size: 3, stride: 2, dilation: 1, before: 1, positions: 5 },
    { length: 9, size: 3, stride: 1, dilation: 2, before: 2, positions: 9 },
    { length: 10, size: 2, stride: 3, dilation: 3, before: 0, positions: 3 },
  ])('are those of the cells that are multiplied: %o', (axis) => {
    let seen = 0;
    for (let position = 0; position < axis.positions; position++) {
      for (const { cell, at } of insideCells(axis, position)) {
        expect(value(cellIndex(axis, position, 'i'), cell + 1)).toBe(at + 1);
        expect(windowsOver(axis, at)).toContainEqual({ position, cell });
        expect(value(windowIndex(axis, at, 'i'), cell + 1)).toBe(position + 1);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(5);
  });
});

describe('max pooling', () => {
  it('hands the gradient to the first of equal maxima, in row order', () => {
    const graph = buildLayerGraph({ kind: 'maxPooling2d' }, { inputShape: [2, 2, 1], batchSize: 1, mode: 'training' });
    const feeds = new Map([
      ['input', Float64Array.of(0, 3, 3, 3)],
      ['upstream', Float64Array.of(5)],
    ]);
    const { values } = interpret(graph, feeds);
    expect([...values[graph.gradients.get(graph.input)!]]).toEqual([0, 5, 0, 0]);
  });
});

describe('batch normalization', () => {
  const graph = buildLayerGraph(
    { kind: 'batchNormalization', momentum: 0.9 },
    { inputShape: [2], batchSize: 4, mode: 'training' },
  );

  it('moves its statistics towards those of the batch, without a gradient', () => {
    const input = Float64Array.of(1, 0, 2, 0, 3, 0, 6, 4);
    const feeds = layerFeeds(graph).set('input', input).set('layer/movingMean', Float64Array.of(1, 1));
    const { values } = interpret(graph, feeds.set('layer/movingVariance', Float64Array.of(1, 2)));
    expect([...values[graph.updates.get('layer/movingMean')!]]).toEqual(
      [0.9 + 0.3, 0.9 + 0.1].map((v) => expect.closeTo(v, 12)),
    );
    expect([...values[graph.updates.get('layer/movingVariance')!]]).toEqual(
      [0.9 + 0.35, 1.8 + 0.3].map((v) => expect.closeTo(v, 12)),
    );
    const moving = graph.weights.filter((w) => !w.trainable);
    expect(moving.map((w) => w.name)).toEqual(['layer/movingMean', 'layer/movingVariance']);
    for (const { node } of moving) expect(graph.gradients.has(node)).toBe(false);
  });

  it('is part of a network: no optimizer state for what moves by itself', () => {
    const spec = TEMPLATES['mnist-cnn-bn'].network;
    const whole = buildGraph(spec, { batchSize: 2, mode: 'training', optimizer: { kind: 'adam', learningRate: 0.1 } });
    expect(whole.updates.has('bn1/movingMean')).toBe(true);
    expect(whole.states.some(({ weight }) => weight.includes('moving'))).toBe(false);
    expect(whole.nodes[whole.updates.get('bn1/movingMean')!].phase).toBe('update');
    const inference = buildGraph(spec, { batchSize: 2, mode: 'inference' });
    expect(inference.nodes.some((node) => node.name === 'bn1/mean')).toBe(false);
  });
});

describe('the MNIST CNN', () => {
  const { network } = TEMPLATES['mnist-cnn'];
  const graph = buildGraph(network, { batchSize: 1, mode: 'inference' });
  const nodeOf = (name: string) => graph.nodes.find((node) => node.name === name)!;

  it('has the textbook shapes and 93,322 parameters', () => {
    const shapes = graph.layers.map((layer) => layer.outputShape.join('×'));
    expect(shapes).toEqual(['26×26×32', '13×13×32', '11×11×64', '5×5×64', '3×3×64', '576', '64', '10']);
    expect(graph.layers.reduce((sum, layer) => sum + layer.parameterCount, 0)).toBe(93322);
  });

  it('knows what a cell sees', () => {
    expect(receptiveField(graph, nodeOf('conv1/relu').id, 0)).toEqual({ rows: [0, 2], columns: [0, 2] });
    const middle = (1 * 11 + 2) * 64;
    expect(receptiveField(graph, nodeOf('conv2/relu').id, middle)).toEqual({ rows: [2, 9], columns: [4, 11] });
    const pool1 = nodeOf('pool1/maxPool2d').id;
    expect(receptiveField(graph, nodeOf('conv2/relu').id, middle, pool1)).toEqual({ rows: [1, 3], columns: [2, 4] });
    expect(receptiveField(graph, graph.output, 3)).toEqual({ rows: [0, 27], columns: [0, 27] });
    expect(windowOf(graph, nodeOf('pool1/maxPool2d').id, 32)).toEqual({ rows: [0, 1], columns: [2, 3] });
    expect(windowOf(graph, nodeOf('conv1/relu').id, 0)).toBeNull();
  });

  it('explains a cell of the second convolution by its 288 products', () => {
    const training = buildGraph(network, { batchSize: 1, mode: 'inference' });
    const trace = interpret(training, feedsFor(training, { oneHot: true }));
    const said = explain(trace, nodeOf('conv2/conv2d').id, 1000);
    expect(said.terms).toHaveLength(288);
    expect(said.symbols).toContain('\\sum_{i=1}^{3}');
  });
});

describe('what does not fit is named at its layer, with a fix', () => {
  const network = (...layers: NetworkSpec['layers']): NetworkSpec => ({
    format: 1,
    input: { shape: [8, 6, 1] },
    layers: [...layers, { id: 'flatten', kind: 'flatten' }, { id: 'output', kind: 'dense', units: 2 }],
    loss: { kind: 'meanSquaredError' },
  });
  it.each([
    ['kernelTooLarge', 'kernelSize', [8, 6], { id: 'c', kind: 'conv2d', filters: 1, kernelSize: 9 }],
    ['kernelTooLarge', 'kernelSize', [4, 3], { id: 'c', kind: 'conv2d', filters: 1, kernelSize: 5, dilationRate: 2 }],
    ['layerSetting', 'strides', undefined, { id: 'c', kind: 'conv2d', filters: 1, kernelSize: 3, strides: 0 }],
    ['layerSetting', 'kernelSize', undefined, { id: 'c', kind: 'conv2d', filters: 1, kernelSize: 0 }],
    ['layerSetting', 'filters', 3, { id: 'c', kind: 'conv2d', filters: 0 }],
    ['poolTooLarge', 'poolSize', [8, 6], { id: 'c', kind: 'maxPooling2d', poolSize: 10 }],
    ['layerSetting', 'poolSize', undefined, { id: 'c', kind: 'maxPooling2d', poolSize: 0 }],
    ['layerSetting', 'strides', undefined, { id: 'c', kind: 'averagePooling2d', strides: 0 }],
    ['layerSetting', 'padding', undefined, { id: 'c', kind: 'averagePooling2d', padding: [2, 0] }],
  ] as const)('%s %s → %s', (code, setting, value, layer) => {
    const [problem] = validateNetwork(network(layer as unknown as LayerSpec));
    expect(problem).toMatchObject({ code, layer: 'c', setting });
    expect(problem.fix?.layers[0][setting]).toEqual(value);
    expect(validateNetwork(problem.fix!)).toEqual([]);
  });

  it('names a pool behind which nothing is left', () => {
    const spec = network(
      { id: 'p1', kind: 'maxPooling2d', poolSize: 4 },
      { id: 'p2', kind: 'maxPooling2d', poolSize: 2 },
    );
    expect(validateNetwork(spec)[0]).toMatchObject({
      code: 'poolTooLarge',
      layer: 'p2',
      params: { window: '2×2', input: '2×1' },
    });
  });

  it('wants an image', () => {
    const spec = { ...network({ id: 'c', kind: 'conv2d', filters: 1 }), input: { shape: [4] } };
    expect(validateNetwork(spec)[0]).toMatchObject({ code: 'imageRank', layer: 'c', params: { shape: '[4]' } });
  });
});
