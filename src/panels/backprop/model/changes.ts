/**
 * What a change by hand has altered: numbers of one interpretation compared with those of an earlier one of the same
 * samples and weights. The graphs may differ where an activation was exchanged, so nodes are matched by name and shape.
 */
import type { Graph, Phase } from '@/core/graph/types';

/** An interpretation: a graph and the values of its nodes. */
export interface Valued {
  graph: Graph;
  values: readonly Float64Array[];
}

/** Numbers that agree to this share of themselves differ by rounding alone. */
const ROUNDING = 1e-9;

export function differs(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return false;
  const most = Math.max(Math.abs(a), Math.abs(b));
  return !(Math.abs(a - b) <= ROUNDING * most);
}

const matches = new WeakMap<Graph, WeakMap<Graph, Int32Array>>();

/** For each node of `graph` the node of `earlier` that it is, or −1. */
function matched(graph: Graph, earlier: Graph): Int32Array {
  const own = matches.get(graph) ?? new WeakMap<Graph, Int32Array>();
  matches.set(graph, own);
  let found = own.get(earlier);
  if (found === undefined) {
    const byName = new Map(earlier.nodes.map((node) => [`${node.phase} ${node.name} ${node.shape.join()}`, node.id]));
    found = Int32Array.from(graph.nodes, (n) =>
      graph === earlier ? n.id : (byName.get(`${n.phase} ${n.name} ${n.shape.join()}`) ?? -1),
    );
    // What a layer gives is the same place, whatever activation it comes from.
    for (const { id, output } of graph.layers) {
      const other = earlier.layers.find((layer) => layer.id === id)?.output;
      if (other === undefined || earlier.nodes[other].shape.join() !== graph.nodes[output].shape.join()) continue;
      found[output] = other;
      const [slope, otherSlope] = [graph.gradients.get(output), earlier.gradients.get(other)];
      if (slope !== undefined && otherSlope !== undefined) found[slope] = otherSlope;
    }
    own.set(earlier, found);
  }
  return found;
}

/** What an element was before, where it differs by more than rounding; null where it does not, or was not there. */
export function before(now: Valued, earlier: Valued | null, node: number, element: number): number | null {
  if (earlier === null || earlier.values === now.values) return null;
  const id = matched(now.graph, earlier.graph)[node];
  if (id === undefined || id < 0) return null;
  const was = earlier.values[id][element];
  return differs(was, now.values[node][element]) ? was : null;
}

/** Whether any of a stretch of a node's elements differs. */
export function anyDiffers(now: Valued, earlier: Valued | null, node: number, start: number, count: number): boolean {
  if (earlier === null || earlier.values === now.values) return false;
  const id = matched(now.graph, earlier.graph)[node];
  if (id === undefined || id < 0) return false;
  const [a, b] = [earlier.values[id], now.values[node]];
  for (let i = start; i < start + count; i++) if (differs(a[i], b[i])) return true;
  return false;
}

/** How many computed numbers of each phase differ; numbers that were fed in are not counted. */
export function changesByPhase(now: Valued, earlier: Valued): Record<Phase, number> {
  const counts: Record<Phase, number> = { forward: 0, loss: 0, backward: 0, update: 0 };
  if (earlier.values === now.values) return counts;
  const match = matched(now.graph, earlier.graph);
  for (const node of now.graph.nodes) {
    if (node.role !== null || match[node.id] < 0) continue;
    const [a, b] = [earlier.values[match[node.id]], now.values[node.id]];
    for (let i = 0; i < b.length; i++) if (differs(a[i], b[i])) counts[node.phase]++;
  }
  return counts;
}
