/** A text of the catalogue before it is worded: a key, and what is put into it. */
import type { GraphNode } from '@/core/graph/types';

export interface Message {
  /** Key within the `backprop` catalogue. */
  key: string;
  params: Record<string, string | number>;
}

/** A formula inside a text. */
export const tex = (latex: string) => `⟦${latex}⟧`;

/** Name of the definition an elementwise node was made from; empty for others. */
export const definitionOf = (node: GraphNode) =>
  typeof node.attrs.definition === 'string' ? node.attrs.definition : '';
