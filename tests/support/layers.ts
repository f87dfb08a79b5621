/** Feeds of a graph of one layer, and the number whose gradient it has. */
import type { LayerGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { numbers } from './graphs';

/**
 * Normal numbers for every leaf; positive ones where a variance is fed.
 * @param indices feeds the input whole numbers below this instead.
 */
export function layerFeeds(graph: Graph, indices?: number): Map<string, Float64Array | number> {
  const feeds = new Map<string, Float64Array | number>([
    ['step', 1],
    ['seed', 1],
    ['learningRate', 1],
  ]);
  for (const node of graph.nodes) {
    if (node.role === null || node.role === 'scalar' || node.role === 'constant') continue;
    const values = numbers(node.name, sizeOf(node.shape));
    if (indices !== undefined && node.name === 'input') {
      feeds.set(
        node.name,
        values.map((_, i) => (i * 3) % indices),
      );
    } else feeds.set(node.name, node.name.endsWith('movingVariance') ? values.map((v) => v * v + 0.1) : values);
  }
  return feeds;
}

/** Σ upstream·output. */
export function weightedOutput(graph: LayerGraph, feeds: ReadonlyMap<string, Float64Array | number>): number {
  const { values } = interpret(graph, feeds);
  const upstream = values[graph.upstream];
  return values[graph.output].reduce((sum, value, i) => sum + value * upstream[i], 0);
}
