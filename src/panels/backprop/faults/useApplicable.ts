/** Which mistakes can be made in the network as it stands, and why not the others. */
import { useMemo } from 'react';
import { applicable, FAULTS } from '@/core/faults';
import type { Inapplicable } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import { useStepper } from '../stepper';

export const KINDS: readonly string[] = Object.keys(FAULTS);

/** By kind: null where it can be made. */
export function useApplicable(): Readonly<Record<string, Inapplicable | null>> {
  const { traced, graph } = useStepper();
  const { network, optimizer, fault } = traced;
  return useMemo(() => {
    const options = { batchSize: graph.batchSize, mode: 'training', optimizer } as const;
    const right = fault === null ? graph : buildGraph(network, options);
    const setting = { network, optimizer, graph: right };
    return Object.fromEntries(KINDS.map((kind) => [kind, applicable(kind, setting)]));
  }, [network, optimizer, fault, graph]);
}
