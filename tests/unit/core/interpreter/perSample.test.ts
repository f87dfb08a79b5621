/** Gradients of single samples: they average to the batch's wherever every sample goes its own way. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { toTheEnd } from '@/core/interpreter/interpret';
import { meanAndDeviation } from '@/core/interpreter/perSample';
import { InterpreterService } from '@/core/interpreter/service';
import type { NetworkSpec } from '@/core/network/spec';
import { feedsFor } from '../../../support/graphs';

type Layers = NetworkSpec['layers'];
const optimizer = { kind: 'sgd', learningRate: 0.1 };
const network = (between: Layers): NetworkSpec => ({
  format: 1,
  input: { shape: [3] },
  layers: [
    { id: 'hidden', kind: 'dense', units: 4, activation: 'tanh' },
    ...between,
    { id: 'output', kind: 'dense', units: 2, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
});

function service(spec: NetworkSpec, batchSize: number) {
  const graph = buildGraph(spec, { batchSize, mode: 'training', optimizer });
  const feeds = [...feedsFor(graph, { oneHot: true })] as [string, Float64Array | number][];
  const asked = new InterpreterService();
  const { values } = asked.trace({ network: spec, optimizer, batchSize, feeds });
  const gradient = (name: string) => {
    const { node } = graph.weights.find((w) => w.name === name)!;
    return values[graph.gradients.get(node) as number];
  };
  const ask = (weight: string, element: number) => toTheEnd(asked.perSample({ weight, element }));
  return { ask, gradient, feeds, graph };
}

describe('gradients of single samples', () => {
  it('have the gradient of the batch as their mean, random masks included', () => {
    for (const between of [[], [{ id: 'drop', kind: 'dropout', rate: 0.2 }]] as Layers[]) {
      const { ask, gradient } = service(network(between), 5);
      for (const [weight, element] of [
        ['hidden/kernel', 4],
        ['hidden/bias', 1],
        ['output/kernel', 6],
      ] as const) {
        const { values, mean, deviation, batch, together } = ask(weight, element);
        expect(values).toHaveLength(5);
        expect(batch).toBe(gradient(weight)[element]);
        expect(mean).toBeCloseTo(batch, 12);
        expect(deviation).toBeGreaterThan(0);
        expect(together).toBe('mean');
      }
    }
  });

  it('are those of a batch of one', () => {
    const batch = service(network([]), 3);
    const { values } = batch.ask('output/bias', 1);
    const part = (name: string, i: number, size: number) =>
      (new Map(batch.feeds).get(name) as Float64Array).slice(i * size, (i + 1) * size);
    values.forEach((value, i) => {
      const alone = new InterpreterService();
      const feeds = batch.feeds.map(([name, fed]): [string, Float64Array | number] =>
        name === 'input' ? [name, part(name, i, 3)] : name === 'target' ? [name, part(name, i, 2)] : [name, fed],
      );
      const one = alone.trace({ network: network([]), optimizer, batchSize: 1, feeds });
      const graph = buildGraph(network([]), { batchSize: 1, mode: 'training', optimizer });
      const { node } = graph.weights.find(({ name }) => name === 'output/bias')!;
      expect(value).toBe(one.values[graph.gradients.get(node) as number][1]);
    });
  });

  it('say so where samples influence one another', () => {
    const { ask } = service(network([{ id: 'norm', kind: 'batchNormalization' }]), 4);
    const { together, mean, batch } = ask('hidden/kernel', 0);
    expect(together).toBe('mixed');
    expect(Math.abs(mean - batch)).toBeGreaterThan(1e-6);
  });

  it('are only there for weights that are learned', () => {
    const { ask } = service(network([]), 2);
    expect(() => ask('input', 0)).toThrow('unknownNode');
  });
});

describe('mean and standard deviation', () => {
  it('divide by n', () => {
    expect(meanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: 2 });
    expect(meanAndDeviation([3])).toEqual({ mean: 3, deviation: 0 });
  });
});
