/**
 * Whether an iteration can be interpreted with every value kept, and what can be instead: fewer samples, or the last
 * layers alone, fed with what the engine computes before them.
 */
import { type Cost, costOf } from '@/core/graph/cost';
import type { Graph } from '@/core/graph/types';
import type { NetworkSpec } from '@/core/network/spec';

/** A tab has about 4 GB; two iterations may be alive at once (the shown one and the next), and the page needs some, too. */
export const MOST_BYTES = 1.2e9;
/** Longer than this nobody waits for an edit to take effect. */
export const MOST_SECONDS = 20;

export interface Room {
  fits: boolean;
  cost: Cost;
  /** So many samples would fit; 0 where not even one does. */
  samples: number;
  /** The layer from which on the rest would fit with one sample; null where none does, or where it is not needed. */
  tail: string | null;
}

const fits = ({ bytes, seconds }: Cost) => bytes <= MOST_BYTES && seconds <= MOST_SECONDS;

/**
 * @param graph of the network for the samples that are chosen.
 * @param build the graph of a network for so many samples, otherwise the same.
 */
export function roomFor(
  network: NetworkSpec,
  graph: Graph,
  build: (network: NetworkSpec, batchSize: number) => Graph,
): Room {
  const cost = costOf(graph);
  if (fits(cost)) return { fits: true, cost, samples: graph.batchSize, tail: null };
  const samples = mostSamples(costOf(build(network, 1)), costOf(build(network, 2)), graph.batchSize);
  const tail = samples > 0 ? null : firstThatFits(network, graph, build);
  return { fits: false, cost, samples, tail };
}

/** What each sample adds is always the same. */
function mostSamples(one: Cost, two: Cost, chosen: number): number {
  if (!fits(one)) return 0;
  const most = (limit: number, of: 'bytes' | 'seconds') => 1 + Math.floor((limit - one[of]) / (two[of] - one[of] || 1));
  return Math.min(chosen - 1, most(MOST_BYTES, 'bytes'), most(MOST_SECONDS, 'seconds'));
}

function firstThatFits(
  network: NetworkSpec,
  graph: Graph,
  build: (network: NetworkSpec, batchSize: number) => Graph,
): string | null {
  for (const { id } of network.layers.slice(1)) {
    const tail = tailNetwork(network, id, graph);
    if (tail !== null && fits(costOf(build(tail.network, 1)))) return id;
  }
  return null;
}

/**
 * The layers from `from` on as a network of their own, and the layer whose output they are fed; null where one of them
 * reads something further back.
 * @param graph of the whole network, for the shapes.
 */
export function tailNetwork(
  network: NetworkSpec,
  from: string,
  graph: Pick<Graph, 'layers'>,
): { network: NetworkSpec; before: string } | null {
  const at = network.layers.findIndex(({ id }) => id === from);
  const before = graph.layers.find(({ id }) => id === network.layers[at - 1]?.id);
  if (at < 1 || before === undefined) return null;
  const known = new Set(network.layers.slice(at).map(({ id }) => id));
  const layers = network.layers.slice(at).map((layer) => ({
    ...layer,
    ...(layer.inputs && { inputs: layer.inputs.map((id) => (id === before.id ? 'input' : id === 'input' ? '' : id)) }),
  }));
  const reads = layers.flatMap(({ inputs }) => inputs ?? []);
  if (reads.some((id) => id !== 'input' && !known.has(id))) return null;
  return { network: { ...network, input: { shape: [...before.outputShape] }, layers }, before: before.id };
}
