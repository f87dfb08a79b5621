/**
 * Which layers of a network have maps to show, and what of the graph makes each: the node whose window slides, what is
 * done to its values afterwards (bias, activation), and the image it slides over. All of it is read off the graph that
 * runs.
 */
import { buildGraph } from '@/core/graph/build';
import type { ElementwiseAttrs, Graph, GraphNode } from '@/core/graph/types';
import type { NetworkSpec } from '@/core/network/spec';

export type WindowOp = 'conv2d' | 'maxPool2d' | 'avgPool2d';

export interface MapLayer {
  id: string;
  op: WindowOp;
  height: number;
  width: number;
  /** Channels of the output: one map each. */
  maps: number;
  /** Node with the sliding window. */
  window: number;
  /** Nodes after it up to the layer's output, in order. */
  after: readonly number[];
  /** Node with the layer's output. */
  output: number;
  /** Node with the image the window slides over. */
  source: number;
  /** The layer whose output that is; null for the network's input, and where it is inside a layer. */
  sourceLayer: string | null;
  /** Values it slides over may be negative. */
  sourceSigned: boolean;
  /** Names of the weights: of a convolution the kernel, and the bias if it has one. */
  kernel: string | null;
  bias: string | null;
  /** Values may be negative: shown on a scale with two sides. */
  signed: boolean;
}

export interface MapsModel {
  graph: Graph;
  layers: readonly MapLayer[];
}

const OPS: ReadonlySet<string> = new Set<WindowOp>(['conv2d', 'maxPool2d', 'avgPool2d']);
const POSITIVE = new Set(['relu', 'sigmoid']);

/** Whether a node's values cannot be negative, as far as its operation tells. */
function neverNegative(graph: Graph, node: GraphNode): boolean {
  if (node.op === 'softmax' || node.role === 'input') return true;
  if (node.op === 'elementwise') return POSITIVE.has((node.attrs as unknown as ElementwiseAttrs).definition);
  if (node.op === 'maxPool2d' || node.op === 'avgPool2d') return neverNegative(graph, graph.nodes[node.inputs[0]]);
  return false;
}

/** From a node back to the window that began it, through what works cell by cell within the layer. */
function chainTo(graph: Graph, output: number, layer: string): number[] | null {
  const chain: number[] = [];
  let node: GraphNode | undefined = graph.nodes[output];
  while (node?.layer === layer) {
    chain.unshift(node.id);
    if (OPS.has(node.op)) return chain;
    node = graph.nodes[node.inputs[0]];
  }
  return null;
}

/** The layers with maps, first to last. */
export function mapsModel(network: NetworkSpec): MapsModel {
  const graph = buildGraph(network, { batchSize: 1, mode: 'inference' });
  const layers = graph.layers.flatMap(({ id, output }): MapLayer[] => {
    const chain = chainTo(graph, output, id);
    if (!chain) return [];
    const [window, ...after] = chain;
    const { op, inputs } = graph.nodes[window];
    const [, height, width, maps] = graph.nodes[output].shape;
    const nameOf = (name: string) => graph.weights.find((weight) => weight.name === `${id}/${name}`)?.name ?? null;
    const source = graph.layers.find((layer) => layer.output === inputs[0]);
    return [
      {
        id,
        op: op as WindowOp,
        height,
        width,
        maps,
        window,
        after,
        output,
        source: inputs[0],
        sourceLayer: source?.id ?? null,
        sourceSigned: !neverNegative(graph, graph.nodes[inputs[0]]),
        kernel: nameOf('kernel'),
        bias: nameOf('bias'),
        signed: !neverNegative(graph, graph.nodes[output]),
      },
    ];
  });
  return { graph, layers };
}

/** What must be watched to show these layers and to explain their cells. */
export function demandOf(layers: readonly MapLayer[]): { layers: string[]; weights: string[] } {
  const ids = layers.flatMap(({ id, sourceLayer }) => (sourceLayer ? [id, sourceLayer] : [id]));
  const weights = layers.flatMap(({ kernel, bias }) => [kernel, bias].filter((name) => name !== null));
  return { layers: [...new Set(ids)], weights };
}
