/** Which gradient is looked at: that of the element in focus, or the largest of a weight while nothing is. */
import type { ElementRef } from '@/core/interpreter/timeline';
import { largest } from '../model/moment';
import { anchor, type NetworkModel } from '../model/network';

export interface Subject {
  /** The weight or value that is moved. */
  of: ElementRef;
  /** Its gradient. */
  gradient: ElementRef;
  /** It was not chosen by anyone. */
  fallback: boolean;
}

function subjectAt({ graph }: NetworkModel, of: ElementRef | null): Omit<Subject, 'fallback'> | null {
  const node = of === null || of.node === graph.loss ? undefined : graph.gradients.get(of.node);
  return of === null || node === undefined ? null : { of, gradient: { node, element: of.element } };
}

/** The gradient that belongs to what is in focus: the element itself, one it is the gradient of, the weight of an update. */
export function subjectOf(
  model: NetworkModel,
  focus: ElementRef | null,
  values: readonly Float64Array[],
): Subject | null {
  const found = subjectAt(model, focus && anchor(model, focus));
  return found === null ? fallback(model, values) : { ...found, fallback: false };
}

/** The same where only a weight will do. */
export function weightOf(model: NetworkModel, focus: ElementRef | null, values: readonly Float64Array[]) {
  const found = subjectAt(model, focus && anchor(model, focus));
  const own = found !== null && model.graph.nodes[found.of.node].role === 'weight';
  return own ? { ...found, fallback: false } : fallback(model, values);
}

function fallback(model: NetworkModel, values: readonly Float64Array[]): Subject | null {
  const weight = model.graph.weights.find(({ node }) => model.graph.gradients.has(node));
  return weight === undefined ? null : largestOf(model, weight.node, values);
}

/** The element of a weight with the largest gradient. */
export function largestOf({ graph }: NetworkModel, weight: number, values: readonly Float64Array[]): Subject | null {
  const node = graph.gradients.get(weight);
  if (node === undefined) return null;
  const element = largest(values[node], 0, values[node].length);
  return { of: { node: weight, element }, gradient: { node, element }, fallback: true };
}
