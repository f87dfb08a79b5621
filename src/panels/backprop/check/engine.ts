/** The training engine's numbers for a step beside those of the page: one of them, or all of a weight at once. */
import type { Graph } from '@/core/graph/types';
import type { ElementRef } from '@/core/interpreter/timeline';
import type { EngineStep } from '@/state';

/** The engine's number for an element, or null where it does not read that number back. */
export function engineValue(graph: Graph, step: EngineStep, ref: ElementRef): number | null {
  return engineValues(graph, step, ref.node)?.[ref.element] ?? null;
}

/** The engine's numbers for a node, or null where it does not read them back. */
function engineValues(graph: Graph, step: EngineStep, node: number): ArrayLike<number> | null {
  if (node === graph.loss) return [step.loss];
  if (node === graph.output) return step.output;
  for (const weight of graph.weights) {
    if (graph.gradients.get(weight.node) === node) return step.gradients[weight.name] ?? null;
    if (graph.updates.get(weight.name) === node) return step.updated.weights[weight.name] ?? null;
  }
  const state = graph.states.find((s) => s.update === node);
  if (state !== undefined) return step.updated.states[state.name] ?? null;
  return step.nodes[graph.nodes[node].name] ?? null;
}

/** How far two tensors are apart where they are most. */
export interface Apart extends ElementRef {
  absolute: number;
  /** To the largest number of the tensor. */
  relative: number;
}

export interface EngineRow {
  weight: string;
  size: number;
  gradient: Apart | null;
  updated: Apart | null;
  /** The state of the optimizer that is furthest off; null where it has none. */
  states: Apart | null;
}

function apart(
  graph: Graph,
  values: readonly Float64Array[],
  step: EngineStep,
  node: number | undefined,
): Apart | null {
  const own = node === undefined ? null : engineValues(graph, step, node);
  if (node === undefined || own === null) return null;
  const page = values[node];
  let [worst, largest, element] = [0, 0, 0];
  for (let i = 0; i < page.length; i++) {
    largest = Math.max(largest, Math.abs(page[i]));
    // The same infinity, or NaN in both, is no difference.
    const off = Object.is(page[i], own[i]) ? 0 : Math.abs(page[i] - own[i]);
    const same = Number.isNaN(page[i]) && Number.isNaN(own[i]);
    // Once NaN, it stays: nothing is further off.
    if (!same && (off > worst || (Number.isNaN(off) && !Number.isNaN(worst)))) [worst, element] = [off, i];
  }
  return { node, element, absolute: worst, relative: worst === 0 ? 0 : worst / largest };
}

/** Every gradient, every updated weight and every state of the optimizer, weight by weight. */
export function compareEngine(graph: Graph, values: readonly Float64Array[], step: EngineStep): EngineRow[] {
  return graph.weights
    .filter(({ name }) => graph.updates.has(name))
    .map(({ name, node }) => {
      const states = graph.states
        .filter(({ weight }) => weight === name)
        .map(({ update }) => apart(graph, values, step, update))
        .filter((each) => each !== null)
        .sort((a, b) => b.relative - a.relative);
      return {
        weight: name,
        size: values[node].length,
        gradient: apart(graph, values, step, graph.gradients.get(node)),
        updated: apart(graph, values, step, graph.updates.get(name)),
        states: states[0] ?? null,
      };
    });
}
