/**
 * Whole networks on each backend: every node of forward, loss, backward and update against the interpreter, alone (as a
 * trace keeps them) and fused (as training runs them), and the gradients against TensorFlow.js' own tape.
 */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph } from '@/core/graph/types';
import { initialWeights } from '@/core/initializers';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { createExecutor, memory, setBackend } from '@/engine/executor';
import { BACKENDS, compare, expectClose, numbers } from './support';

const BATCH = 5;

interface Case {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
  /** Its layers are tried one by one elsewhere: not every node is looked at again. */
  whole?: true;
}

const network = (layers: NetworkSpec['layers'], loss: NetworkSpec['loss'], shape = [6]): NetworkSpec => ({
  format: 1,
  input: { shape },
  layers,
  loss,
});
const dense = (id: string, units: number, activation: string, rest = {}) => ({
  id,
  kind: 'dense',
  units,
  activation,
  ...rest,
});

const CASES: Record<string, Case> = {
  'classifier, adam': {
    network: network([dense('hidden', 4, 'relu'), dense('output', 3, 'softmax')], { kind: 'categoricalCrossentropy' }),
    optimizer: { kind: 'adam', learningRate: 0.01 },
  },
  'probabilities that are clipped and normalized, momentum': {
    network: network([dense('hidden', 4, 'tanh'), dense('output', 3, 'sigmoid')], {
      kind: 'categoricalCrossentropy',
      normalize: true,
    }),
    optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
  },
  'logits, sgd': {
    network: network([dense('hidden', 4, 'sigmoid'), dense('output', 3, 'linear')], {
      kind: 'categoricalCrossentropy',
      fromLogits: true,
    }),
    optimizer: { kind: 'sgd', learningRate: 0.1 },
  },
  'one sigmoid, nesterov, without bias': {
    network: network([dense('hidden', 4, 'tanh', { useBias: false }), dense('output', 1, 'sigmoid')], {
      kind: 'binaryCrossentropy',
    }),
    optimizer: { kind: 'nesterov', learningRate: 0.1, momentum: 0.9 },
  },
  xor: {
    network: network([dense('hidden', 2, 'sigmoid'), dense('output', 1, 'sigmoid')], { kind: 'halfSquaredError' }, [2]),
    optimizer: { kind: 'momentum', learningRate: 0.5, momentum: 0.9 },
  },
  'images, dropout, norms clipped': {
    network: network(
      [
        { id: 'flatten', kind: 'flatten' },
        dense('hidden', 6, 'relu'),
        { id: 'drop', kind: 'dropout', rate: 0.4 },
        dense('output', 2, 'linear'),
      ],
      { kind: 'meanSquaredError' },
      [2, 3, 1],
    ),
    optimizer: { kind: 'adam', learningRate: 0.01, clipNorm: 0.05 },
  },
  'strides, dilations, overlapping pools, global averages': {
    network: network(
      [
        {
          id: 'conv1',
          kind: 'conv2d',
          filters: 3,
          kernelSize: [3, 2],
          strides: 2,
          padding: 'same',
          activation: 'relu',
        },
        { id: 'pool1', kind: 'maxPooling2d', poolSize: 3, strides: 1, padding: 'same' },
        {
          id: 'conv2',
          kind: 'conv2d',
          filters: 2,
          kernelSize: 2,
          dilationRate: 2,
          padding: [
            [0, 1],
            [2, 1],
          ],
          activation: 'sigmoid',
        },
        { id: 'pool2', kind: 'averagePooling2d', poolSize: 2, strides: 1, padding: 'same' },
        { id: 'pool3', kind: 'globalAveragePooling2d' },
        dense('output', 3, 'softmax'),
      ],
      { kind: 'categoricalCrossentropy' },
      [7, 8, 2],
    ),
    optimizer: { kind: 'adam', learningRate: 0.01 },
  },
  'batch normalization first, twice, and last': {
    network: network(
      [
        { id: 'bn1', kind: 'batchNormalization', epsilon: 0.01, momentum: 0.5 },
        { id: 'conv1', kind: 'conv2d', filters: 3, kernelSize: 2, useBias: false },
        { id: 'bn2', kind: 'batchNormalization' },
        { id: 'bn3', kind: 'batchNormalization' },
        { id: 'flatten', kind: 'flatten' },
        dense('output', 3, 'linear'),
        { id: 'bn4', kind: 'batchNormalization' },
      ],
      { kind: 'meanSquaredError' },
      [3, 4, 2],
    ),
    optimizer: { kind: 'sgd', learningRate: 0.1 },
  },
  'branches of every kind, scaled, disturbed and put together': {
    network: network(
      [
        { id: 'separable', kind: 'separableConv2d', filters: 4, padding: 'same', activation: 'relu' },
        { id: 'norm', kind: 'groupNormalization', groups: 2 },
        { id: 'drop', kind: 'spatialDropout2d', rate: 0.3 },
        { id: 'pool', kind: 'averagePooling2d', inputs: ['separable'] },
        { id: 'up', kind: 'upSampling2d', interpolation: 'bilinear' },
        { id: 'joined', kind: 'concatenate', inputs: ['drop', 'up'] },
        { id: 'transposed', kind: 'conv2dTranspose', filters: 4, kernelSize: 2, padding: 'same', inputs: ['joined'] },
        { id: 'sum', kind: 'add', inputs: ['transposed', 'separable'] },
        { id: 'prelu', kind: 'prelu', sharedAxes: [1, 2], alphaInitializer: { kind: 'constant', value: 0.2 } },
        { id: 'largest', kind: 'globalMaxPooling2d' },
        dense('output', 3, 'linear', { kernelRegularizer: { kind: 'l2', l2: 0.1 } }),
      ],
      { kind: 'categoricalCrossentropy', fromLogits: true, labelSmoothing: 0.1, classWeights: [1, 2, 0.5] },
      [4, 6, 2],
    ),
    optimizer: { kind: 'nadam', learningRate: 0.01, weightDecay: 0.01 },
    whole: true,
  },
  'a sequence, and weights that no gradient reaches': {
    network: network(
      [
        dense('before', 6, 'step'),
        { id: 'row', kind: 'reshape', targetShape: [6, 1] },
        { id: 'causal', kind: 'conv1d', filters: 4, padding: 'causal', dilationRate: 2, activation: 'swish' },
        { id: 'norm', kind: 'layerNormalization' },
        { id: 'noise', kind: 'gaussianNoise', stddev: 0.2 },
        { id: 'turned', kind: 'permute', dims: [2, 1] },
        { id: 'mean', kind: 'globalAveragePooling1d' },
        dense('output', 2, 'tanh', { kernelConstraint: { kind: 'maxNorm', maxValue: 0.5 } }),
      ],
      { kind: 'huber' },
    ),
    optimizer: { kind: 'adam', learningRate: 0.01, amsgrad: true, globalClipNorm: 0.05 },
    whole: true,
  },
};

/** A template's network with few filters, on images just large enough for it. */
function shrunk(id: 'mnist-cnn' | 'mnist-cnn-bn'): Case {
  const { network: whole, training } = TEMPLATES[id];
  const layers = whole.layers.map((layer) => {
    if (layer.kind === 'conv2d') return { ...layer, filters: layer.id === 'conv1' ? 2 : 3 };
    return layer.kind === 'dense' && layer.id !== 'output' ? { ...layer, units: 5 } : layer;
  });
  return {
    network: { ...whole, layers, input: { shape: [18, 18, 1] } },
    optimizer: training.phases[0].optimizer,
  };
}
CASES['the textbook CNN, shrunk'] = shrunk('mnist-cnn');
CASES['the textbook CNN with batch normalization and dropout, shrunk'] = shrunk('mnist-cnn-bn');

/** Leaves of a training graph in the middle of training: states that are not zero. */
function midTraining(graph: Graph): Feeds {
  const feeds = new Map<string, Float64Array | number>([
    ['seed', 3],
    ['step', 4],
    ['learningRate', 0.05],
  ]);
  const input = graph.nodes[graph.input].shape;
  feeds.set('input', numbers(sizeOf(input), 'input', -1, 1));
  const target = graph.nodes[graph.target!].shape;
  const values = new Float64Array(sizeOf(target));
  const width = target[target.length - 1];
  for (let row = 0; row < target[0]; row++) {
    if (width === 1) values[row] = row % 2;
    else values[row * width + ((row * 2) % width)] = 1;
  }
  feeds.set('target', values);
  for (const [name, weight] of initialWeights(graph, 1))
    feeds.set(
      name,
      weight.map((w) => Math.fround(w + 0.01)),
    );
  // Averages of squares and products of rates are not negative.
  for (const { name, shape, state } of graph.states)
    feeds.set(name, numbers(sizeOf(shape), name, /^(v|vMax|muProduct)$/.test(state) ? 0.01 : -0.1, 0.1));
  return feeds;
}

describe.each(BACKENDS)('networks on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  // WebGL compiles a program for every node: there each operation is tested by itself, and networks as they run.
  const taken = backend === 'webgl' ? [] : Object.keys(CASES).filter((name) => !CASES[name].whole);
  it.each(taken)('%s: every node', async (name) => {
    const graph = buildGraph(CASES[name].network, {
      batchSize: BATCH,
      mode: 'training',
      optimizer: CASES[name].optimizer,
    });
    await compare(graph, midTraining(graph), graph.nodes);
  });

  it.each(Object.keys(CASES))('%s: loss and update, fused', async (name) => {
    const graph = buildGraph(CASES[name].network, {
      batchSize: BATCH,
      mode: 'training',
      optimizer: CASES[name].optimizer,
    });
    const wanted = [graph.loss!, graph.output, ...graph.updates.values(), ...graph.states.map(({ update }) => update)];
    await compare(
      graph,
      midTraining(graph),
      wanted.map((id) => graph.nodes[id]),
    );
  });

  it.each(Object.keys(CASES))('%s: inference', async (name) => {
    const graph = buildGraph(CASES[name].network, { batchSize: 1, mode: 'inference' });
    await compare(graph, midTraining(graph), [graph.nodes[graph.output], graph.nodes[graph.loss!]]);
  });

  it('has the gradients of TensorFlow.js', async () => {
    const { network: spec, optimizer } = CASES['classifier, adam'];
    const graph = buildGraph(spec, { batchSize: BATCH, mode: 'training', optimizer });
    const feeds = midTraining(graph);
    const value = (name: string) => {
      const { shape } = graph.nodes.find((node) => node.name === name)!;
      return tf.tensor(Float32Array.from(feeds.get(name) as Float64Array), shape as number[]);
    };
    const variables = graph.weights.map(({ name }) => tf.variable(value(name), true, `${backend}/${name}`));
    const [kernel1, bias1, kernel2, bias2] = variables as unknown as [
      tf.Tensor2D,
      tf.Tensor1D,
      tf.Tensor2D,
      tf.Tensor1D,
    ];
    const x = value('input') as tf.Tensor2D;
    const t = value('target') as tf.Tensor2D;
    const { value: loss, grads } = tf.variableGrads(() => {
      const hidden = tf.relu(tf.add(tf.matMul(x, kernel1), bias1));
      const logits = tf.add(tf.matMul(hidden, kernel2), bias2);
      return tf.neg(tf.mean(tf.sum(tf.mul(t, tf.logSoftmax(logits)), 1))) as tf.Scalar;
    });
    const executor = createExecutor(graph);
    const nodes = graph.weights.map(({ node }) => graph.gradients.get(node)!);
    const values = await executor.run(feeds, [graph.loss!, ...nodes]);
    expectClose(values[0], await loss.data(), 'loss');
    for (const [i, { name }] of graph.weights.entries()) {
      expectClose(values[i + 1], await grads[`${backend}/${name}`].data(), name);
    }
    executor.dispose();
    for (const tensor of [loss, x, t, ...Object.values(grads), ...variables]) tensor.dispose();
  });

  it('frees everything', async () => {
    const { network: spec, optimizer } = CASES['images, dropout, norms clipped'];
    const before = memory();
    const graph = buildGraph(spec, { batchSize: BATCH, mode: 'training', optimizer });
    await compare(graph, midTraining(graph), graph.nodes);
    expect(memory()).toEqual(before);
  });
});
