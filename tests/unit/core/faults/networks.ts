/** Small networks to break, and what they are fed. */
import { FAULTS } from '@/core/faults';
import type { FaultSpec } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import type { Feeds, Graph } from '@/core/graph/types';
import { checkAt } from '@/core/interpreter/course';
import { toTheEnd } from '@/core/interpreter/interpret';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { feedsFor } from '../../../support/graphs';

const dense = (id: string, units: number, activation: string, rest = {}) => ({
  id,
  kind: 'dense',
  units,
  activation,
  ...rest,
});

export const NETWORKS = {
  mlp: {
    format: 1,
    input: { shape: [3] },
    layers: [dense('one', 4, 'tanh'), dense('two', 4, 'sigmoid'), dense('output', 3, 'softmax')],
    loss: { kind: 'categoricalCrossentropy' },
  },
  cnn: {
    format: 1,
    input: { shape: [5, 5, 1] },
    layers: [
      { id: 'conv', kind: 'conv2d', filters: 2, kernelSize: 2, activation: 'tanh' },
      { id: 'pool', kind: 'averagePooling2d' },
      { id: 'flatten', kind: 'flatten' },
      dense('output', 3, 'softmax'),
    ],
    loss: { kind: 'categoricalCrossentropy' },
  },
  residual: {
    format: 1,
    input: { shape: [3] },
    layers: [
      dense('first', 4, 'tanh'),
      dense('block', 4, 'tanh'),
      { id: 'sum', kind: 'add', inputs: ['first', 'block'] },
      dense('output', 3, 'softmax'),
    ],
    loss: { kind: 'categoricalCrossentropy' },
  },
} satisfies Record<string, NetworkSpec>;
export type NetworkName = keyof typeof NETWORKS;

export const OPTIMIZERS = {
  sgd: { kind: 'sgd', learningRate: 0.2 },
  momentum: { kind: 'momentum', learningRate: 0.05, momentum: 0.9 },
  adam: { kind: 'adam', learningRate: 0.02 },
} satisfies Record<string, OptimizerSpec>;
export type OptimizerName = keyof typeof OPTIMIZERS;

export const KINDS = Object.keys(FAULTS);
export const specOf = (kind: string): FaultSpec => (kind === 'momentsReset' ? { kind, stepsPerEpoch: 4 } : { kind });

export function graphOf(
  network: NetworkName,
  optimizer: OptimizerName,
  fault: FaultSpec | null = null,
  batchSize = 4,
): Graph {
  const options = { batchSize, mode: 'training', optimizer: OPTIMIZERS[optimizer], fault } as const;
  return buildGraph(NETWORKS[network], options);
}

export const feeds = (graph: Graph, learningRate = 0.1): Feeds => feedsFor(graph, { oneHot: true, learningRate });

/** Gradients of a graph that disagree with the central difference at these feeds, by name. */
export function wrongGradients(network: NetworkSpec, graph: Graph, fault: FaultSpec | null, at: Feeds): string[] {
  const forward = buildGraph(network, { batchSize: graph.batchSize, mode: 'training', fault });
  const { nodes } = toTheEnd(checkAt(graph, forward, at));
  return nodes.filter(({ wrong }) => wrong > 0).map(({ name }) => name);
}
