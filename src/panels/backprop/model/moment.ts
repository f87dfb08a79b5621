/**
 * A moment of the timeline: which numbers are known after `position` steps. Everything that is shown asks here, so
 * that a number from later steps can never appear early.
 */
import type { Graph } from '@/core/graph/types';
import { type ElementRef, elementCount, type Step, type Timeline, unitCount } from '@/core/interpreter/timeline';
import type { HiddenNumbers } from './hidden';

export interface Moment {
  graph: Graph;
  timeline: Timeline;
  /** Steps done: 0 … timeline.length. */
  position: number;
  /** Values of every node; empty while they are being computed. */
  values: readonly Float64Array[];
  /** Numbers that are hidden to be found by hand. */
  hidden?: HiddenNumbers | null;
}

/** The step that was done last, or null at the start. */
export function currentStep(moment: Moment): Step | null {
  return moment.position === 0 ? null : moment.timeline.step(moment.position);
}

/** Whether an element is known at this moment: it has been computed, and it is not hidden. */
export function isKnown(moment: Moment, node: number, element: number): boolean {
  return isComputed(moment, node, element) && !moment.hidden?.has(node, element);
}

/** Whether an element has been computed at this moment, hidden or not. */
export function isComputed(moment: Moment, node: number, element: number): boolean {
  return moment.values[node] !== undefined && moment.timeline.stepOf(node, element) <= moment.position;
}

/** Whether an element has been computed, and is hidden. */
export function isHidden(moment: Moment, node: number, element: number): boolean {
  return (moment.hidden?.has(node, element) ?? false) && isComputed(moment, node, element);
}

/** An element's value, or null while it has not been computed. */
export function valueAt(moment: Moment, node: number, element: number): number | null {
  return isKnown(moment, node, element) ? moment.values[node][element] : null;
}

/** ∂L/∂element, or null while it has not been computed or nothing flows there. */
export function gradientOf(moment: Moment, node: number, element: number): number | null {
  const gradient = moment.graph.gradients.get(node);
  return gradient === undefined ? null : valueAt(moment, gradient, element);
}

/** A weight's element after the update, or null before. */
export function updatedOf(moment: Moment, weight: string, element: number): number | null {
  const node = moment.graph.updates.get(weight);
  return node === undefined ? null : valueAt(moment, node, element);
}

/** A stretch of a node's elements with NaN where they are not known: for heat maps. */
export function knownValues(moment: Moment, node: number, start: number, count: number): Float64Array {
  const values = moment.values[node];
  // Most nodes are known whole or not at all: ask once at either end before asking for each.
  const { timeline, position } = moment;
  const total = elementCount(moment.graph.nodes[node]);
  const whole = !moment.hidden?.touches(node);
  if (whole && values !== undefined && timeline.stepOf(node, total - 1) <= position)
    return values.subarray(start, start + count);
  const out = new Float64Array(count).fill(Number.NaN);
  if (values === undefined || timeline.stepOf(node, 0) > position) return out;
  for (let i = 0; i < count; i++) if (isKnown(moment, node, start + i)) out[i] = values[start + i];
  return out;
}

/**
 * How far a node's elements are known: −1 for none, infinity for all, else the position. While it is the same, and
 * nothing is hidden or shown, so is what can be seen of the node.
 */
export function progressOf(moment: Moment, node: number): number {
  const { timeline, position, values, graph } = moment;
  if (values[node] === undefined || timeline.stepOf(node, 0) > position) return -1;
  return timeline.stepOf(node, elementCount(graph.nodes[node]) - 1) <= position ? Number.POSITIVE_INFINITY : position;
}

/** The element of the largest magnitude among some of a node's elements; the first of them when all are zero. */
export function largest(values: Float64Array | undefined, from: number, to: number): number {
  let best = from;
  if (values === undefined) return best;
  for (let i = from; i < to; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return best;
}

/** The elements of a node that belong to one sample of the batch; all of them where the first axis is not the batch. */
export function ofSample(graph: Graph, node: number, sample: number): { start: number; count: number } {
  const { shape, role, phase, gradientOf } = graph.nodes[node];
  const total = elementCount(graph.nodes[node]);
  const target = gradientOf === null ? null : graph.nodes[gradientOf];
  const batched = role !== 'weight' && role !== 'state' && phase !== 'update' && target?.role !== 'weight';
  if (!batched || shape.length === 0 || shape[0] !== graph.batchSize) return { start: 0, count: total };
  return { start: sample * (total / graph.batchSize), count: total / graph.batchSize };
}

/**
 * The element a step is best explained by, for a sample of the batch. Where a step computes whole nodes with many
 * elements, the largest one.
 */
export function focusOf(moment: Moment, step: Step, sample: number): ElementRef {
  const { node, element } = step.focus;
  const part = step.parts.find((p) => p.node === node);
  if (part === undefined || part.count === 1) return step.focus;
  const { start, count } = ofSample(moment.graph, node, sample);
  if (part.stride !== 1) {
    const own = part.start + sample * part.stride;
    return start > 0 && own >= start && own < start + count ? { node, element: own } : { node, element };
  }
  const followed = followedIn(moment, node, sample);
  if (followed !== null) return { node, element: followed };
  if (count <= 16) return { node, element: start };
  return { node, element: largest(moment.values[node], start, start + count) };
}

/**
 * One thread through the steps of a layer: all its nodes, forwards and backwards, are shown at the neuron that answers
 * most, or at the cell of its maps that matters most (in the last layer, and in the loss, at the target's class), and all that is done to a weight at the weight with
 * the largest gradient. Null where a node has neither neurons nor weights.
 */
function followedIn({ graph, values }: Moment, node: number, sample: number): number | null {
  const own = graph.nodes[node];
  const size = elementCount(own);
  const target = graph.nodes[own.gradientOf ?? own.flow?.to ?? node];
  const weight = graph.weights.find(
    (w) => w.node === target.id || (own.phase === 'update' && own.name.startsWith(`update/${w.name}/`)),
  );
  if (weight !== undefined) {
    const gradient = graph.gradients.get(weight.node);
    return gradient === undefined || elementCount(graph.nodes[gradient]) !== size
      ? null
      : largest(values[gradient], 0, size);
  }
  const inLast = target.phase === 'loss' || target.layer === graph.layers.at(-1)?.id;
  const key = inLast ? graph.target : graph.layers.find((l) => l.id === target.layer)?.output;
  if (key === undefined || key === null) return null;
  const channels = unitCount(graph.nodes[key]);
  if (size === channels && graph.nodes[key].shape.length === 4 && own.shape.length === 1) {
    // One number a channel: that of the cell the layer is followed at.
    const at = ofSample(graph, key, sample);
    return mostInfluential(graph, values, key, at.start, at.count) % channels;
  }
  const { start, count } = ofSample(graph, key, sample);
  // A target that is the number of a class names the element itself.
  const classes = inLast ? size / elementCount(graph.nodes[key]) : 1;
  if (classes > 1 && classes === unitCount(own)) return start * classes + Math.min(classes - 1, values[key][start]);
  if (elementCount(graph.nodes[key]) !== size) return null;
  return graph.nodes[key].shape.length === 4
    ? mostInfluential(graph, values, key, start, count)
    : largest(values[key], start, start + count);
}

/**
 * Of the cells of feature maps the one whose value, times its gradient, is largest: the cell that answers most may be
 * one that the pooling after it drops.
 */
function mostInfluential(
  graph: Graph,
  values: readonly Float64Array[],
  node: number,
  start: number,
  count: number,
): number {
  const gradient = graph.gradients.get(node);
  if (gradient === undefined) return largest(values[node], start, start + count);
  const [own, slope] = [values[node], values[gradient]];
  let best = start;
  for (let i = start; i < start + count; i++) {
    if (Math.abs(own[i] * slope[i]) > Math.abs(own[best] * slope[best])) best = i;
  }
  return best;
}
