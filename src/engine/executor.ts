/**
 * The executor in the page's or worker's own thread, without trainer and protocol: for tests, numeric cases and the
 * benchmark. Values go in and come out as arrays.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph } from '@/core/graph/types';
import { filled, read, tensor, type Value } from './executors/kernels';
import { compileGraph, type Program } from './executors/tfjs';

export { type ActiveBackend, setBackend } from './backends/load';
export { memory } from './executors/kernels';

export interface Executor {
  readonly graph: Graph;
  /**
   * Runs what the wanted nodes need and returns their values in float32, in that order.
   * @param feeds values of leaves by name; scalars as numbers.
   */
  run(feeds: Feeds, nodes: readonly number[]): Promise<Float32Array[]>;
  dispose(): void;
}

/** An executor on the current backend (see setBackend). Sets of wanted nodes are compiled once each. */
export function createExecutor(graph: Graph): Executor {
  const programs = new Map<string, Program>();
  const programFor = (nodes: readonly number[]): Program => {
    const key = nodes.join();
    const program = programs.get(key) ?? compileGraph(graph, nodes);
    programs.set(key, program);
    return program;
  };
  const load = (feeds: Feeds): Map<string, Value> => {
    const leaves = new Map<string, Value>();
    for (const { op, name, role, shape } of graph.nodes) {
      const value = op === 'leaf' ? feeds.get(name) : undefined;
      if (value === undefined) continue;
      if (typeof value === 'number' && role === 'scalar') leaves.set(name, value);
      else leaves.set(name, typeof value === 'number' ? filled(value, shape) : tensor(Float32Array.from(value), shape));
    }
    return leaves;
  };
  return {
    graph,
    async run(feeds, nodes) {
      const leaves = load(feeds);
      const values = programFor(nodes).run(leaves);
      try {
        return await Promise.all(
          values.map((value, i) =>
            typeof value === 'number'
              ? Promise.resolve(new Float32Array(sizeOf(graph.nodes[nodes[i]].shape)).fill(value))
              : read(value),
          ),
        );
      } finally {
        for (const value of [...values, ...leaves.values()]) if (typeof value !== 'number') value.dispose();
      }
    },
    dispose() {
      for (const program of programs.values()) program.dispose();
      programs.clear();
    },
  };
}
