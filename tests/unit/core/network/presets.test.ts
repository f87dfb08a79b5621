/**
 * The examples to step through: every one builds, has data that fit, and computes what its source prints. Targets and
 * inputs come from the registered data sets, weights from the initializers: nothing is written down a second time.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import type { Graph, Trace } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { asTyped } from '@/core/interpreter/typed';
import { targetForm, writeTargets } from '@/core/losses/targets';
import { PRESET_GROUPS, PRESETS, type PresetId } from '@/core/network/presets';
import type { Template } from '@/core/network/presets/types';
import { taskOf } from '@/core/network/task';
import { adviseNetwork, validateNetwork } from '@/core/network/validate';
import { Keeper } from '@/data/keeper';
import { datasetSource } from '@/data/registry';
import { pickSamples } from '@/data/session';
import { documentSchema } from '@/state/document';
import { type NetworkCase, parseCases, type RawCase } from '../../../support/fixtures/cases';
import { centralDifference } from '../../../support/graphs';

const IDS = Object.keys(PRESETS) as PresetId[];
const of = (id: PresetId): Template => PRESETS[id];
const cases = parseCases(readFileSync(new URL('../../../fixtures/worked.json', import.meta.url), 'utf8'));
const caseOf = <C = RawCase>(id: string) => cases.find((one) => one.id === id) as C;
const flat = (values: unknown): number[] => (Array.isArray(values) ? values.flatMap(flat) : [values as number]);

const load = (id: PresetId) => {
  const { data } = of(id);
  return datasetSource(data.id).load({ base: '', onProgress: () => undefined, keeper: new Keeper() });
};

type Feeds = Map<string, Float64Array | number>;
interface Opened {
  graph: Graph;
  feeds: Feeds;
  trace: Trace;
}

function stepOf(graph: Graph, feeds: Feeds): Trace {
  return interpret(graph, feeds);
}

/** The first samples of a preset as the step view opens it; `samples` overrides how many. */
async function open(id: PresetId, samples = of(id).samples ?? 1): Promise<Opened> {
  const { network, training } = of(id);
  const { optimizer } = training.phases[0];
  const graph = buildGraph(network, { batchSize: samples, mode: 'training', optimizer });
  const picked = pickSamples(
    await load(id),
    'train',
    Array.from({ length: samples }, (_, i) => i),
  );
  const targets = new Float32Array(picked.targets.length);
  writeTargets(targetForm(network.loss), picked.targets, picked.targets.length / samples, targets);
  const feeds: Feeds = new Map<string, Float64Array | number>([
    ['input', Float64Array.from(picked.inputs, asTyped)],
    ['target', Float64Array.from(targets, asTyped)],
    ['learningRate', optimizer.learningRate],
    ['step', 1],
    ['seed', training.seed],
  ]);
  for (const [name, values] of initialWeights(graph, training.seed))
    feeds.set(name, Float64Array.from(values, asTyped));
  for (const [name, values] of initialStates(graph)) feeds.set(name, values);
  return { graph, feeds, trace: stepOf(graph, feeds) };
}

const valuesOf = ({ graph, trace }: Opened, name: string): number[] => {
  const node = graph.nodes.find((one) => one.name === name);
  if (!node) throw new Error(`no node ${name}`);
  return [...trace.values[node.id]];
};
const output = ({ graph, trace }: Opened) => [...trace.values[graph.output]];
const loss = ({ graph, trace }: Opened) => trace.values[graph.loss!][0];
const weightNode = (graph: Graph, name: string) => graph.weights.find((one) => one.name === name)!.node;
const gradient = ({ graph, trace }: Opened, name: string) => [
  ...trace.values[graph.gradients.get(weightNode(graph, name))!],
];
const updated = ({ graph, trace }: Opened, name: string) => [...trace.values[graph.updates.get(name)!]];
/** The next step on the same samples, with the updated weights in full precision. @param by 0 keeps dropout's mask. */
function next({ graph, feeds, trace }: Opened, by = 1): Opened {
  const after: Feeds = new Map(feeds);
  for (const [name, node] of graph.updates) after.set(name, trace.values[node]);
  after.set('step', (feeds.get('step') as number) + by);
  return { graph, feeds: after, trace: stepOf(graph, after) };
}
const close = (actual: readonly number[], expected: readonly number[], digits = 12) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], digits);
};
/** What a layer gives out. */
const layerOutput = ({ graph, trace }: Opened, id: string) => [
  ...trace.values[graph.layers.find((layer) => layer.id === id)!.output],
];
/** The gradient of what a layer gives out. */
function gradientOfLayer({ graph, trace }: Opened, id: string): number[] {
  const { output } = graph.layers.find((layer) => layer.id === id)!;
  return [...trace.values[graph.gradients.get(output) ?? graph.nodes.findIndex((n) => n.gradientOf === output)]];
}

describe.each(IDS)('%s', (id) => {
  it('is a document whose network is sound and answers what its data ask', async () => {
    const { info, splits } = await load(id);
    const template = of(id);
    expect(template.template).toBe(id);
    expect(documentSchema.safeParse(structuredClone(template)).success).toBe(true);
    expect(info.inputShape).toEqual(template.network.input.shape);
    expect(validateNetwork(template.network, taskOf(info))).toEqual([]);
    expect(adviseNetwork(template.network, taskOf(info))).toEqual([]);
    expect(splits.train.inputs.length).toBe(info.counts.train * info.inputShape.reduce((a, b) => a * b, 1));
    expect(template.samples ?? 1).toBeLessThanOrEqual(info.counts.train);
    expect(template.training.batchSize).toBeLessThanOrEqual(info.counts.train);
    expect(info.licence).not.toBe('');
    expect(info.citation).not.toBe('');
  });

  it('is stepped without a number that is none, and its gradients are the central differences', async () => {
    const opened = await open(id);
    for (const values of opened.trace.values) expect(values.every(Number.isFinite)).toBe(true);
    if (id !== 'xor' && !id.startsWith('perceptron') && id !== 'threshold')
      expect(loss(next(opened, 0)), 'one step makes the loss less').toBeLessThan(loss(opened));
    // A sample on the line and a step have no central difference.
    if (id.startsWith('perceptron') || id === 'threshold') return;
    const { graph, feeds } = opened;
    for (const { name, trainable } of graph.weights) {
      if (!trainable) continue;
      gradient(opened, name).forEach((g, element) => {
        expect(g).toBeCloseTo(centralDifference(graph, feeds, { of: graph.loss!, by: name, element }), 6);
      });
    }
  });
});

it('every example is in one group', () => {
  expect(Object.values(PRESET_GROUPS).flat().sort()).toEqual([...IDS].sort());
});

describe('neurons', () => {
  it('one neuron: its first weighted sum is 1', async () => {
    const opened = await open('neuron');
    expect(output(opened)[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });

  it('the threshold computes AND, and no gradient passes, whether right or wrong', async () => {
    const opened = await open('threshold');
    expect(output(opened)).toEqual([0, 0, 0, 1]);
    const wrong: Feeds = new Map(opened.feeds).set('neuron/bias', Float64Array.of(-0.5));
    const other = { ...opened, feeds: wrong, trace: stepOf(opened.graph, wrong) };
    expect(output(other)).toEqual([0, 1, 1, 1]);
    expect(loss(other)).toBeGreaterThan(0);
    expect(gradient(other, 'neuron/kernel').every((g) => g === 0)).toBe(true);
    expect(gradient(other, 'neuron/bias').every((g) => g === 0)).toBe(true);
  });

  it.each(['perceptron-and', 'perceptron-or'] as const)('%s comes to rest with every sample right', async (id) => {
    let at = await open(id);
    const targets = at.feeds.get('target') as Float64Array;
    expect([...targets]).toEqual(id.endsWith('and') ? [-1, -1, -1, 1] : [-1, 1, 1, 1]);
    let steps = 0;
    while (gradient(at, 'neuron/bias')[0] !== 0 || gradient(at, 'neuron/kernel').some((g) => g !== 0)) {
      at = next(at);
      expect(++steps).toBeLessThan(30);
    }
    expect(steps).toBeGreaterThan(1);
    expect(output(at).map(Math.sign)).toEqual([...targets]);
    expect(loss(at)).toBe(0);
  });

  it('one sample at a time the step is Rosenblatt’s rule, w ← w + t·x', async () => {
    const opened = await open('perceptron-and', 1);
    // The first sample, (0, 0), lies on the line, and its target is −1.
    expect(updated(opened, 'neuron/kernel')).toEqual([0.5, -0.5]);
    expect(updated(opened, 'neuron/bias')).toEqual([-1]);
  });

  it('XOR goes in circles: the loss of no step is 0, and after three steps the weights are where they were', async () => {
    let at = await open('perceptron-xor');
    const seen: number[][] = [];
    for (let step = 0; step < 40; step++) {
      expect(loss(at)).toBeGreaterThan(0);
      seen.push([...updated(at, 'neuron/kernel'), ...updated(at, 'neuron/bias')]);
      at = next(at);
    }
    close(seen[2], seen[0]);
    close(seen[39], seen[1]);
  });
});

describe('small networks', () => {
  it('Mazur: outputs, loss and gradients as in worked.json, the published weights, and the simultaneous update', async () => {
    const { expect: published, ...given } = caseOf<NetworkCase>('mazur-backprop');
    const opened = await open('mazur');
    for (const [name, values] of Object.entries(given.weights))
      expect([...(opened.feeds.get(name) as Float64Array)]).toEqual(flat(values));
    close(output(opened), flat(published.output));
    expect(loss(opened)).toBeCloseTo(published.loss!, 12);
    for (const name of ['hidden/kernel', 'output/kernel']) {
      close(gradient(opened, name), flat(published.gradients![name]));
    }
    expect(updated(opened, 'hidden/kernel')[0]).toBeCloseTo(0.149780716, 9);
    expect(updated(opened, 'output/kernel')[0]).toBeCloseTo(0.35891648, 8);
    // Published: .291027924, with the hidden layer's gradient taken from weights that were already updated.
    expect(loss(next(opened))).toBeCloseTo(0.2910277737, 10);
    expect(opened.graph.updates.has('hidden/bias')).toBe(false);
  });

  it('the two-layer network: outputs, errors and new weights as printed', async () => {
    const opened = await open('two-layer');
    const round = (values: number[]) => values.map((value) => Number(value.toFixed(3)));
    expect(round(layerOutput(opened, 'hidden'))).toEqual([0.332, 0.525]);
    expect(round(output(opened))).toEqual([0.474]);
    expect(round(updated(opened, 'output/kernel'))).toEqual([-0.261, -0.138]);
    expect(round(updated(opened, 'output/bias'))).toEqual([0.218]);
    expect(round(updated(opened, 'hidden/kernel'))).toEqual([0.192, -0.306, 0.4, 0.1, -0.508, 0.194]);
    expect(round(updated(opened, 'hidden/bias'))).toEqual([-0.408, 0.194]);
    const [y] = output(opened);
    expect(loss(opened)).toBeCloseTo((y - 1) ** 2 / 2, 12);
  });

  it('linear regression: loss and gradients by hand, and the line it ends at', async () => {
    let at = await open('linear-regression');
    expect(loss(at)).toBe(13.5);
    expect(gradient(at, 'line/kernel')).toEqual([-20]);
    expect(gradient(at, 'line/bias')).toEqual([-7]);
    for (let step = 0; step < 1500; step++) at = next(at);
    expect(updated(at, 'line/kernel')[0]).toBeCloseTo(1, 6);
    expect(updated(at, 'line/bias')[0]).toBeCloseTo(1, 6);
  });

  it('softmax: the gradient of the logits is p − t', async () => {
    const opened = await open('softmax');
    const logits = [2, 1, 0.1];
    const sum = logits.reduce((total, z) => total + Math.exp(z), 0);
    const p = logits.map((z) => Math.exp(z) / sum);
    close(output(opened), p);
    expect(loss(opened)).toBeCloseTo(-Math.log(p[0]), 12);
    const expected = [p[0] - 1, p[1], p[2]];
    close(gradient(opened, 'output/bias'), expected);
  });
});

describe('images', () => {
  const figure = caseOf<RawCase & { input: unknown; weights: { kernel: unknown }; expect: { output: unknown } }>(
    'conv-figure-1.1',
  );

  it('the convolution is the one of worked.json', async () => {
    const opened = await open('conv');
    expect([...(opened.feeds.get('input') as Float64Array)]).toEqual(flat(figure.input));
    expect([...(opened.feeds.get('conv/kernel') as Float64Array)]).toEqual(flat(figure.weights.kernel));
    expect(output(opened)).toEqual(flat(figure.expect.output));
  });

  it('with strides, with padding, and turned round', async () => {
    expect(output(await open('conv-strides'))).toEqual([9, -11, 6, 5]);
    const padded = output(await open('conv-padding'));
    expect([0, 5, 10, 15].map((i) => padded[i])).toEqual([0, 9, 10, 5]);
    const both = output(await open('conv-flipped'));
    expect(both.filter((_, i) => i % 2 === 0)).toEqual(flat(figure.expect.output));
    expect(both.filter((_, i) => i % 2 === 1)).toEqual([1, 4, 10, -12]);
  });

  it('max pooling passes its gradient to the largest cell alone, average pooling a quarter to each', async () => {
    const largest = await open('max-pooling');
    expect(output(largest)).toEqual([2, 3, 4, 5]);
    expect(gradientOfLayer(largest, 'scale')).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, -1, 0, 0, 0]);
    const mean = await open('average-pooling');
    expect(output(mean)).toEqual([0.75, 0.25, -0.25, 2]);
    const errors = [-0.25, 0.25, -0.25, 1];
    gradientOfLayer(mean, 'scale').forEach((g, cell) => {
      const block = 2 * Math.floor(cell / 8) + Math.floor((cell % 4) / 2);
      expect(g).toBe(errors[block] / 4);
    });
  });
});

describe('layers', () => {
  it('batch normalization gives what worked.json gives, and takes the scale out', async () => {
    const worked = caseOf<RawCase & { expect: { output: unknown } }>('batch-norm-by-hand');
    const opened = await open('batch-norm');
    close(output(opened), flat(worked.expect.output), 6);
    expect(Math.abs(gradient(opened, 'scale/kernel')[0])).toBeLessThan(1e-4);
    expect(Math.abs(gradientOfLayer(opened, 'scale')[0])).toBeGreaterThan(0.01);
  });

  it('both conventions of dropout drop the same neurons, two of four; one doubles the others', async () => {
    const [scaled, plain] = await Promise.all([open('dropout'), open('dropout-inference')]);
    const mask = valuesOf(scaled, 'dropout/mask');
    expect([...mask].sort()).toEqual([0, 0, 2, 2]);
    expect(valuesOf(plain, 'dropout/mask')).toEqual(mask.map((kept) => kept / 2));
    expect(layerOutput(scaled, 'dropout')).toEqual(layerOutput(plain, 'dropout').map((a) => a * 2));
    expect(gradientOfLayer(scaled, 'hidden').map((g) => g === 0)).toEqual(mask.map((kept) => kept === 0));
  });

  it('the residual block: what arrives before it is the sum of both ways', async () => {
    const opened = await open('residual');
    const inner = layerOutput(opened, 'inner');
    const stem = layerOutput(opened, 'stem');
    close(
      layerOutput(opened, 'sum'),
      inner.map((a, i) => a + stem[i]),
    );
    // The block's second neuron is switched off, so only the first passes a gradient on, through weights of 0.5 and 1.
    expect(gradientOfLayer(opened, 'sum')).toEqual([0.375, -0.75]);
    expect(gradientOfLayer(opened, 'stem')).toEqual([0.375 + 0.1875, -0.75 + 0.375]);
  });
});
