/**
 * Numbers that are hidden to be found by hand. Hiding is one set of elements: everything that is shown asks the moment
 * whether a number is known, and formulas are made from values in which hidden ones are missing. Numbers that only
 * repeat a hidden one further on (a gradient handed through) are hidden with it.
 */
import type { Graph, Trace } from '@/core/graph/types';
import { type ElementRef, elementCount } from '@/core/interpreter/timeline';

/** Elements that are hidden, each with the element whose answer brings it back: itself, or the one that it repeats. */
export class HiddenNumbers {
  private readonly of = new Map<number, Map<number, ElementRef>>();
  private count = 0;

  has(node: number, element: number): boolean {
    return this.of.get(node)?.has(element) ?? false;
  }

  /** Whether any element of a node is hidden. */
  touches(node: number): boolean {
    return this.of.has(node);
  }

  /** The element to be answered for an element to be seen. */
  origin(node: number, element: number): ElementRef | null {
    return this.of.get(node)?.get(element) ?? null;
  }

  get size(): number {
    return this.count;
  }

  /** Hides an element; false if it was hidden already. */
  add(ref: ElementRef, origin: ElementRef = ref): boolean {
    const own = this.of.get(ref.node) ?? new Map<number, ElementRef>();
    if (own.has(ref.element)) return false;
    this.of.set(ref.node, own.set(ref.element, origin));
    this.count++;
    return true;
  }

  /** All hidden elements, node by node. */
  *[Symbol.iterator](): Generator<ElementRef> {
    for (const [node, own] of this.of) for (const element of own.keys()) yield { node, element };
  }
}

/** Larger nodes are not searched for repetitions, unless they have the same elements one for one. */
const SEARCHED = 4096;

/** Elements of `node` that are the same number as `ref`, which it reads. */
function repetitions(graph: Graph, values: readonly Float64Array[], ref: ElementRef, node: number): number[] {
  const value = values[ref.node][ref.element];
  const own = values[node];
  const same = own.length === elementCount(graph.nodes[ref.node]);
  if (same && graph.nodes[node].op !== 'transpose') return Object.is(own[ref.element], value) ? [ref.element] : [];
  // Zeros are everywhere, and say nothing of where they come from.
  if (own.length > SEARCHED || value === 0) return [];
  const found: number[] = [];
  for (let i = 0; i < own.length; i++) if (own[i] === value) found.push(i);
  return found;
}

/** The set that hides `refs` and all that repeats them; null when there is nothing to hide. */
export function hiddenNumbers(
  graph: Graph,
  values: readonly Float64Array[],
  refs: readonly ElementRef[],
): HiddenNumbers | null {
  if (refs.length === 0) return null;
  const hidden = new HiddenNumbers();
  for (const ref of refs) {
    hidden.add(ref);
    // A weighted sum with and without its bias is one thought: with the one known, the other would be no question.
    const { attrs, inputs } = graph.nodes[ref.node];
    const [sum] = inputs;
    const bare = attrs.definition === 'biasAdd' && graph.nodes[sum].role === null;
    if (bare && values[sum].length === values[ref.node].length) hidden.add({ node: sum, element: ref.element }, ref);
  }
  const readers = new Map<number, number[]>();
  for (const { id, inputs } of graph.nodes) {
    for (const input of new Set(inputs)) readers.set(input, [...(readers.get(input) ?? []), id]);
  }
  const open = refs.map((ref) => ({ ref, origin: ref }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { ref, origin } = next;
    for (const node of readers.get(ref.node) ?? []) {
      for (const element of repetitions(graph, values, ref, node)) {
        const repeated = { node, element };
        if (hidden.add(repeated, origin)) open.push({ ref: repeated, origin });
      }
    }
  }
  return hidden;
}

const masks = new WeakSet<readonly Float64Array[]>();

/** A trace in which hidden elements are missing (NaN): what is made from it cannot give them away. */
export function withoutHidden(trace: Trace, hidden: HiddenNumbers | null): Trace {
  if (hidden === null) return trace;
  const values = [...trace.values];
  for (const { node, element } of hidden) {
    if (values[node] === trace.values[node]) values[node] = Float64Array.from(trace.values[node]);
    values[node][element] = Number.NaN;
  }
  masks.add(values);
  return { graph: trace.graph, values };
}

/** Whether numbers are missing from a trace on purpose. */
export const isMasked = ({ values }: Trace): boolean => masks.has(values);

/** How a missing number is written in a formula. */
const MISSING = /\\mathrm\{NaN\}/g;
const PLACE = '\\boxed{?}';

/** A formula of a trace, with a box in place of every hidden number. */
export const boxed = (trace: Trace, tex: string): string => (isMasked(trace) ? tex.replace(MISSING, PLACE) : tex);
