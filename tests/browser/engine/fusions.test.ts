/** Which nodes run as one, when they do not, and that the values are the same either way. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '@/core/expr';
import { differentiateGraph } from '@/core/graph/autodiff';
import { buildGraph } from '@/core/graph/build';
import { GraphBuilder } from '@/core/graph/builder';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { layerOf } from '@/core/layers';
import type { ForwardResult } from '@/core/layers/types';
import type { NetworkSpec } from '@/core/network/spec';
import { elementwise, leaf } from '@/core/ops/emit';
import { weightSizes } from '@/engine/divergence';
import { createExecutor, memory, setBackend } from '@/engine/executor';
import { findFusions } from '@/engine/executors/fuse';
import { planFor } from '@/engine/executors/plan';
import { uploadParameters } from '@/engine/parameters';
import { BACKENDS, compare, expectClose, feedsFor, handMade, numbers } from './support';

const BATCH = 6;

/** Everything that is fused: convolution, bias and relu; batch normalization; a dense layer with relu. */
const network: NetworkSpec = {
  format: 1,
  input: { shape: [8, 8, 1] },
  layers: [
    { id: 'conv1', kind: 'conv2d', filters: 3, kernelSize: 3, activation: 'relu' },
    { id: 'pool1', kind: 'maxPooling2d', poolSize: 2 },
    // The gradient of a bias before a normalization is 0 but for rounding, of which Adam would make whole steps.
    { id: 'conv2', kind: 'conv2d', filters: 4, kernelSize: 2, useBias: false },
    { id: 'bn', kind: 'batchNormalization', momentum: 0.9 },
    { id: 'relu', kind: 'activation', activation: 'relu' },
    { id: 'flatten', kind: 'flatten' },
    { id: 'hidden', kind: 'dense', units: 5, activation: 'relu' },
    { id: 'dropout', kind: 'dropout', rate: 0.5 },
    { id: 'output', kind: 'dense', units: 3, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};
const optimizer = { kind: 'adam', learningRate: 0.01 } as const;
const graph = buildGraph(network, { batchSize: BATCH, mode: 'training', optimizer });
const idOf = (name: string) => graph.nodes.find((node) => node.name === name)!.id;
const updated = [...graph.updates.values(), ...graph.states.map(({ update }) => update)];
const trained = [graph.loss!, graph.output, ...updated];

/** Names of nodes that never exist when these are wanted. */
function hidden(wanted: readonly number[], of: Graph = graph): string[] {
  return findFusions(planFor(of, wanted)).flatMap(({ inside }) => inside.map((id) => of.nodes[id].name));
}

function feeds(step: number, values: ReadonlyMap<string, Float64Array>): Feeds {
  const input = numbers(BATCH * 64, `input ${step}`, -1, 1);
  const target = new Float64Array(BATCH * 3);
  for (let row = 0; row < BATCH; row++) target[row * 3 + ((row + step) % 3)] = 1;
  return new Map<string, Float64Array | number>([
    ...values,
    ['input', input],
    ['target', target],
    ['seed', 3],
    ['step', step],
    ['learningRate', optimizer.learningRate],
  ]);
}

/** Names of weights and states in the order of `updated`. */
const moved = [...graph.updates.keys(), ...graph.states.map(({ name }) => name)];

/** A normalization beside a way around it, as in a residual block: output = (bn(x) + x)·w, with the gradients of all. */
function residual(): Graph {
  const builder = new GraphBuilder();
  const x = leaf(builder, 'weight', 'x', [5, 3], 'x');
  const weights = Object.fromEntries(
    ['gamma', 'beta', 'movingMean', 'movingVariance'].map((name) => [name, leaf(builder, 'weight', name, [3], name)]),
  );
  const zero = leaf(builder, 'scalar', 'zero', [], 's');
  const { definition, settings } = layerOf({ id: 'bn', kind: 'batchNormalization' });
  const result = definition.forward(
    builder,
    { inputs: [x], weights, mode: 'training', layer: 'bn', random: { seed: zero, step: zero }, symbol: (base) => base },
    settings,
  ) as ForwardResult;
  const args = { a: result.output, x };
  const output = elementwise(builder, { expr: parse('a + x'), args, definition: 'test' });
  const upstream = leaf(builder, 'input', 'upstream', [5, 3], 'g');
  const gradients = differentiateGraph(builder, output, upstream, [x, weights.gamma, weights.beta]);
  return { ...handMade(() => x), nodes: builder.nodes, output, gradients };
}

describe.each(BACKENDS)('a convolutional network on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  it('trains as the interpreter does, batch after batch', async () => {
    const before = memory();
    const start = new Map([...initialWeights(graph, 1), ...initialStates(graph)]) as Map<string, Float64Array>;
    let [mine, exact] = [new Map(start), new Map(start)];
    const executor = createExecutor(graph);
    for (let step = 1; step <= 4; step++) {
      const [loss, output, ...values] = await executor.run(feeds(step, mine), trained);
      const trace = interpret(graph, feeds(step, exact));
      mine = new Map(moved.map((name, i) => [name, Float64Array.from(values[i])]));
      exact = new Map(moved.map((name, i) => [name, trace.values[updated[i]]]));
      expectClose(loss, trace.values[graph.loss!], `loss ${step}`);
      expectClose(output, trace.values[graph.output], `output ${step}`);
      for (const name of moved) expectClose(mine.get(name)!, exact.get(name)!, `${name} ${step}`);
    }
    // The moving statistics moved with the rest.
    expect([...mine.get('bn/movingMean')!]).not.toEqual([...start.get('bn/movingMean')!]);
    expect([...mine.get('bn/movingVariance')!]).not.toEqual([...start.get('bn/movingVariance')!]);
    executor.dispose();
    expect(memory()).toEqual(before);
  });

  it('is the same whether the nodes run as one or one by one', async () => {
    const values = new Map([...initialWeights(graph, 1), ...initialStates(graph)]) as Map<string, Float64Array>;
    const executor = createExecutor(graph);
    const all = graph.nodes.map(({ id }) => id);
    const fused = await executor.run(feeds(1, values), trained);
    const single = await executor.run(feeds(1, values), all);
    trained.forEach((id, i) => {
      expectClose(fused[i], single[id], graph.nodes[id].name);
    });
    executor.dispose();
  });

  it('hides what nobody wants to see', () => {
    const names = hidden(trained);
    expect(names).toEqual(expect.arrayContaining(['conv1/conv2d', 'conv1/biasAdd']));
    expect(names).toEqual(expect.arrayContaining(['hidden/matMul', 'hidden/biasAdd', 'output/matMul']));
    expect(names.includes('bn/normalized')).toBe(backend === 'wasm');
    expect(names.includes('backward/bn/centred/sum')).toBe(backend === 'wasm');
  });

  it('shows everything when everything is wanted', () => {
    expect(hidden(graph.nodes.map(({ id }) => id))).toEqual([]);
  });

  it('gives way where one inner node is wanted', () => {
    const conv = hidden([...trained, idOf('conv1/biasAdd')]);
    expect(conv).toContain('conv1/conv2d');
    expect(conv).not.toContain('conv1/biasAdd');
    const back = hidden([...trained, idOf('backward/bn/squared/0/gradient-of-batchNorm.square')]);
    expect(back.filter((name) => name.includes('bn'))).toEqual([]);
    const forward = hidden([...trained, idOf('bn/centred')]);
    expect(forward).not.toContain('bn/normalized');
  });

  it('asks relu’s output instead of its input, unless the input is wanted', () => {
    const gradient = idOf('backward/conv1/relu/0/gradient-of-relu');
    expect(planFor(graph, trained).inputsOf(gradient)).toContain(idOf('conv1/relu'));
    expect(planFor(graph, [...trained, idOf('conv1/biasAdd')]).inputsOf(gradient)).toEqual(
      graph.nodes[gradient].inputs,
    );
  });

  it('leaves a normalization alone whose input is read by others', async () => {
    const around = residual();
    const wanted = around.nodes.filter(({ op }) => op === 'leaf').flatMap(({ id }) => around.gradients.get(id) ?? []);
    expect(wanted).toHaveLength(3);
    expect(hidden(wanted, around)).toEqual([]);
    const nodes = [around.output, ...wanted].map((id) => around.nodes[id]);
    await compare(around, feedsFor(around), nodes);
  });

  it('judges moving statistics by nothing but being finite', async () => {
    const sizes = async (variance: number) => {
      const values = new Map<string, ArrayLike<number>>([...initialWeights(graph, 1), ...initialStates(graph)]);
      values.set('bn/movingVariance', [1, variance, 2, 3]);
      const parameters = uploadParameters(
        graph,
        (name) => values.get(name),
        (name) => values.get(name),
      );
      const all = await weightSizes(graph, parameters);
      parameters.release();
      expect(all['conv1/kernel']).toBeGreaterThan(0.01);
      return all['bn/movingVariance'];
    };
    expect(await sizes(1e12)).toBe(0);
    expect(await sizes(Number.POSITIVE_INFINITY)).toBeNaN();
    expect(await sizes(Number.NaN)).toBeNaN();
  });

  it('takes the moving statistics in inference, and moves them in training alone', async () => {
    const inference = buildGraph(network, { batchSize: BATCH, mode: 'inference' });
    const values = new Map(initialWeights(graph, 1)) as Map<string, Float64Array>;
    values.set('bn/movingMean', numbers(4, 'mean'));
    values.set('bn/movingVariance', numbers(4, 'variance', 0.1, 2));
    const fed = feeds(1, values);
    const executor = createExecutor(inference);
    const [output] = await executor.run(fed, [inference.output]);
    expectClose(output, interpret(inference, fed).values[inference.output], 'output');
    executor.dispose();
    expect(inference.updates.size).toBe(0);
    expect(sizeOf(inference.nodes[inference.output].shape)).toBe(output.length);
  });
});
