/** Which mistakes can be made in the network as it stands, and why not the others. */
import { applicable, FAULTS } from '@/core/faults';
import type { Inapplicable } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import type { Traced } from '../session';
import { useScene } from '../stepper';

export const KINDS: readonly string[] = Object.keys(FAULTS);

type Reasons = Readonly<Record<string, Inapplicable | null>>;

/** Many parts ask, and the graph is the same until something else is built. */
const known = new WeakMap<Graph, Reasons>();

function reasonsFor({ graph, network, optimizer, fault }: Traced): Reasons {
  const before = known.get(graph);
  if (before) return before;
  const options = { batchSize: graph.batchSize, mode: 'training', optimizer } as const;
  const right = fault === null ? graph : buildGraph(network, options);
  const setting = { network, optimizer, graph: right };
  const reasons = Object.fromEntries(KINDS.map((kind) => [kind, applicable(kind, setting)]));
  known.set(graph, reasons);
  return reasons;
}

/** By kind: null where it can be made. */
export function useApplicable(): Reasons {
  return reasonsFor(useScene().traced);
}
