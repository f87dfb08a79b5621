/**
 * A stretch of a network as a linear map, at one sample: the Jacobian J of some node with respect to earlier ones. Its
 * products come from the graph's own rules: Jᵀu is what the operations' vector–Jacobian products make of u; as that is
 * linear in u, differentiating it once more gives Jv (double backpropagation; Baydin et al., JMLR 2018, section 3.2).
 */
import { differentiateGraph } from '../graph/autodiff';
import { GraphBuilder } from '../graph/builder';
import { sizeOf } from '../graph/shape';
import type { Graph, GraphNode } from '../graph/types';
import { opOf } from '../ops';
import { gather, leaf, reshape } from '../ops/emit';
import { winners } from '../ops/pool2d';

export interface LinearMap {
  /** Numbers that come out, for one sample. */
  rows: number;
  /** Numbers that go in, for one sample; of several inputs all together, in their order. */
  columns: number;
  /** Jᵀu, a row of J for a unit vector. */
  pull(u: Float64Array): Float64Array;
  /** Jv; null where an operation's rule for going back cannot itself be differentiated. */
  push(v: Float64Array): Float64Array | null;
}

/** Elements of a node that belong to one sample: all of them in a graph of one. */
function stretch(node: GraphNode, batchSize: number, sample: number): [number, number] {
  const count = sizeOf(node.shape) / batchSize;
  return [sample * count, (sample + 1) * count];
}

/** Values of the nodes from `first` on; those that are there already are not computed. */
function evaluate(nodes: readonly GraphNode[], values: Float64Array[], first: number, last: number): void {
  for (let id = first; id < last; id++) {
    const node = nodes[id];
    if (values[id] !== undefined) continue;
    const inputs = node.inputs.map((input) => ({ shape: nodes[input].shape, data: values[input] }));
    values[id] = opOf(node.op).evaluate(inputs, node);
  }
}

/** A forward graph with its values, from which maps are taken. */
export interface Evaluated {
  graph: Graph;
  values: readonly Float64Array[];
  /** The sample of the batch whose Jacobian is meant; the others stay as they are. */
  sample: number;
}

/** Pulls gradients of one node back to several others at once: the rows of several Jacobians for one walk. */
export function pullback({ graph, values, sample }: Evaluated, to: number, from: readonly number[]) {
  const builder = new GraphBuilder();
  builder.nodes.push(...graph.nodes);
  const first = builder.nodes.length;
  const upstream = leaf(builder, 'input', 'upstream', graph.nodes[to].shape, 'u');
  const gradients = differentiateGraph(builder, to, upstream, from);
  const last = builder.nodes.length;
  const { batchSize } = graph;
  const own = (id: number) => stretch(graph.nodes[id], batchSize, sample);
  const pull = (u: Float64Array): Float64Array[] => {
    const all = values.slice(0, first);
    const seed = new Float64Array(sizeOf(graph.nodes[to].shape));
    seed.set(u, own(to)[0]);
    all[upstream] = seed;
    evaluate(builder.nodes, all, first, last);
    return from.map((id) => {
      const gradient = gradients.get(id);
      const [start, end] = own(id);
      return gradient === undefined ? new Float64Array(end - start) : all[gradient].slice(start, end);
    });
  };
  return { own, pull };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A graph being extended, with the values there are and where the nodes of the original went. */
interface Copy {
  builder: GraphBuilder;
  values: Float64Array[];
  at: readonly number[];
}

/**
 * A copy in which every maximum over windows is the selection of those cells that won: at this sample it is just that,
 * and a selection can be differentiated twice.
 */
function withSelections({ graph, values }: Evaluated): Copy {
  const builder = new GraphBuilder();
  const kept: Float64Array[] = [];
  const at: number[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => at[id]);
    if (node.op === 'maxPool2d') {
      const [image] = node.inputs;
      const size = sizeOf(node.shape);
      const won = winners({ shape: graph.nodes[image].shape, data: values[image] }, node, size);
      const cells = reshape(builder, inputs[0], [values[image].length, 1]);
      const places = leaf(builder, 'constant', `${node.name}/won`, [size], 'i');
      kept[places] = Float64Array.from(won);
      at.push(reshape(builder, gather(builder, cells, places), node.shape));
    } else {
      at.push(builder.nodes.length);
      builder.nodes.push({ ...node, id: builder.nodes.length, inputs });
    }
    kept[at[node.id]] = values[node.id];
  }
  return { builder, values: kept, at };
}

/** Jv by differentiating Jᵀu, which is linear in u, with respect to u. */
function pushforward(evaluated: Evaluated, from: readonly number[], to: number) {
  const { builder, values, at } = withSelections(evaluated);
  const { shape } = evaluated.graph.nodes[to];
  const upstream = leaf(builder, 'input', 'upstream', shape, 'u');
  const gradients = differentiateGraph(
    builder,
    at[to],
    upstream,
    from.map((id) => at[id]),
  );
  const reached = from.filter((id) => gradients.has(at[id]));
  const directions = new Map<number, number>();
  const results = reached.map((id) => {
    const direction = leaf(builder, 'input', `direction/${id}`, evaluated.graph.nodes[id].shape, 'v');
    directions.set(id, direction);
    return differentiateGraph(builder, gradients.get(at[id])!, direction, [upstream]).get(upstream);
  });
  const last = builder.nodes.length;
  return (parts: ReadonlyMap<number, Float64Array>): Float64Array | null => {
    const all = values.slice();
    all[upstream] = new Float64Array(sizeOf(shape));
    for (const [id, direction] of directions) all[direction] = parts.get(id)!;
    evaluate(builder.nodes, all, 0, last);
    const sum = new Float64Array(sizeOf(shape));
    for (const result of results) {
      if (result === undefined) return null;
      for (let i = 0; i < sum.length; i++) sum[i] += all[result][i];
    }
    return sum;
  };
}

/** The map from some nodes to a later one. */
export function linearMap(evaluated: Evaluated, from: readonly number[], to: number): LinearMap {
  const { graph } = evaluated;
  const { own, pull } = pullback(evaluated, to, from);
  const lengthOf = (id: number) => own(id)[1] - own(id)[0];
  // Built when first needed: small layers are asked for all their rows instead.
  let forwards: ReturnType<typeof pushforward> | undefined;
  return {
    rows: lengthOf(to),
    columns: from.reduce((sum, id) => sum + lengthOf(id), 0),
    pull: (u) => joined(pull(u)),
    push(v) {
      forwards ??= pushforward(evaluated, from, to);
      const parts = new Map<number, Float64Array>();
      let place = 0;
      for (const id of from) {
        const part = new Float64Array(sizeOf(graph.nodes[id].shape));
        part.set(v.subarray(place, place + lengthOf(id)), own(id)[0]);
        parts.set(id, part);
        place += lengthOf(id);
      }
      return forwards(parts)?.slice(...own(to)) ?? null;
    },
  };
}
