/**
 * The graph of operations as boxes from left to right: the input, then each forward and loss operation. What is one
 * thought shares a box (a weighted sum and its bias, the sums that lead to the loss). A gradient is shown in the box of
 * the value it belongs to; weights hang below the operation that reads them, with their gradient and update. Every
 * node that is computed is reachable from exactly one box.
 */
import type { Graph, GraphNode } from '@/core/graph/types';
import { updateOwners } from '@/core/interpreter/timeline';
import { definitionOf } from './message';

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
  /** The node that leaves the box; the last of its members. */
  node: number;
  members: number[];
  /** Place in the picture: steps from the input, and lane where several share a rank. */
  rank: number;
  lane: number;
  gradient: number | null;
  /** Paths along which the gradient arrives, where there are several. */
  contributions: number[];
  weights: WeightBox[];
  /** Other leaves it reads (target, constants). */
  leaves: number[];
  /** Nodes of the backward pass that belong to no other box: the seed, helpers on the way. */
  helpers: number[];
}

export interface Arrow {
  /** Nodes of the boxes it joins, in forward direction. */
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
  /** The box, by its node, that shows a node of the graph. */
  boxOf: Map<number, number>;
}

const isBoxed = (n: GraphNode) =>
  (n.phase === 'forward' || n.phase === 'loss') && (n.role === null || n.role === 'input');

const SUMMANDS = /\.(?:square|product)$|^regularizer\.|^(?:product|classWeight)$/;

/** A weight that is only laid out anew belongs to the operation that reads it. */
function isLaidOut(graph: Graph, node: GraphNode): boolean {
  return node.op === 'reshape' && graph.nodes[node.inputs[0]].role === 'weight';
}

/** Whether a node continues the thought of the box that ends with `last`. */
function continues(graph: Graph, last: GraphNode, node: GraphNode): boolean {
  const readers = graph.nodes.filter((n) => isBoxed(n) && n.inputs.includes(last.id));
  if (readers.length !== 1 || !node.inputs.includes(last.id)) return false;
  if (node.op === 'reshape') return true;
  // Sums that follow one another, and what is added up only there: squares of a variance, products, costs of weights.
  if (node.op.startsWith('reduce')) return last.op.startsWith('reduce') || SUMMANDS.test(definitionOf(last));
  const others = node.inputs.filter((id) => id !== last.id);
  return node.op === 'elementwise' && others.length > 0 && others.every((id) => graph.nodes[id].role === 'weight');
}

/** Boxes without weights and gradients, in the order of the graph. */
function makeBoxes(graph: Graph, boxOf: Map<number, number>): OperationBox[] {
  const groups: GraphNode[][] = [];
  const groupOf = new Map<number, GraphNode[]>();
  for (const node of graph.nodes.filter(isBoxed)) {
    if (isLaidOut(graph, node)) continue;
    const before = node.inputs.map((id) => groupOf.get(id)).find((g) => g && continues(graph, g[g.length - 1], node));
    const group = before ?? [];
    const laidOut = node.inputs.map((id) => graph.nodes[id]).filter((n) => isLaidOut(graph, n) && !groupOf.has(n.id));
    for (const member of [...laidOut, node]) {
      group.push(member);
      groupOf.set(member.id, group);
    }
    if (before === undefined) groups.push(group);
  }
  const rankOf = ranksOf(graph, groups, groupOf);
  const lanes: number[] = [];
  return groups.map((group) => {
    const rank = rankOf.get(group) ?? 0;
    const lane = lanes[rank] ?? 0;
    lanes[rank] = lane + 1;
    const node = group[group.length - 1].id;
    for (const member of group) boxOf.set(member.id, node);
    return {
      node,
      members: group.map((n) => n.id),
      rank,
      lane,
      gradient: graph.gradients.get(node) ?? null,
      contributions: contributionsTo(graph, node),
      weights: [],
      leaves: [],
      helpers: [],
    };
  });
}

/** Steps from the input; what comes from weights or targets alone stands right before what reads it. */
function ranksOf(graph: Graph, groups: GraphNode[][], groupOf: Map<number, GraphNode[]>): Map<GraphNode[], number> {
  const rankOf = new Map<GraphNode[], number>();
  const readers = new Map<GraphNode[], GraphNode[][]>();
  const fromInput = new Set<GraphNode[]>();
  for (const group of groups) {
    const sources = group
      .flatMap((n) => n.inputs.flatMap((id) => groupOf.get(id) ?? []))
      .map(({ id }) => groupOf.get(id));
    const before = [...new Set(sources)].filter((g): g is GraphNode[] => g !== undefined && g !== group);
    for (const source of before) readers.set(source, [...(readers.get(source) ?? []), group]);
    if (group.some(({ id }) => id === graph.input) || before.some((g) => fromInput.has(g))) fromInput.add(group);
    rankOf.set(
      group,
      before.reduce((max, g) => Math.max(max, (rankOf.get(g) ?? 0) + 1), 0),
    );
  }
  for (const group of groups.toReversed()) {
    const ranks = (readers.get(group) ?? []).map((reader) => rankOf.get(reader) ?? 0);
    if (!fromInput.has(group) && ranks.length > 0) rankOf.set(group, Math.max(0, Math.min(...ranks) - 1));
  }
  return rankOf;
}

/** Arranges a graph's nodes in boxes. */
export function operationGraph(graph: Graph): OperationGraph {
  const { nodes } = graph;
  const boxOf = new Map<number, number>();
  const boxes = makeBoxes(graph, boxOf);
  const byNode = new Map(boxes.map((box) => [box.node, box]));
  const owners = updateOwners(graph);

  for (const box of boxes) {
    for (const id of box.members.flatMap((member) => nodes[member].inputs)) {
      const leaf = nodes[id];
      if (leaf.role === null || leaf.role === 'input' || leaf.role === 'scalar' || boxOf.has(id)) continue;
      boxOf.set(id, box.node);
      const weight = graph.weights.find((w) => w.node === id);
      if (weight === undefined) box.leaves.push(id);
      else box.weights.push(weightBox(graph, weight.name, id, owners));
    }
  }
  // Moving statistics are read by nothing while training: they stand with the output of their layer.
  for (const { name, node, layer } of graph.weights) {
    const box = byNode.get(boxOf.get(graph.layers.find((l) => l.id === layer)?.output ?? -1) ?? -1);
    if (boxOf.has(node) || box === undefined) continue;
    boxOf.set(node, box.node);
    box.weights.push(weightBox(graph, name, node, owners));
  }
  for (const box of boxes) {
    // Where a node only passes its gradient on, two values share one gradient: it belongs to the one it was written for.
    const own = nodes.filter((n) => n.gradientOf !== null && box.members.includes(n.gradientOf)).map((n) => n.id);
    for (const id of [...own, ...box.contributions]) boxOf.set(id, box.node);
    for (const { gradient, contributions, update, name } of box.weights) {
      const states = graph.states.filter((s) => s.weight === name).map((s) => s.node);
      for (const id of [...contributions, ...update, ...states]) boxOf.set(id, box.node);
      if (gradient !== null && !boxOf.has(gradient)) boxOf.set(gradient, box.node);
    }
  }
  placeHelpers(graph, byNode, boxOf);
  return {
    boxes,
    arrows: boxes.flatMap((box) => arrowsInto(graph, box, boxOf)),
    shared: nodes.filter((n) => n.role === null && owners.get(n.id) === null).map((n) => n.id),
    ranks: boxes.reduce((max, box) => Math.max(max, box.rank + 1), 0),
    boxOf,
  };
}

function weightBox(graph: Graph, name: string, node: number, owners: Map<number, string | null>): WeightBox {
  const update = graph.nodes.filter((n) => n.role === null && owners.get(n.id) === name).map((n) => n.id);
  return {
    name,
    node,
    gradient: graph.gradients.get(node) ?? null,
    contributions: contributionsTo(graph, node),
    update,
  };
}

function arrowsInto(graph: Graph, box: OperationBox, boxOf: Map<number, number>): Arrow[] {
  const { nodes } = graph;
  const inputs = box.members.flatMap((member) => nodes[member].inputs.map((from) => ({ member, from })));
  return inputs.flatMap(({ member, from }): Arrow[] => {
    const source = boxOf.get(from);
    if (source === undefined || source === box.node || !isBoxed(nodes[from])) return [];
    const path = nodes.find((n) => n.flow?.to === from && n.flow.from === member)?.id;
    // A path without a node of its own passes the gradient on unchanged, if the operation has one at all.
    const back = path ?? (graph.gradients.has(member) ? (graph.gradients.get(from) ?? null) : null);
    return [{ from: source, to: box.node, back }];
  });
}

/** The nodes that carry gradient to a node along one path each, when its gradient is the sum of several. */
function contributionsTo(graph: Graph, node: number): number[] {
  const gradient = graph.gradients.get(node);
  return graph.nodes.filter((n) => n.flow?.to === node && n.id !== gradient).map((n) => n.id);
}

/** Helpers go to the box of a node that reads them; walked from the end, their readers are placed already. */
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
