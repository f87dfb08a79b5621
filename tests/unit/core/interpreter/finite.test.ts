/** Which operation first made a number that is none; and what a graph costs. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { costOf, nodeProducts } from '@/core/graph/cost';
import { firstNonFinite } from '@/core/interpreter/finite';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { feedsFor } from '../../../support/graphs';

const network: NetworkSpec = {
  format: 1,
  input: { shape: [2] },
  layers: [
    { id: 'hidden', kind: 'dense', units: 3, activation: 'exponential' },
    { id: 'output', kind: 'dense', units: 1 },
  ],
  loss: { kind: 'meanSquaredError' },
};
const graph = buildGraph(network, { batchSize: 2, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } });
const traced = (changes: [string, Float64Array][] = []) => {
  const feeds = new Map([...feedsFor(graph), ...changes] as [string, Float64Array | number][]);
  return firstNonFinite(interpret(graph, feeds));
};

describe('the first value that is not finite', () => {
  it('is none where all is well', () => {
    expect(traced()).toBeNull();
  });

  it('is what an operation made of finite numbers', () => {
    // exp(1000) is more than float64 holds; everything after it follows.
    const found = traced([['hidden/bias', Float64Array.of(0, 1000, 0)]]);
    expect(found).toMatchObject({ element: 1, value: Infinity, given: false });
    expect(graph.nodes[found?.node ?? -1].name).toBe('hidden/exponential');
  });

  it('may have been fed in', () => {
    const found = traced([['output/kernel', Float64Array.of(1, 2, Number.NaN)]]);
    expect(found).toMatchObject({ element: 2, value: Number.NaN, given: true });
    expect(graph.nodes[found?.node ?? -1].name).toBe('output/kernel');
  });
});

describe('the cost of a graph', () => {
  const cost = (batchSize: number) =>
    costOf(buildGraph(network, { batchSize, mode: 'training', optimizer: { kind: 'adam', learningRate: 0.1 } }));

  it('counts eight bytes a value, and products of sums', () => {
    const values = graph.nodes.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(costOf(graph).bytes).toBe(8 * values);
    const product = graph.nodes.find(({ name }) => name === 'hidden/matMul')!;
    expect(nodeProducts(graph, product)).toBe(2 * 2 * 3);
    expect(nodeProducts(graph, graph.nodes[graph.input])).toBe(0);
  });

  it('grows by the same for every sample', () => {
    const [one, two, nine] = [cost(1), cost(2), cost(9)];
    for (const what of ['bytes', 'products'] as const) {
      expect(nine[what]).toBe(one[what] + 8 * (two[what] - one[what]));
      expect(two[what]).toBeGreaterThan(one[what]);
    }
  });

  it('counts the gradient of a convolution as the convolution', () => {
    const image: NetworkSpec = {
      ...network,
      input: { shape: [6, 6, 2] },
      layers: [
        { id: 'a', kind: 'conv2d', filters: 3, kernelSize: 3 },
        { id: 'b', kind: 'conv2d', filters: 4, kernelSize: 2 },
      ],
    };
    const built = buildGraph(image, { batchSize: 2, mode: 'training', optimizer: { kind: 'sgd', learningRate: 1 } });
    const of = (op: string, i = 0) => nodeProducts(built, built.nodes.filter((node) => node.op === op)[i]);
    expect(of('conv2d', 1)).toBe(2 * 9 * 4 * 2 * 2 * 3);
    expect(of('conv2dKernelGradient')).toBe(of('conv2d', 1));
    expect(of('conv2dKernelGradient', 1)).toBe(of('conv2d', 0));
    // Every pixel counts its windows, those at the edge too that reach beyond.
    expect(of('conv2dInputGradient')).toBeGreaterThanOrEqual(of('conv2d', 1));
  });
});
