/**
 * The loss beside the point where a network stands: one number is moved by hand, and only what follows from it is
 * computed again. From such losses come central differences, (L(w + h) − L(w − h)) / 2h, whose error is about h²·|L‴|/6
 * from cutting off the Taylor series and about ε·|L|/h from rounding (Baydin et al.: "Automatic differentiation in
 * machine learning: a survey", JMLR 2018, section 2.1).
 */
import { nodeProducts } from '../graph/cost';
import type { Graph } from '../graph/types';
import { GraphError } from '../ops/types';
import { evaluateNode } from './interpret';

export interface Difference {
  /** Half the distance between the two points. */
  h: number;
  /** Loss with the element raised and lowered by h. */
  plus: number;
  minus: number;
  /** (plus − minus) / 2h. */
  slope: number;
}

/** Steps of a sweep: 10⁻¹ … 10⁻¹². */
export const SWEEP: readonly number[] = Array.from({ length: 12 }, (_, i) => 10 ** -(i + 1));

export class Differences {
  /** The loss where nothing is moved. */
  readonly loss: number;
  private readonly chains = new Map<number, number[]>();

  /**
   * @param graph with a loss; gradients are not needed.
   * @param values of all its nodes.
   */
  constructor(
    readonly graph: Graph,
    private readonly values: readonly Float64Array[],
  ) {
    if (graph.loss === null) throw new GraphError('noLoss');
    this.loss = values[graph.loss][0];
  }

  /** @throws GraphError `unknownNode` for a name the graph does not have. */
  node(name: string): number {
    const node = this.graph.nodes.find((n) => n.name === name);
    if (node === undefined) throw new GraphError('unknownNode', { node: name });
    return node.id;
  }

  /** The loss with one element of a leaf or an inner value moved by `offset`. */
  lossWith(node: number, element: number, offset: number): number {
    const { graph } = this;
    const values = this.values.slice();
    values[node] = values[node].slice();
    values[node][element] += offset;
    for (const id of this.chain(node)) values[id] = evaluateNode(graph, graph.nodes[id], values);
    return values[graph.loss as number][0];
  }

  central(node: number, element: number, h: number): Difference {
    const plus = this.lossWith(node, element, h);
    const minus = this.lossWith(node, element, -h);
    return { h, plus, minus, slope: (plus - minus) / (2 * h) };
  }

  /** Products that one loss with an element of this node moved takes. */
  cost(node: number): number {
    const { graph } = this;
    return this.chain(node).reduce((sum, id) => sum + nodeProducts(graph, graph.nodes[id]), 1);
  }

  /** What follows from a node and leads to the loss, in the order of evaluation. */
  private chain(from: number): number[] {
    const known = this.chains.get(from);
    if (known) return known;
    const { nodes, loss } = this.graph;
    const moved = new Set([from]);
    for (const { id, inputs } of nodes) if (id > from && inputs.some((input) => moved.has(input))) moved.add(id);
    const wanted = new Set([loss as number]);
    for (let id = loss as number; id > from; id--)
      if (wanted.has(id)) for (const input of nodes[id].inputs) wanted.add(input);
    const chain = nodes.map(({ id }) => id).filter((id) => id !== from && moved.has(id) && wanted.has(id));
    this.chains.set(from, chain);
    return chain;
  }
}
