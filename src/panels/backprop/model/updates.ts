/** What is computed in the update of one element of a weight. */
import { broadcastElement, broadcastShapes } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import type { ElementRef } from '@/core/interpreter/timeline';

/**
 * The optimizer's lines for an element of a weight, in their order. One number for the whole weight (a momentum), or for
 * each unit (a norm), is read where the element's own is. `owners`: which weight a node of the update belongs to.
 */
export function updateElements(
  graph: Graph,
  owners: ReadonlyMap<number, string | null>,
  weight: string,
  element: number,
): ElementRef[] {
  const shape = graph.weights.find(({ name }) => name === weight)?.shape ?? [];
  return graph.nodes.flatMap((node) => {
    if (node.role !== null || owners.get(node.id) !== weight) return [];
    if (broadcastShapes(node.shape, shape)?.join() !== shape.join()) return [];
    return [{ node: node.id, element: broadcastElement(node.shape, shape, element) }];
  });
}
