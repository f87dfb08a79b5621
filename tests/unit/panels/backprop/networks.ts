/** The networks that the stepper is tested with: small ones with every kind of layer and loss, and MNIST's. */

import { buildGraph } from '@/core/graph/build';
import type { Feeds, Graph } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';

export interface Case {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
}

const xor = TEMPLATES.xor;
const mnist = TEMPLATES['mnist-mlp'];
const adam: OptimizerSpec = { kind: 'adam', learningRate: 0.01 };

export const CASES: Record<string, Case> = {
  xor: { network: xor.network, optimizer: xor.training.phases[0].optimizer },
  mnist: { network: mnist.network, optimizer: mnist.training.phases[0].optimizer },
  'dropout and an activation layer': {
    network: {
      format: 1,
      input: { shape: [2, 2] },
      layers: [
        { id: 'flatten', kind: 'flatten' },
        { id: 'first', kind: 'dense', units: 3, activation: 'relu' },
        { id: 'drop', kind: 'dropout', rate: 0.25 },
        { id: 'bend', kind: 'activation', activation: 'tanh' },
        { id: 'out', kind: 'dense', units: 2, activation: 'linear', useBias: false },
      ],
      loss: { kind: 'meanSquaredError' },
    },
    optimizer: { kind: 'nesterov', learningRate: 0.1, momentum: 0.8 },
  },
  'a small CNN': {
    network: {
      format: 1,
      input: { shape: [7, 6, 1] },
      layers: [
        { id: 'conv1', kind: 'conv2d', filters: 3, kernelSize: 3, padding: 'same' },
        { id: 'norm1', kind: 'batchNormalization' },
        { id: 'relu1', kind: 'activation', activation: 'relu' },
        { id: 'pool1', kind: 'maxPooling2d', poolSize: 2 },
        { id: 'conv2', kind: 'conv2d', filters: 6, kernelSize: 2, activation: 'relu' },
        { id: 'pool2', kind: 'averagePooling2d', poolSize: [2, 1] },
        { id: 'flatten', kind: 'flatten' },
        { id: 'drop', kind: 'dropout', rate: 0.5 },
        { id: 'output', kind: 'dense', units: 3, activation: 'softmax' },
      ],
      loss: { kind: 'categoricalCrossentropy' },
    },
    optimizer: adam,
  },
  'colours, a global mean and a normalized dense layer': {
    network: {
      format: 1,
      input: { shape: [5, 5, 3] },
      layers: [
        { id: 'conv', kind: 'conv2d', filters: 4, kernelSize: 3, strides: 2, useBias: false, activation: 'relu' },
        { id: 'mean', kind: 'globalAveragePooling2d' },
        { id: 'hidden', kind: 'dense', units: 3 },
        { id: 'norm', kind: 'batchNormalization' },
        { id: 'output', kind: 'dense', units: 2 },
      ],
      loss: { kind: 'meanSquaredError' },
    },
    optimizer: { kind: 'sgd', learningRate: 0.1 },
  },
  'binary cross-entropy': {
    network: {
      format: 1,
      input: { shape: [2] },
      layers: [
        { id: 'hidden', kind: 'dense', units: 2, activation: 'tanh' },
        { id: 'output', kind: 'dense', units: 1, activation: 'sigmoid' },
      ],
      loss: { kind: 'binaryCrossentropy' },
    },
    optimizer: { ...adam, globalClipNorm: 1 },
  },
  'softmax without its loss': {
    network: {
      format: 1,
      input: { shape: [3] },
      layers: [{ id: 'output', kind: 'dense', units: 3, activation: 'softmax' }],
      loss: { kind: 'halfSquaredError' },
    },
    optimizer: { kind: 'sgd', learningRate: 0.1 },
  },
};

export const graphOf = ({ network, optimizer }: Case, batchSize = 1): Graph =>
  buildGraph(network, { batchSize, mode: 'training', optimizer });

/** Inputs that are neither equal nor all positive, one-hot targets, initial weights. */
export function feedsFor(graph: Graph): Feeds {
  const size = (node: number) => graph.nodes[node].shape.reduce((a, b) => a * b, 1);
  const classes = graph.nodes[graph.output].shape.at(-1) as number;
  const target = Float64Array.from({ length: size(graph.target as number) }, (_, i) => {
    const sample = Math.floor(i / classes);
    return i % classes === sample % classes ? 1 : 0;
  });
  return new Map<string, Float64Array | number>([
    ['input', Float64Array.from({ length: size(graph.input) }, (_, i) => Math.sin(1 + i * 1.7))],
    ['target', target],
    ['learningRate', 0.1],
    ['step', 1],
    ['seed', 3],
    ...initialWeights(graph, 7),
    ...initialStates(graph),
  ]);
}

export function traced(name: string, batchSize = 1) {
  const graph = graphOf(CASES[name], batchSize);
  return { graph, trace: interpret(graph, feedsFor(graph)) };
}

export const nodeNamed = (graph: Graph, name: string) => {
  const node = graph.nodes.find((n) => n.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
};
