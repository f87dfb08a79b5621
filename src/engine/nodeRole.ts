/** What a node of the graph is in a teacher's terms, so that the page can name it without its internal name. */
import type { Graph, GraphNode } from '@/core/graph/types';
import type { NodeRole } from './protocol';

const role = (kind: NodeRole['kind'], layer: string | null, more: Partial<NodeRole> = {}): NodeRole => ({
  kind,
  layer,
  weight: null,
  state: null,
  ...more,
});

/** `kernel` of `hidden/kernel`. */
const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A weight and what the optimizer makes of it. */
function weightRole({ weights, states, updates }: Graph, node: GraphNode): NodeRole | null {
  const own = weights.find((weight) => weight.node === node.id);
  if (own) return role('weight', own.layer, { weight: last(own.name) });
  const renewed = weights.find(({ name }) => updates.get(name) === node.id);
  if (renewed) return role('newWeight', renewed.layer, { weight: last(renewed.name) });
  const owner = weights.find(({ name }) => node.name.startsWith(`update/${name}/`) || node.name.startsWith(`${name}/`));
  if (!owner) return null;
  const weight = last(owner.name);
  const before = states.some((state) => state.node === node.id);
  return role(before ? 'state' : 'newState', owner.layer, { weight, state: last(node.name) });
}

/** What is computed on the way forward. */
function forwardRole(graph: Graph, node: GraphNode): NodeRole {
  if (node.id === graph.input) return role('input', null);
  if (node.phase === 'loss') return role('loss', null);
  const { layer } = node;
  if (layer === null) return role('value', null);
  if (graph.layers.some(({ output }) => output === node.id)) return role('output', layer);
  const isSum = node.op === 'matMul' || node.op === 'conv2d' || node.attrs.definition === 'biasAdd';
  return role(isSum ? 'weightedSum' : 'inside', layer);
}

const GRADIENTS: Partial<Record<NodeRole['kind'], NodeRole['kind']>> = {
  weight: 'weightGradient',
  output: 'outputGradient',
  weightedSum: 'sumGradient',
  loss: 'lossGradient',
};

/** What `node` is: a weight before or after the update, a layer's output, the gradient of one of these, and so on. */
export function nodeRole(graph: Graph, node: GraphNode): NodeRole {
  const weight = weightRole(graph, node);
  if (weight) return weight;
  if (node.phase === 'forward' || node.phase === 'loss') return forwardRole(graph, node);
  const target = node.gradientOf ?? node.flow?.to;
  if (node.phase === 'update' || target === undefined) {
    return role(node.layer === null ? 'value' : 'inside', node.layer);
  }
  const of = nodeRole(graph, graph.nodes[target]);
  return { ...of, kind: GRADIENTS[of.kind] ?? 'gradient' };
}
