/** What the engine's tests share: backends, seeded numbers, graphs built by hand, comparison with the interpreter. */
import { expect } from 'vitest';
import { GraphBuilder } from '@/core/graph/builder';
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph, GraphNode, Shape } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { leaf } from '@/core/ops/emit';
import { fillUniform } from '@/core/random';
import { createExecutor } from '@/engine/executor';
import type { BackendName } from '@/engine/protocol';

/** Every backend; software WebGPU is slow, so shapes stay tiny. */
export const BACKENDS: readonly BackendName[] = ['cpu', 'wasm', 'webgl', 'webgpu'];

/** Numbers in [low, high), the same for the same name. */
export function numbers(count: number, name: string, low = -1, high = 1): Float64Array {
  const key = { seed: 7, purpose: 'test', layer: name, step: 0 };
  return fillUniform(new Float64Array(count), key, low, high).map(Math.fround);
}

/** A graph of what `body` emits; every leaf is an input fed by its name. */
export function handMade(
  body: (builder: GraphBuilder, input: (name: string, shape: Shape) => number) => number,
): Graph {
  const builder = new GraphBuilder();
  const output = body(builder, (name, shape) => leaf(builder, 'input', name, shape, name));
  return {
    nodes: builder.nodes,
    batchSize: 1,
    mode: 'training',
    layers: [],
    weights: [],
    states: [],
    input: 0,
    output,
    target: null,
    loss: null,
    gradients: new Map(),
    updates: new Map(),
    scalars: new Map(),
  };
}

/** Values for every leaf that has none of its own. */
export function feedsFor(graph: Graph, given: Record<string, Float64Array | number> = {}): Feeds {
  const feeds = new Map<string, Float64Array | number>(Object.entries(given));
  for (const { op, name, role, shape } of graph.nodes) {
    if (op !== 'leaf' || role === 'constant' || feeds.has(name)) continue;
    feeds.set(name, role === 'scalar' ? 1 : numbers(sizeOf(shape), name));
  }
  return feeds;
}

/** The engine's tolerance: per tensor, max|a − b| ≤ 2e-4 · max(1, max|b|). */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  let worst = 0;
  let largest = 1;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  expect(worst, what).toBeLessThanOrEqual(2e-4 * largest);
}

/** Runs nodes in the engine and in the interpreter and compares them. @param what in front of their names in messages. */
export async function compare(graph: Graph, feeds: Feeds, nodes: readonly GraphNode[], what = ''): Promise<void> {
  await compareEach(graph, [feeds], nodes, () => what);
}

/** The same for several values of the leaves, compiled once. @param what given the place among `feeds`. */
export async function compareEach(
  graph: Graph,
  feeds: readonly Feeds[],
  nodes: readonly GraphNode[],
  what: (run: number) => string,
): Promise<void> {
  const executor = createExecutor(graph);
  const wanted = nodes.map(({ id }) => id);
  try {
    for (const [run, given] of feeds.entries()) {
      const trace = interpret(graph, given);
      const values = await executor.run(given, wanted);
      nodes.forEach(({ id, name }, i) => {
        expectClose(values[i], trace.values[id], `${what(run)} ${name}`);
      });
    }
  } finally {
    executor.dispose();
  }
}

/** The output of a graph and all its gradients to leaves, each once. */
export function outputAndGradients(graph: Graph): GraphNode[] {
  const leaves = graph.nodes.filter(({ op }) => op === 'leaf').map(({ id }) => graph.gradients.get(id));
  const ids = [graph.loss ?? graph.output, ...leaves, ...graph.updates.values()];
  return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [graph.nodes[id]]));
}
