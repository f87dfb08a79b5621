/** A text of the catalogue before it is worded: a key, and what is put into it, which may be such texts themselves. */
import type { Graph, GraphNode } from '@/core/graph/types';

export interface Message {
  /** Key within the `backprop` catalogue. */
  key: string;
  params: Record<string, string | number | Message>;
}

export const message = (key: string, params: Message['params'] = {}): Message => ({ key, params });

/** What sentences are chosen by: an element, how it is written, and the values of the trace. */
export interface Asked {
  graph: Graph;
  node: GraphNode;
  element: number;
  symbol: string;
  values: readonly Float64Array[];
}

/** A formula inside a text. */
export const tex = (latex: string) => `⟦${latex}⟧`;

/** Name of the definition an elementwise node was made from; empty for others. */
export const definitionOf = (node: GraphNode) =>
  typeof node.attrs.definition === 'string' ? node.attrs.definition : '';

const GRADIENT = 'gradient of ';

/** The definition that a node is the gradient of, or null. */
export function gradientDefinition(node: GraphNode): string | null {
  const definition = definitionOf(node);
  return definition.startsWith(GRADIENT) ? definition.slice(GRADIENT.length) : null;
}

/** The three normalizations are written alike: what follows the family's name, or null. */
export function normPart(definition: string): string | null {
  return /^(?:batch|layer|group)Norm\.(\w+)$/.exec(definition)?.[1] ?? null;
}
