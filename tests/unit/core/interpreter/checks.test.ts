/** The check of all gradients: right ones pass, wrong ones are found, kinks are told apart; differences only recompute what follows. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { checkGradients, sampleElements } from '@/core/interpreter/checks';
import { Differences, SWEEP } from '@/core/interpreter/differences';
import { interpret, toTheEnd } from '@/core/interpreter/interpret';
import { InterpreterService } from '@/core/interpreter/service';
import type { NetworkSpec } from '@/core/network/spec';
import { feedsFor } from '../../../support/graphs';

const optimizer = { kind: 'adam', learningRate: 0.01 };
const mlp = (activation: string): NetworkSpec => ({
  format: 1,
  input: { shape: [3] },
  layers: [
    { id: 'hidden', kind: 'dense', units: 4, activation },
    { id: 'output', kind: 'dense', units: 2, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
});
const cnn: NetworkSpec = {
  format: 1,
  input: { shape: [8, 8, 1] },
  layers: [
    { id: 'conv', kind: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu' },
    { id: 'pool', kind: 'maxPooling2d', poolSize: 2 },
    { id: 'flatten', kind: 'flatten' },
    { id: 'output', kind: 'dense', units: 3, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};

function prepared(network: NetworkSpec, batchSize = 2, change?: (feeds: Map<string, Float64Array | number>) => void) {
  const graph = buildGraph(network, { batchSize, mode: 'training', optimizer });
  const forward = buildGraph(network, { batchSize, mode: 'training' });
  const feeds = new Map(feedsFor(graph, { oneHot: true })) as Map<string, Float64Array | number>;
  change?.(feeds);
  const { values } = interpret(graph, feeds);
  const differences = new Differences(forward, interpret(forward, feeds).values);
  return { graph, values, feeds, differences };
}

const run = (
  { graph, values, differences }: ReturnType<typeof prepared>,
  spoil: (gradient: Float64Array, graph: Graph, node: number) => Float64Array = (gradient) => gradient,
) =>
  toTheEnd(
    checkGradients(graph, (node) => spoil(values[graph.gradients.get(node) as number], graph, node), differences),
  );

describe('differences', () => {
  const { graph, feeds, differences } = prepared(cnn);

  it('are those of a whole interpretation with the number moved', () => {
    for (const name of ['conv/kernel', 'conv/relu', 'output/bias', 'pool/maxPool2d']) {
      const node = differences.node(name);
      const moved = (interpret(graph, feeds).values[node] as Float64Array).slice();
      moved[1] += 0.25;
      const whole = interpret(graph, new Map([...feeds, [name, moved]]));
      expect(differences.lossWith(node, 1, 0.25)).toBe(whole.values[graph.loss as number][0]);
    }
  });

  it('cost less the nearer they are to the loss', () => {
    const cost = (name: string) => differences.cost(differences.node(name));
    expect(cost('conv/kernel')).toBeGreaterThan(cost('conv/relu'));
    expect(cost('conv/relu')).toBeGreaterThan(cost('output/kernel') - 1);
    expect(cost('output/bias')).toBeLessThan(40);
  });

  it('err by truncation for a large h and by rounding for a small one', () => {
    const smooth = prepared(mlp('tanh'));
    const service = new InterpreterService();
    service.trace({ network: mlp('tanh'), optimizer, batchSize: 2, feeds: [...smooth.feeds] });
    const { loss, differences: swept } = toTheEnd(service.sweep({ node: 'hidden/kernel', element: 5 }));
    const node = smooth.graph.gradients.get(smooth.differences.node('hidden/kernel')) as number;
    const exact = smooth.values[node][5];
    const errors = swept.map(({ slope }) => Math.abs(slope - exact));
    expect(swept.map(({ h }) => h)).toEqual(SWEEP);
    expect(loss).toBe(smooth.values[smooth.graph.loss as number][0]);
    const best = Math.min(...errors);
    expect(best).toBeLessThan(1e-9);
    // A tenth of h, a hundredth of the error, until rounding takes over.
    expect(errors[0] / errors[1]).toBeCloseTo(100, -1);
    expect(errors[11]).toBeGreaterThan(1000 * best);
  });
});

describe('the check of all gradients', () => {
  it('finds small networks right in every number', () => {
    for (const network of [mlp('sigmoid'), mlp('tanh'), cnn]) {
      const { nodes } = run(prepared(network));
      expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['output/kernel', 'output/bias']));
      for (const { checked, size, wrong, worst } of nodes) {
        expect([checked, wrong]).toEqual([size, 0]);
        expect(worst?.relative).toBeLessThan(1e-5);
      }
    }
  });

  it('finds the one number that is wrong, and where', () => {
    const { nodes } = run(prepared(mlp('tanh')), (gradient, graph, node) => {
      if (graph.nodes[node].name !== 'hidden/kernel') return gradient;
      return gradient.map((g, i) => (i === 7 ? -g : g));
    });
    const wrong = nodes.filter((each) => each.wrong > 0);
    expect(wrong).toMatchObject([{ name: 'hidden/kernel', wrong: 1, kinks: 0, worst: { element: 7 } }]);
    expect(wrong[0].worst?.relative).toBeCloseTo(2, 5);
  });

  it('lets NaN pass for nothing', () => {
    const { nodes } = run(prepared(mlp('tanh')), (gradient) => gradient.map(() => Number.NaN));
    for (const { wrong, size } of nodes) expect(wrong).toBe(size);
  });

  it('tells a kink from a mistake', () => {
    // All sums of the hidden layer are exactly 0, where relu has no derivative.
    const atKink = prepared(mlp('relu'), 1, (feeds) => {
      feeds.set('hidden/kernel', new Float64Array(12));
      feeds.set('hidden/bias', new Float64Array(4));
    });
    const bias = run(atKink).nodes.find(({ name }) => name === 'hidden/bias');
    expect(bias).toMatchObject({ wrong: 0, kinks: 4, worst: null });
    const spoiled = run(atKink, (gradient, graph, node) =>
      graph.nodes[node].name === 'hidden/bias' ? gradient.map(() => 10) : gradient,
    );
    expect(spoiled.nodes.find(({ name }) => name === 'hidden/bias')).toMatchObject({ wrong: 4, kinks: 0 });
  });

  it('takes the same sample of a large tensor every time, with its largest element', () => {
    const gradient = new Float64Array(5000).fill(0.1);
    gradient[4321] = -3;
    const sample = sampleElements(gradient, 40);
    expect(sample).toHaveLength(40);
    expect(new Set(sample).size).toBe(40);
    expect(sample).toContain(4321);
    expect(sampleElements(gradient, 40)).toEqual(sample);
    expect(Math.max(...sample)).toBeLessThan(5000);
    expect(sampleElements(new Float64Array(3), 9)).toEqual([0, 1, 2]);
  });

  it('tells how far it is', () => {
    const { graph, values, differences } = prepared(mlp('tanh'));
    const steps = checkGradients(graph, (node) => values[graph.gradients.get(node) as number], differences);
    const seen: number[] = [];
    for (let next = steps.next(); !next.done; next = steps.next()) seen.push(next.value.done / next.value.total);
    expect(seen[0]).toBe(0);
    expect(seen.every((share, i) => i === 0 || share > seen[i - 1])).toBe(true);
    expect(seen[seen.length - 1]).toBeLessThan(1);
  });
});
