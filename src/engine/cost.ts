/** What a network costs to run forwards, by which backends are weighed against one another. */
import { nodeProducts } from '@/core/graph/cost';
import type { Graph } from '@/core/graph/types';

/** Products for one sample; an operation without sums counts one for every element. */
export function costPerSample(graph: Graph): number {
  const forward = graph.nodes.filter(({ phase }) => phase === 'forward');
  return forward.reduce((sum, node) => sum + nodeProducts(graph, node), 0) / graph.batchSize;
}
