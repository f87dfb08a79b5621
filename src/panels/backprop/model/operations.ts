/**
 * The graph of operations as boxes: one for the input, one for each forward and loss operation. A gradient is shown
 * in the box of the value it belongs to; weights hang below the operation that reads them, with their gradient and
 * update. Every node of the graph is reachable from exactly one box.
 */
import type { Graph, GraphNode } from '@/core/graph/types';
import { updateOwners } from '@/core/interpreter/timeline';

export interface WeightBox {
  name: string;
  node: number;
  gradient: number | null;
  /** Paths along which its gradient arrives, where there are several. */
  contributions: number[];
  /** Nodes of its update in order, the new value last. */
  update: number[];
}

export interface OperationBox {
  node: number;
  /** Place in the picture: steps from the input, and lane where several share a rank. */
  rank: number;
  lane: number;
  gradient: number | null;
  /** Paths along which the gradient arrives, where there are several. */
  contributions: number[];
  weights: WeightBox[];
  /** Other leaves it reads (target, constants). */
  leaves: number[];
  /** Nodes of the backward pass that are neither a gradient nor a path: helpers on the way. */
  helpers: number[];
}

export interface Arrow {
  from: number;
  to: number;
  /** The node that carries the gradient back along this arrow, or null where none flows. */
  back: number | null;
}

export interface OperationGraph {
  boxes: OperationBox[];
  arrows: Arrow[];
  /** Update nodes that several weights share. */
  shared: number[];
  ranks: number;
  lanes: number;
  /** The box, by its node, that shows a node of the graph. */
  boxOf: Map<number, number>;
}

/** Arranges a graph's nodes in boxes. */
export function operationGraph(graph: Graph): OperationGraph {
  const { nodes } = graph;
  const isBox = (n: GraphNode) =>
    (n.phase === 'forward' || n.phase === 'loss') && (n.role === null || n.role === 'input');
  const inputsOfBox = (n: GraphNode) => n.inputs.filter((id) => isBox(nodes[id]));
  const boxes: OperationBox[] = [];
  const boxOf = new Map<number, number>();
  const lanesOfRank: number[] = [];
  const rankOf = new Map<number, number>();

  for (const node of nodes.filter(isBox)) {
    const rank = inputsOfBox(node).reduce((max, id) => Math.max(max, (rankOf.get(id) ?? 0) + 1), 0);
    const lane = lanesOfRank[rank] ?? 0;
    lanesOfRank[rank] = lane + 1;
    rankOf.set(node.id, rank);
    boxOf.set(node.id, node.id);
    boxes.push({
      node: node.id,
      rank,
      lane,
      gradient: graph.gradients.get(node.id) ?? null,
      contributions: contributionsTo(graph, node.id),
      weights: [],
      leaves: [],
      helpers: [],
    });
  }
  const byNode = new Map(boxes.map((box) => [box.node, box]));
  const owners = updateOwners(graph);

  for (const leaf of nodes.filter((n) => n.role !== null && !isBox(n) && n.phase !== 'update')) {
    const reader = boxes.find((box) => nodes[box.node].inputs.includes(leaf.id));
    if (reader === undefined || leaf.gradientOf !== null) continue;
    boxOf.set(leaf.id, reader.node);
    const weight = graph.weights.find((w) => w.node === leaf.id);
    if (weight === undefined) {
      reader.leaves.push(leaf.id);
      continue;
    }
    const update = nodes.filter((n) => n.role === null && owners.get(n.id) === weight.name).map((n) => n.id);
    const gradient = graph.gradients.get(leaf.id) ?? null;
    const contributions = contributionsTo(graph, leaf.id);
    reader.weights.push({ name: weight.name, node: leaf.id, gradient, contributions, update });
    for (const id of [...update, ...contributions]) boxOf.set(id, reader.node);
    if (gradient !== null && nodes[gradient].gradientOf === leaf.id) boxOf.set(gradient, reader.node);
    for (const state of graph.states.filter((s) => s.weight === weight.name)) boxOf.set(state.node, reader.node);
  }
  for (const box of boxes) {
    // Where a node only passes its gradient on, two values share one gradient: it belongs to the one it was written for.
    if (box.gradient !== null && nodes[box.gradient].gradientOf === box.node) boxOf.set(box.gradient, box.node);
    for (const id of box.contributions) boxOf.set(id, box.node);
  }
  placeHelpers(graph, byNode, boxOf);

  const arrows = boxes.flatMap((box) =>
    inputsOfBox(nodes[box.node]).map((from): Arrow => {
      const path = nodes.find((n) => n.flow?.to === from && n.flow.from === box.node)?.id;
      // A path without a node of its own passes the gradient on unchanged, if the operation has one at all.
      return { from, to: box.node, back: path ?? (box.gradient === null ? null : (graph.gradients.get(from) ?? null)) };
    }),
  );
  return {
    boxes,
    arrows,
    shared: nodes.filter((n) => n.role === null && owners.get(n.id) === null).map((n) => n.id),
    ranks: lanesOfRank.length,
    lanes: Math.max(1, ...lanesOfRank),
    boxOf,
  };
}

/** The nodes that carry gradient to a node along one path each, when its gradient is the sum of several. */
function contributionsTo(graph: Graph, node: number): number[] {
  const gradient = graph.gradients.get(node);
  return graph.nodes.filter((n) => n.flow?.to === node && n.id !== gradient).map((n) => n.id);
}

/** Helpers go to the box of the first node that reads them; walked from the end, its readers are placed already. */
function placeHelpers(graph: Graph, byNode: Map<number, OperationBox>, boxOf: Map<number, number>): void {
  const last = [...byNode.values()].at(-1);
  for (const node of graph.nodes.toReversed()) {
    if (node.phase !== 'backward' || boxOf.has(node.id)) continue;
    const reader = graph.nodes.find((n) => n.inputs.includes(node.id) && boxOf.has(n.id));
    const box = (reader && byNode.get(boxOf.get(reader.id) as number)) ?? last;
    if (box === undefined) continue;
    boxOf.set(node.id, box.node);
    box.helpers.unshift(node.id);
  }
}
