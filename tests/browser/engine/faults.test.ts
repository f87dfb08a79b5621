/** Every mistake runs in the engine as it is interpreted: loss, gradients, states and updates of the same broken graph. */
import { beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '@/core/faults';
import { buildGraph } from '@/core/graph/build';
import { initialStates, initialWeights } from '@/core/initializers';
import { setBackend } from '@/engine/executor';
import { compare, numbers } from './support';

const NETWORK = {
  format: 1 as const,
  input: { shape: [4, 4, 1] },
  layers: [
    { id: 'conv', kind: 'conv2d', filters: 2, kernelSize: 2, activation: 'tanh' },
    { id: 'flatten', kind: 'flatten' },
    { id: 'first', kind: 'dense', units: 4, activation: 'relu' },
    { id: 'block', kind: 'dense', units: 4, activation: 'sigmoid' },
    { id: 'sum', kind: 'add', inputs: ['first', 'block'] },
    { id: 'output', kind: 'dense', units: 3, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};
const BATCH = 3;

describe('mistakes in the engine', () => {
  beforeAll(() => setBackend('wasm'));

  it.each(Object.keys(FAULTS))('%s', async (kind) => {
    const graph = buildGraph(NETWORK, {
      batchSize: BATCH,
      mode: 'training',
      optimizer: { kind: 'adam', learningRate: 0.01 },
      fault: { kind, stepsPerEpoch: 2 },
    });
    const feeds = new Map<string, Float64Array | number>([
      ['input', numbers(BATCH * 16, 'input')],
      ['target', Float64Array.from({ length: BATCH * 3 }, (_, i) => (i % 4 === 0 ? 1 : 0))],
      ['learningRate', 0.01],
      // The first update of the second epoch.
      ['step', 3],
      ...initialWeights(graph, 1),
    ]);
    for (const [name, state] of initialStates(graph)) feeds.set(name, numbers(state.length, name, 0.01, 0.1));
    const wanted = [graph.loss!, ...graph.gradients.values(), ...graph.updates.values()];
    wanted.push(...graph.states.map(({ update }) => update));
    const nodes = [...new Set(wanted)].map((id) => graph.nodes[id]);
    await compare(graph, feeds, nodes, kind);
    // As training runs it: only what is needed, fused.
    const trained = [graph.loss!, ...graph.updates.values(), ...graph.states.map(({ update }) => update)];
    await compare(
      graph,
      feeds,
      trained.map((id) => graph.nodes[id]),
      `${kind}, fused`,
    );
    expect(nodes.length).toBeGreaterThan(trained.length);
  });
});
