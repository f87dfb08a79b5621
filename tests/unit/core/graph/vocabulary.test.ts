/**
 * Every kind of layer, in several settings: gradients against central differences, explanations that add up, and
 * output values of a few against arithmetic by hand. A kind without a case here fails the last test.
 */
import { describe, expect, it } from 'vitest';
import { buildGraph, buildLayerGraph, type LayerGraph } from '@/core/graph/build';
import { receptiveField } from '@/core/graph/receptiveField';
import { sizeOf } from '@/core/graph/shape';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import { LAYERS } from '@/core/layers';
import { GraphError } from '@/core/ops/types';
import { LAYER_CASES, type LayerCase } from '../../../support/layerCases';
import { layerFeeds, weightedOutput } from '../../../support/layers';

const graphOf = ({ layer, inputShape, otherShapes, mode = 'training' }: LayerCase): LayerGraph =>
  buildLayerGraph(layer, { inputShape, otherShapes, batchSize: 2, mode });

describe.each(LAYER_CASES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  const graph = graphOf(one);
  const feeds = layerFeeds(graph, one.indices);
  const trace = interpret(graph, feeds);

  it('has the gradients that central differences find', () => {
    let checked = 0;
    for (const [node, gradient] of graph.gradients) {
      const { name, role } = graph.nodes[node];
      if (role === null) continue;
      const values = feeds.get(name) as Float64Array;
      for (let element = 0; element < values.length; element += values.length > 60 ? 5 : 1) {
        const at = (shift: number) => {
          const moved = Float64Array.from(values);
          moved[element] += shift;
          return weightedOutput(graph, new Map([...feeds, [name, moved]]));
        };
        const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(Math.abs(trace.values[gradient][element] - difference), `${name}[${element}]`).toBeLessThan(1e-7);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(0);
  });

  it('explains every element by terms that add up', () => {
    for (const node of graph.nodes) {
      if (node.role !== null) continue;
      for (let element = 0; element < sizeOf(node.shape); element += 3) {
        const said = explain(trace, node.id, element);
        expect(said.numbers, node.name).not.toBe('');
        const sum = said.terms.reduce((total, { value }) => total + value, 0);
        const count = node.op === 'avgPool2d' || node.op === 'reduceMean' ? said.terms.length : 1;
        if (node.op !== 'elementwise' && said.kind !== 'random' && said.kind !== 'softmax') {
          expect(sum / count, `${node.name}[${element}]`).toBeCloseTo(said.value, 10);
        }
        if (node.phase === 'backward' && said.chain) {
          const flowed = said.chain.reduce((total, { upstream, local }) => total + upstream.value * local, 0);
          expect(flowed, `chain of ${node.name}[${element}]`).toBeCloseTo(said.value, 10);
        }
      }
    }
  });
});

it('has a case for every kind of layer', () => {
  const cases = new Set(LAYER_CASES.map(({ layer }) => layer.kind));
  expect(Object.keys(LAYERS).filter((kind) => !cases.has(kind))).toEqual([]);
});

function outputOf(
  one: Omit<LayerCase, 'name'>,
  feeds: Record<string, number[]>,
): { shape: readonly number[]; values: number[] } {
  const graph = buildLayerGraph(one.layer, { ...one, batchSize: 1, mode: one.mode ?? 'inference' });
  const given = new Map<string, Float64Array | number>([
    ...layerFeeds(graph),
    ...Object.entries(feeds).map(([name, values]) => [name, Float64Array.from(values)] as const),
  ]);
  const { shape } = graph.nodes[graph.output];
  return { shape: shape.slice(1), values: [...interpret(graph, given).values[graph.output]] };
}

describe('values by hand', () => {
  it('causal convolution sees nothing that comes later', () => {
    const { values } = outputOf(
      { layer: { kind: 'conv1d', filters: 1, kernelSize: 2, padding: 'causal', useBias: false }, inputShape: [4, 1] },
      { input: [1, 2, 3, 4], 'layer/kernel': [10, 1] },
    );
    expect(values).toEqual([1, 12, 23, 34]);
  });

  it('transposed convolution stamps the kernel', () => {
    const { shape, values } = outputOf(
      {
        layer: { kind: 'conv2dTranspose', filters: 1, kernelSize: 2, strides: 2, useBias: false },
        inputShape: [1, 2, 1],
      },
      { input: [1, 10], 'layer/kernel': [1, 2, 3, 4] },
    );
    expect(shape).toEqual([2, 4, 1]);
    expect(values).toEqual([1, 2, 10, 20, 3, 4, 30, 40]);
  });

  it.each([
    ['valid', 3, 2, 5, 11],
    ['valid', 2, 3, 5, 15],
    ['same', 3, 2, 5, 10],
    ['valid', 4, 1, 5, 8],
  ])('transposed convolution, %s, kernel %i, stride %i: %i becomes %i', (padding, kernelSize, strides, from, to) => {
    const layer = { kind: 'conv2dTranspose', filters: 1, kernelSize, strides, padding };
    const graph = buildLayerGraph(layer, { inputShape: [from, from, 1], batchSize: 1, mode: 'inference' });
    expect(graph.nodes[graph.output].shape).toEqual([1, to, to, 1]);
  });

  it('depthwise convolution keeps channels apart, in Keras’ order', () => {
    const { values } = outputOf(
      { layer: { kind: 'depthwiseConv2d', kernelSize: 1, depthMultiplier: 2, useBias: false }, inputShape: [1, 1, 2] },
      { input: [1, 10], 'layer/depthwiseKernel': [2, 3, 4, 5] },
    );
    expect(values).toEqual([2, 3, 40, 50]);
  });

  it('bilinear upsampling mixes by distance, edges held', () => {
    const { values } = outputOf(
      { layer: { kind: 'upSampling2d', size: [1, 2], interpolation: 'bilinear' }, inputShape: [1, 2, 1] },
      { input: [0, 4] },
    );
    expect(values).toEqual([0, 1, 3, 4]);
  });

  it('nearest upsampling repeats', () => {
    const { values } = outputOf({ layer: { kind: 'upSampling2d', size: 2 }, inputShape: [1, 2, 1] }, { input: [1, 2] });
    expect(values).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
  });

  it('permute counts axes from 1', () => {
    const { shape, values } = outputOf(
      { layer: { kind: 'permute', dims: [2, 1] }, inputShape: [2, 3] },
      { input: [1, 2, 3, 4, 5, 6] },
    );
    expect(shape).toEqual([3, 2]);
    expect(values).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('dot with normalize is the cosine', () => {
    const one = { layer: { kind: 'dot', axes: 1, normalize: true }, inputShape: [2], otherShapes: [[2]] };
    expect(outputOf(one, { input: [3, 4], input2: [4, 3] }).values[0]).toBeCloseTo(24 / 25, 12);
  });

  it('dot of matrices multiplies them', () => {
    const one = { layer: { kind: 'dot', axes: [2, 1] }, inputShape: [2, 2], otherShapes: [[2, 2]] };
    expect(outputOf(one, { input: [1, 2, 3, 4], input2: [5, 6, 7, 8] }).values).toEqual([19, 22, 43, 50]);
  });

  it('both conventions of dropout have the same expectation', () => {
    const at = (scaling: string, mode: 'training' | 'inference') =>
      outputOf(
        { layer: { kind: 'dropout', rate: 0.25, scaling }, inputShape: [2000], mode },
        { input: new Array(2000).fill(1) },
      ).values;
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(new Set(at('training', 'training'))).toEqual(new Set([0, 4 / 3]));
    expect(new Set(at('inference', 'training'))).toEqual(new Set([0, 1]));
    expect(new Set(at('training', 'inference'))).toEqual(new Set([1]));
    expect(new Set(at('inference', 'inference'))).toEqual(new Set([0.75]));
    // The share that is kept has a standard deviation of √(0.25 · 0.75 / 2000) < 0.01.
    expect(Math.abs(mean(at('training', 'training')) - 1)).toBeLessThan(0.05);
    expect(mean(at('inference', 'training'))).toBeCloseTo(mean(at('training', 'training')) * 0.75, 12);
  });

  it('spatial dropout drops whole channels', () => {
    const { values } = outputOf(
      { layer: { kind: 'spatialDropout2d', rate: 0.5 }, inputShape: [3, 3, 8], mode: 'training' },
      { input: new Array(72).fill(1) },
    );
    const channels = Array.from({ length: 8 }, (_, c) => new Set(values.filter((_, i) => i % 8 === c)));
    expect(channels.every((channel) => channel.size === 1)).toBe(true);
    expect(new Set(values)).toEqual(new Set([0, 2]));
  });
});

describe('what is added to the loss, and done after the update', () => {
  const spec = (settings: object) => ({
    format: 1 as const,
    input: { shape: [2] },
    layers: [{ id: 'output', kind: 'dense', units: 2, ...settings }],
    loss: { kind: 'meanSquaredError' },
  });
  const kernel = [1, -2, 3, 0.5];
  const run = (settings: object) => {
    const graph = buildGraph(spec(settings), {
      batchSize: 1,
      mode: 'training',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
    });
    const feeds = new Map<string, Float64Array | number>([
      ['input', Float64Array.of(0, 0)],
      ['target', Float64Array.of(0, 0)],
      ['output/kernel', Float64Array.from(kernel)],
      ['output/bias', Float64Array.of(0, 0)],
      ['learningRate', 0.1],
      ['step', 1],
      ['seed', 1],
    ]);
    const { values } = interpret(graph, feeds);
    const gradient = graph.gradients.get(graph.weights[0].node)!;
    return {
      loss: values[graph.loss!][0],
      gradient: [...values[gradient]],
      updated: [...values[graph.updates.get('output/kernel')!]],
    };
  };

  it('L1', () => {
    const { loss, gradient } = run({ kernelRegularizer: { kind: 'l1', l1: 0.1 } });
    expect(loss).toBeCloseTo(0.65, 12);
    expect(gradient).toEqual([0.1, -0.1, 0.1, 0.1]);
  });

  it('L2', () => {
    const { loss, gradient } = run({ kernelRegularizer: { kind: 'l2', l2: 0.1 } });
    expect(loss).toBeCloseTo(1.425, 12);
    expect(gradient.map((g) => Number(g.toFixed(12)))).toEqual([0.2, -0.4, 0.6, 0.1]);
  });

  it('both', () => {
    const { loss } = run({ kernelRegularizer: { kind: 'l1l2', l1: 0.1, l2: 0.1 } });
    expect(loss).toBeCloseTo(0.65 + 1.425, 12);
  });

  it('max-norm shortens each unit’s incoming weights that are too long', () => {
    const { updated } = run({ kernelConstraint: { kind: 'maxNorm', maxValue: 2.5 } });
    const first = Math.hypot(updated[0], updated[2]);
    expect(first).toBeCloseTo(2.5, 6);
    expect(updated[0] / updated[2]).toBeCloseTo(1 / 3, 12);
    expect(updated[1]).toBeCloseTo(-2, 6);
    expect(updated[3]).toBeCloseTo(0.5, 6);
  });
});

describe('layers that do not fit', () => {
  const code = (one: Omit<LayerCase, 'name'>): string => {
    try {
      buildLayerGraph(one.layer, { ...one, batchSize: 1, mode: 'training' });
    } catch (error) {
      if (error instanceof GraphError)
        return `${error.code} ${error.params.layer} ${error.params.setting ?? ''}`.trim();
      throw error;
    }
    return 'built';
  };

  it.each<[string, Omit<LayerCase, 'name'>]>([
    ['mergeShapes layer inputs', { layer: { kind: 'add' }, inputShape: [2], otherShapes: [[3]] }],
    ['mergeShapes layer inputs', { layer: { kind: 'add' }, inputShape: [2, 2], otherShapes: [[2]] }],
    ['mergeInputs layer inputs', { layer: { kind: 'add' }, inputShape: [2] }],
    ['mergeInputs layer inputs', { layer: { kind: 'subtract' }, inputShape: [2], otherShapes: [[2], [2]] }],
    ['mergeShapes layer inputs', { layer: { kind: 'concatenate' }, inputShape: [2, 3], otherShapes: [[3, 3]] }],
    ['layerSetting layer axis', { layer: { kind: 'concatenate', axis: 3 }, inputShape: [2], otherShapes: [[3]] }],
    ['mergeShapes layer inputs', { layer: { kind: 'dot' }, inputShape: [2], otherShapes: [[3]] }],
    ['reshapeSize layer targetShape', { layer: { kind: 'reshape', targetShape: [5] }, inputShape: [6] }],
    ['reshapeSize layer targetShape', { layer: { kind: 'reshape', targetShape: [-1, 4] }, inputShape: [6] }],
    ['reshapeOpen layer targetShape', { layer: { kind: 'reshape', targetShape: [-1, -1] }, inputShape: [6] }],
    ['permuteDims layer dims', { layer: { kind: 'permute', dims: [1, 1] }, inputShape: [2, 3] }],
    ['sequenceRank layer', { layer: { kind: 'conv1d', filters: 1 }, inputShape: [4, 4, 1] }],
    ['imageRank layer', { layer: { kind: 'upSampling2d' }, inputShape: [4, 4] }],
    ['groupsDivide layer groups', { layer: { kind: 'groupNormalization', groups: 3 }, inputShape: [2, 2, 4] }],
    ['embeddingInput layer', { layer: { kind: 'embedding', inputDim: 3, outputDim: 2 }, inputShape: [4, 4, 1] }],
    ['kernelTooLarge layer kernelSize', { layer: { kind: 'conv1d', filters: 1, kernelSize: 5 }, inputShape: [4, 1] }],
    ['poolTooLarge layer poolSize', { layer: { kind: 'maxPooling1d', poolSize: 5 }, inputShape: [4, 1] }],
    [
      'layerSetting layer padding',
      { layer: { kind: 'conv2dTranspose', filters: 1, padding: [2, 2] }, inputShape: [1, 1, 1] },
    ],
    [
      'layerSetting layer padding',
      { layer: { kind: 'averagePooling2d', padding: [[2, 0], 0] }, inputShape: [4, 4, 1] },
    ],
    ['layerSetting layer padding', { layer: { kind: 'maxPooling1d', padding: [[0, 2]] }, inputShape: [4, 1] }],
    ['layerSetting layer axis', { layer: { kind: 'layerNormalization', axis: 2 }, inputShape: [4] }],
    ['layerSetting layer sharedAxes', { layer: { kind: 'prelu', sharedAxes: [2] }, inputShape: [4] }],
  ])('say %s', (said, one) => {
    expect(code(one)).toBe(said);
  });
});

describe('receptive fields', () => {
  const images = LAYER_CASES.filter(
    ({ layer, inputShape, otherShapes }) =>
      inputShape.length === 3 &&
      !otherShapes &&
      !['flatten', 'permute', 'maxPooling2d'].includes(String(layer.kind)) &&
      // With gaps in the window, what is left of it at an edge may be less than the field says.
      layer.dilationRate === undefined,
  ).map((one) => ({ ...one, mode: 'inference' as const }));

  it.each(images.map((one) => [one.name, one] as const))('of %s is where its gradient goes', (_name, one) => {
    const graph = graphOf(one);
    const { shape } = graph.nodes[graph.output];
    if (shape.length !== 4) return;
    const feeds = layerFeeds(graph);
    const gradient = graph.gradients.get(graph.input)!;
    for (let element = 0; element < sizeOf(shape.slice(1)); element++) {
      const upstream = new Float64Array(sizeOf(shape));
      upstream[element] = 1;
      const reached = interpret(graph, new Map([...feeds, ['upstream', upstream]])).values[gradient];
      const [, height, width, channels] = graph.nodes[graph.input].shape;
      const rows = new Set<number>();
      const columns = new Set<number>();
      reached.subarray(0, height * width * channels).forEach((value, i) => {
        if (value === 0) return;
        rows.add(Math.floor(i / channels / width));
        columns.add(Math.floor(i / channels) % width);
      });
      // A cell that comes from padding alone sees nothing.
      if (rows.size === 0) continue;
      const field = receptiveField(graph, graph.output, element);
      expect(field, `element ${element}`).toEqual({
        rows: [Math.min(...rows), Math.max(...rows)],
        columns: [Math.min(...columns), Math.max(...columns)],
      });
    }
  });
});
