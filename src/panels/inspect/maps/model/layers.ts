/**
 * Which layers of a network have maps to show, and what of the graph makes each: the node whose window slides (or, of
 * other layers, the one that makes the values), what is done to them afterwards (bias, activation), and what it reads.
 * All of it is read off the graph that runs.
 */
import { buildGraph } from '@/core/graph/build';
import type { ElementwiseAttrs, Graph, GraphNode } from '@/core/graph/types';
import type { NetworkSpec } from '@/core/network/spec';

/** Operations whose windows are shown cell by cell. */
export type WindowOp = 'conv2d' | 'maxPool2d' | 'avgPool2d';

export interface MapLayer {
  id: string;
  kind: string;
  /** Null for layers that are explained by their formula alone. */
  op: WindowOp | null;
  height: number;
  width: number;
  /** Channels of the output: one map each. */
  maps: number;
  /** Node with the sliding window, or the first of those that are explained. */
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
  /** Everything the layer reads: nodes, and the layers whose outputs they are (null: the network's input). */
  reads: readonly { node: number; layer: string | null }[];
  weights: readonly string[];
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

const isWindow = ({ op }: GraphNode): boolean => OPS.has(op);

/** From a node back to the window that began it, or to the last operation that does not work cell by cell. */
function chainTo(graph: Graph, output: number, layer: string): number[] {
  const chain: number[] = [];
  let node: GraphNode | undefined = graph.nodes[output];
  while (node?.layer === layer) {
    chain.unshift(node.id);
    if (node.op !== 'elementwise') break;
    node = node.inputs.map((id) => graph.nodes[id]).find(({ shape, role }) => shape.length === 4 && role === null);
  }
  return chain;
}

/** What the nodes of a layer read that is not its own: outputs of other layers, or the network's input. */
function readsOf(graph: Graph, layer: string): MapLayer['reads'] {
  const read = new Set(graph.nodes.filter((node) => node.layer === layer).flatMap(({ inputs }) => inputs));
  return [...read].flatMap((id) => {
    const node = graph.nodes[id];
    if (node.layer === layer || (node.role !== null && id !== graph.input)) return [];
    return [{ node: id, layer: graph.layers.find(({ output }) => output === id)?.id ?? null }];
  });
}

/** The layers with maps, first to last. */
export function mapsModel(network: NetworkSpec): MapsModel {
  const graph = buildGraph(network, { batchSize: 1, mode: 'inference' });
  const layers = graph.layers.flatMap(({ id, kind, output }): MapLayer[] => {
    const { shape, layer } = graph.nodes[output];
    // What a layer hands on unchanged (dropout, outside training) is shown where it was made.
    if (shape.length !== 4 || layer !== id) return [];
    const [, height, width, maps] = shape;
    const reads = readsOf(graph, id);
    const [window, ...after] = chainTo(graph, output, id);
    const { op, inputs } = graph.nodes[window];
    const slides = isWindow(graph.nodes[window]) && reads.some(({ node }) => node === inputs[0]);
    const weights = graph.weights.filter((weight) => weight.layer === id).map(({ name }) => name);
    const nameOf = (name: string) => weights.find((weight) => weight === `${id}/${name}`) ?? null;
    const source = slides ? inputs[0] : (reads[0]?.node ?? graph.input);
    return [
      {
        id,
        kind,
        op: slides ? (op as WindowOp) : null,
        height,
        width,
        maps,
        window,
        after,
        output,
        source,
        sourceLayer: reads.find(({ node }) => node === source)?.layer ?? null,
        sourceSigned: !neverNegative(graph, graph.nodes[source]),
        reads,
        weights,
        kernel: slides ? nameOf('kernel') : null,
        bias: nameOf('bias'),
        signed: !neverNegative(graph, graph.nodes[output]),
      },
    ];
  });
  return { graph, layers };
}

/** What must be watched to show these layers and to explain their cells. */
export function demandOf(layers: readonly MapLayer[]): { layers: string[]; weights: string[] } {
  const ids = layers.flatMap(({ id, reads }) => [id, ...reads.flatMap(({ layer }) => (layer === null ? [] : [layer]))]);
  return { layers: [...new Set(ids)], weights: layers.flatMap(({ weights }) => [...weights]) };
}
