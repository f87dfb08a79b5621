/** The norm of all gradients as a node of the graph, against the gradients themselves in float64. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { TEMPLATES } from '@/core/network/templates';

const { network } = TEMPLATES.xor;
const sgd = { kind: 'sgd', learningRate: 0.1 };
const clipped = { ...sgd, globalClipNorm: 1e-3 };

describe('the norm of all gradients', () => {
  it.each([sgd, clipped])('is that of the gradients before clipping, all weights together', (optimizer) => {
    const graph = buildGraph(network, { batchSize: 4, mode: 'training', optimizer, gradientNorm: true });
    const feeds = new Map<string, Float64Array | number>([
      ['input', Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1)],
      ['target', Float64Array.of(0, 1, 1, 0)],
      ['seed', 3],
      ['step', 1],
      ['learningRate', 0.1],
    ]);
    for (const [name, values] of initialWeights(graph, 3)) feeds.set(name, Float64Array.from(values));
    const { values } = interpret(graph, feeds);
    const gradients = graph.weights.flatMap(({ node }) => Array.from(values[graph.gradients.get(node) ?? -1]));
    expect(gradients.length).toBeGreaterThan(5);
    expect(values[graph.gradientNorm ?? -1][0]).toBeCloseTo(Math.hypot(...gradients), 14);
  });

  it('is there only where it was asked for', () => {
    const graph = buildGraph(network, { batchSize: 4, mode: 'training', optimizer: sgd });
    expect(graph.gradientNorm).toBeUndefined();
    expect(graph.nodes.some(({ attrs }) => attrs.definition === 'gradientNorm')).toBe(false);
  });
});
