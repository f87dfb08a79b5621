/**
 * The timeline: a graph's nodes, forward, loss, backward and update, cut into steps that can be walked both ways.
 *
 * A timeline is a list of blocks. A block is one or more nodes that are cut the same way: into single elements, into
 * neurons (indices of the last axis), or not at all. Steps are never stored: step i and "when is this element
 * computed?" follow from the blocks by arithmetic, so that a graph with a million elements costs no more than a small
 * one. Step 0 is the start, where only what was fed in is known; step `length` is the end of the iteration.
 */
import type { Graph, GraphNode, Phase } from '../graph/types';

export type Granularity = 'element' | 'neuron' | 'operation' | 'layer' | 'phase';
export const GRANULARITIES: readonly Granularity[] = ['element', 'neuron', 'operation', 'layer', 'phase'];
export const PHASES: readonly Phase[] = ['forward', 'loss', 'backward', 'update'];

/** Elements `start`, `start + stride`, … (`count` of them) of a node. */
export interface Selection {
  node: number;
  start: number;
  stride: number;
  count: number;
}

/** One element of one node. */
export interface ElementRef {
  node: number;
  element: number;
}

export interface Step {
  /** 1 … length. */
  index: number;
  phase: Phase;
  /** What this step computes, in the order of the graph. */
  parts: Selection[];
  /** The element to look at first. */
  focus: ElementRef;
  layer: string | null;
  /** The weight this step updates, in the update phase. */
  weight: string | null;
  /** Index of the neuron (last axis) where the block is cut into neurons. */
  unit: number | null;
}

export interface Block {
  phase: Phase;
  nodes: readonly number[];
  cut: 'whole' | 'unit' | 'element';
  /** Number of steps. */
  length: number;
  /** Index of the first step, from 1. */
  first: number;
  layer: string | null;
  weight: string | null;
}

export interface Timeline {
  granularity: Granularity;
  length: number;
  blocks: readonly Block[];
  /** The phases that occur, in order, with the steps they span; one may occur again where updates come too early. */
  phases: readonly { phase: Phase; first: number; length: number }[];
  /** Step `index`, 1 … length; throws a RangeError outside. */
  step(index: number): Step;
  /** The step after which an element is known; 0 for what is fed in. */
  stepOf(node: number, element: number): number;
}

/** Operations that only move or share out values: cutting them into neurons would show nothing. */
const MOVES = new Set(['reshape', 'transpose', 'broadcastTo', 'spread', 'slice', 'concat', 'pad', 'gather']);

export function elementCount(node: GraphNode): number {
  return node.shape.reduce((a, b) => a * b, 1);
}

/** Length of the last axis: the number of neurons of a dense layer, of channels of an image. */
export function unitCount(node: GraphNode): number {
  return node.shape.length === 0 ? 1 : node.shape[node.shape.length - 1];
}

/** Whether a node's value is known before the first step. The seed of the backward pass is a constant, but a step. */
export function isGiven(node: GraphNode): boolean {
  return node.role !== null && node.gradientOf === null;
}

/**
 * For each node of the update phase the weight it updates, or null where several weights share it (the norm of all
 * gradients, a bias correction).
 */
export function updateOwners(graph: Graph): Map<number, string | null> {
  const owners = new Map<number, string | null>();
  const roots: [string, number][] = [
    ...graph.updates,
    ...graph.states.map((s): [string, number] => [s.weight, s.update]),
  ];
  for (const [weight, root] of roots) {
    const open = [root];
    const seen = new Set<number>();
    while (open.length > 0) {
      const id = open.pop() as number;
      const node = graph.nodes[id];
      if (seen.has(id) || node.phase !== 'update') continue;
      seen.add(id);
      const owner = owners.get(id);
      owners.set(id, owner === undefined || owner === weight ? weight : null);
      open.push(...node.inputs);
    }
  }
  return owners;
}

/** Whether weights are updated before the backward pass is over: a mistake, and then its order is what matters. */
function updatesEarly({ nodes }: Graph): boolean {
  const first = nodes.findIndex((node) => node.phase === 'update' && !isGiven(node));
  return first >= 0 && nodes.slice(first).some((node) => node.phase === 'backward' && !isGiven(node));
}

/** Nodes that are steps, phase by phase; in the update phase what is shared first, then weight by weight. */
function stepNodes(graph: Graph, owners: Map<number, string | null>): GraphNode[] {
  const steps = graph.nodes.filter((node) => !isGiven(node));
  if (updatesEarly(graph)) return steps;
  const weights = [...graph.updates.keys()];
  const rank = (node: GraphNode) => {
    const owner = node.phase === 'update' ? (owners.get(node.id) ?? null) : null;
    return PHASES.indexOf(node.phase) * (weights.length + 1) + (owner === null ? 0 : 1 + weights.indexOf(owner));
  };
  return steps.sort((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/** The beginning of the way back: the seed, and what only hands it on to the errors that were added up. */
function isPlumbing(node: GraphNode): boolean {
  return node.phase === 'backward' && (node.role === 'constant' || MOVES.has(node.op));
}

/** Whether, cut into neurons, `node` belongs to the same steps as the block before it. */
function joins(graph: Graph, block: GraphNode[], node: GraphNode, owners: Map<number, string | null>): boolean {
  const last = block[block.length - 1];
  // Sums that lead to the loss are one thought, and so is the way back through them.
  if (isReduction(node)) return node.phase === 'loss' && isReduction(last) && node.inputs.includes(last.id);
  if (isPlumbing(node)) return isPlumbing(last) && node.inputs.includes(last.id);
  if (node.op !== 'elementwise' || unitCount(node) !== unitCount(last)) return false;
  if (node.phase === 'update') {
    const weight = owners.get(node.id) ?? null;
    return weight !== null && owners.get(last.id) === weight && elementCount(node) === elementCount(last);
  }
  // A weighted sum and the addition of its bias are one thought; an activation is another.
  const others = node.inputs.filter((id) => id !== last.id);
  return (
    node.phase === 'forward' &&
    node.layer === last.layer &&
    node.inputs.includes(last.id) &&
    others.length > 0 &&
    others.every((id) => graph.nodes[id].role === 'weight')
  );
}

const isReduction = (node: GraphNode) => node.op.startsWith('reduce');

/**
 * Cuts a graph into steps.
 *
 * - `element`: one number a step.
 * - `neuron`: one index of the last axis a step, for the whole batch; a weighted sum with its bias; an update with its states.
 * - `operation`: one node a step.
 * - `layer`: what a layer computes in a phase; in the update phase, all its weights.
 * - `phase`: forward, loss, backward, update.
 */
export function buildTimeline(graph: Graph, granularity: Granularity): Timeline {
  const owners = updateOwners(graph);
  const blocks: Block[] = [];
  const blockOf = new Map<number, Block>();
  let group: GraphNode[] = [];
  let length = 0;

  const weightOf = (node: GraphNode) => (node.phase === 'update' ? (owners.get(node.id) ?? null) : null);
  const layerOf = (node: GraphNode) => {
    const weight = weightOf(node);
    return node.layer ?? graph.weights.find((w) => w.name === weight)?.layer ?? null;
  };
  const close = () => {
    if (group.length === 0) return;
    const [node] = group;
    const cut = cutOf(node, granularity);
    const steps = cut === 'element' ? elementCount(node) : cut === 'unit' ? unitCount(node) : 1;
    const sameWeight = group.every((n) => weightOf(n) === weightOf(node));
    const sameLayer = group.every((n) => layerOf(n) === layerOf(node));
    const block: Block = {
      phase: node.phase,
      nodes: group.map((n) => n.id),
      cut,
      length: steps,
      first: length + 1,
      layer: sameLayer ? layerOf(node) : null,
      weight: sameWeight ? weightOf(node) : null,
    };
    blocks.push(block);
    for (const n of group) blockOf.set(n.id, block);
    length += steps;
    group = [];
  };
  const belongs = (node: GraphNode): boolean => {
    const last = group[group.length - 1];
    if (last === undefined) return true;
    if (node.phase !== last.phase) return false;
    if (granularity === 'phase') return true;
    if (granularity === 'layer') return node.phase === 'loss' || layerOf(node) === layerOf(last);
    if (granularity === 'neuron') return joins(graph, group, node, owners);
    return false;
  };
  for (const node of stepNodes(graph, owners)) {
    if (!belongs(node)) close();
    group.push(node);
  }
  close();

  const phases: { phase: Phase; first: number; length: number }[] = [];
  for (const block of blocks) {
    const last = phases[phases.length - 1];
    if (last?.phase === block.phase) last.length += block.length;
    else phases.push({ phase: block.phase, first: block.first, length: block.length });
  }

  return {
    granularity,
    length,
    blocks,
    phases,
    step(index) {
      if (!Number.isInteger(index) || index < 1 || index > length) throw new RangeError(`step ${index} of ${length}`);
      return stepOfBlock(graph, blocks[find(blocks, index)], index);
    },
    stepOf(node, element) {
      const block = blockOf.get(node);
      if (block === undefined) return 0;
      if (block.cut === 'element') return block.first + element;
      if (block.cut === 'unit') return block.first + (element % unitCount(graph.nodes[node]));
      return block.first;
    },
  };
}

function cutOf(node: GraphNode, granularity: Granularity): Block['cut'] {
  if (granularity === 'element') return 'element';
  if (granularity !== 'neuron' || MOVES.has(node.op) || isPlumbing(node)) return 'whole';
  return node.phase === 'loss' && isReduction(node) ? 'whole' : 'unit';
}

/** Index of the block that holds a step, by bisection. */
function find(blocks: readonly Block[], index: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle].first <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

function stepOfBlock(graph: Graph, block: Block, index: number): Step {
  const k = index - block.first;
  const parts = block.nodes.map((id): Selection => {
    const count = elementCount(graph.nodes[id]);
    const units = unitCount(graph.nodes[id]);
    if (block.cut === 'element') return { node: id, start: k, stride: 1, count: 1 };
    if (block.cut === 'unit') return { node: id, start: k, stride: units, count: count / units };
    return { node: id, start: 0, stride: 1, count };
  });
  const main = parts[mainPart(graph, block)];
  return {
    index,
    phase: block.phase,
    parts,
    focus: { node: main.node, element: main.start },
    layer: block.layer,
    weight: block.weight,
    unit: block.cut === 'unit' ? k : null,
  };
}

/** The part that says most: the last one; of several gradients or updates those of the largest weight. */
function mainPart(graph: Graph, block: Block): number {
  const last = block.nodes.length - 1;
  if (block.phase === 'forward' || block.phase === 'loss') return last;
  const updated = new Set(graph.updates.values());
  const ofWeight = (id: number) => {
    const target = graph.nodes[id].gradientOf;
    return block.phase === 'update' ? updated.has(id) : target !== null && graph.nodes[target].role === 'weight';
  };
  let best = -1;
  block.nodes.forEach((id, i) => {
    const larger = best < 0 || elementCount(graph.nodes[id]) > elementCount(graph.nodes[block.nodes[best]]);
    if (ofWeight(id) && larger) best = i;
  });
  if (best >= 0) return best;
  const gradient = block.nodes.findLastIndex((id) => graph.nodes[id].gradientOf !== null);
  return gradient < 0 ? last : gradient;
}

/** The elements of a selection, in order. */
export function* elementsOf(selection: Selection): Generator<number> {
  for (let i = 0; i < selection.count; i++) yield selection.start + i * selection.stride;
}

/** Whether a step computes an element. */
export function computes(step: Step, node: number, element: number): boolean {
  return step.parts.some(
    (part) =>
      part.node === node &&
      element >= part.start &&
      (element - part.start) % part.stride === 0 &&
      (element - part.start) / part.stride < part.count,
  );
}

/**
 * The step that stands for the same moment in another granularity: the one that knows the focus of `step`.
 * Keeps the place when the granularity is changed.
 */
export function translate(from: Timeline, index: number, to: Timeline): number {
  if (index <= 0) return 0;
  if (index >= from.length) return to.length;
  const { focus } = from.step(index);
  return to.stepOf(focus.node, focus.element);
}
