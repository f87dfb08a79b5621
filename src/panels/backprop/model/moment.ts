/**
 * A moment of the timeline: which numbers are known after `position` steps. Everything that is shown asks here, so
 * that a number from later steps can never appear early.
 */
import type { Graph } from '@/core/graph/types';
import { type ElementRef, elementCount, type Step, type Timeline } from '@/core/interpreter/timeline';

export interface Moment {
  graph: Graph;
  timeline: Timeline;
  /** Steps done: 0 … timeline.length. */
  position: number;
  /** Values of every node; empty while they are being computed. */
  values: readonly Float64Array[];
}

/** The step that was done last, or null at the start. */
export function currentStep(moment: Moment): Step | null {
  return moment.position === 0 ? null : moment.timeline.step(moment.position);
}

/** Whether an element is known at this moment. */
export function isKnown(moment: Moment, node: number, element: number): boolean {
  return moment.values[node] !== undefined && moment.timeline.stepOf(node, element) <= moment.position;
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
  const out = new Float64Array(count).fill(Number.NaN);
  const values = moment.values[node];
  if (values === undefined) return out;
  // Most nodes are known whole or not at all: ask once at either end before asking for each.
  const { timeline, position } = moment;
  const total = elementCount(moment.graph.nodes[node]);
  if (timeline.stepOf(node, total - 1) <= position) return values.slice(start, start + count);
  if (timeline.stepOf(node, 0) > position) return out;
  for (let i = 0; i < count; i++) if (timeline.stepOf(node, start + i) <= position) out[i] = values[start + i];
  return out;
}

/** The element of the largest magnitude among some of a node's elements; the first of them when all are zero. */
export function largest(values: Float64Array | undefined, from: number, to: number): number {
  let best = from;
  if (values === undefined) return best;
  for (let i = from; i < to; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return best;
}

/**
 * The element a step is best explained by. A step that computes one neuron or element says so itself. A step that
 * computes whole nodes is shown at `wanted` if it is among them, else at its largest number.
 */
export function focusOf(moment: Moment, step: Step, wanted: ElementRef | null): ElementRef {
  if (
    wanted &&
    step.parts.some((part) => part.node === wanted.node && part.stride === 1 && part.count > wanted.element)
  ) {
    return wanted;
  }
  const part = step.parts.find((p) => p.node === step.focus.node);
  if (part === undefined || part.stride !== 1 || part.count <= 16) return step.focus;
  return { node: part.node, element: largest(moment.values[part.node], part.start, part.start + part.count) };
}
