/** Helpers for tests of graphs: deterministic numbers, feeds, and central differences. */

import { sizeOf } from '@/core/graph/shape';
import type { Feeds, Graph } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { fillNormal } from '@/core/random';

/** Normal numbers that depend on nothing but the name. */
export function numbers(name: string, length: number, scale = 1): Float64Array {
  return fillNormal(new Float64Array(length), { seed: 3, purpose: 'test', layer: name, step: 0 }, 0, scale);
}

/** Random input, one-hot or random targets, initial weights and zero state for a training graph. */
export function feedsFor(graph: Graph, options: { oneHot?: boolean; learningRate?: number; step?: number } = {}) {
  const feeds = new Map<string, Float64Array | number>();
  const node = (id: number) => graph.nodes[id];
  feeds.set('input', numbers('input', sizeOf(node(graph.input).shape)));
  if (graph.target !== null) {
    const { shape } = node(graph.target);
    const classes = shape[shape.length - 1];
    const target = numbers('target', sizeOf(shape));
    feeds.set(
      'target',
      options.oneHot ? target.map((_, i) => (i % classes === Math.floor(i / classes) % classes ? 1 : 0)) : target,
    );
  }
  for (const [name, values] of initialWeights(graph, 5)) {
    // Biases away from zero, so that their part shows.
    feeds.set(name, name.endsWith('bias') ? numbers(name, values.length, 0.1) : values);
  }
  for (const [name, values] of initialStates(graph)) feeds.set(name, values);
  feeds.set('learningRate', options.learningRate ?? 0.1);
  feeds.set('step', options.step ?? 1);
  feeds.set('seed', 5);
  return feeds;
}

/** ∂(node of one element)/∂(fed value) by central differences. */
export function centralDifference(
  graph: Graph,
  feeds: Feeds,
  { of, by, element, h = 1e-5 }: { of: number; by: string; element: number; h?: number },
): number {
  const at = (shift: number) => {
    const values = Float64Array.from(feeds.get(by) as Float64Array);
    values[element] += shift;
    return interpret(graph, new Map([...feeds, [by, values]])).values[of][0];
  };
  return (at(h) - at(-h)) / (2 * h);
}
