/**
 * What is to be run of a graph: the nodes that the wanted ones need, who reads whom, and where it is as well to read
 * another node than the one that is written in the graph. What runs as one kernel is found from here (see fuse.ts).
 */
import type { Expr } from '@/core/expr/types';
import type { ElementwiseAttrs, Graph, GraphNode } from '@/core/graph/types';
import { expressionOf } from './elementwise';
import type { Value } from './kernels';

export interface Plan {
  graph: Graph;
  needed: ReadonlySet<number>;
  /** Nodes whose own values are wanted. */
  kept: ReadonlySet<number>;
  /** Nodes whose values a node is computed from. */
  inputsOf(id: number): readonly number[];
  /** Needed nodes that are computed from a node's value. */
  readersOf(id: number): readonly number[];
}

/** Nodes that run as one. */
export interface Fusion {
  /** Nodes whose values it gives, in this order. */
  outputs: readonly number[];
  /** Nodes whose values never exist. */
  inside: readonly number[];
  /** Nodes it reads. */
  inputs: readonly number[];
  /** The node in whose place it runs: after all that it reads, before all that read from it. */
  at: number;
  run(inputs: readonly Value[]): readonly Value[];
}

/** Nodes that `outputs` depend on. */
function neededBy(graph: Graph, outputs: readonly number[]): Set<number> {
  const needed = new Set(outputs);
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (needed.has(id)) for (const input of graph.nodes[id].inputs) needed.add(input);
  }
  return needed;
}

function readersIn(needed: ReadonlySet<number>, inputsOf: Plan['inputsOf']): Map<number, number[]> {
  const readers = new Map<number, number[]>([...needed].map((id) => [id, []]));
  for (const id of needed) for (const input of new Set(inputsOf(id))) readers.get(input)!.push(id);
  return readers;
}

const attrsOf = (node: GraphNode) => node.attrs as unknown as ElementwiseAttrs;

/** Name of the definition that an elementwise node comes from. */
export const definitionOf = (node: GraphNode) => (node.op === 'elementwise' ? attrsOf(node).definition : null);

const isZero = (e: Expr) => e.kind === 'const' && e.value === 0;
const isSym = (e: Expr, name: string) => e.kind === 'sym' && e.name === name;

/** max(x, 0) of one input. */
function isRelu(node: GraphNode): boolean {
  if (node.op !== 'elementwise' || node.inputs.length !== 1) return false;
  const { args } = attrsOf(node);
  const expr = expressionOf(attrsOf(node));
  return expr.kind === 'call' && expr.fn === 'max' && isSym(expr.args[0], args[0]) && isZero(expr.args[1]);
}

/** Whether all that `expr` asks of the symbol is if it is positive. */
function asksOnlyIfPositive(expr: Expr, name: string): boolean {
  if (expr.kind !== 'call') return !isSym(expr, name);
  const [a, b] = expr.args;
  if (expr.fn === 'gt' && isSym(a, name) && isZero(b)) return true;
  if (expr.fn === 'lt' && isZero(a) && isSym(b, name)) return true;
  return expr.args.every((arg) => asksOnlyIfPositive(arg, name));
}

/** Whether a node may be given max(z, 0) in the place of z: one is positive just when the other is. */
function mayReadRelu(node: GraphNode, z: number): boolean {
  if (node.op !== 'elementwise') return false;
  const expr = expressionOf(attrsOf(node));
  const names = attrsOf(node).args.filter((_, i) => node.inputs[i] === z);
  return names.every((name) => asksOnlyIfPositive(expr, name));
}

/**
 * The derivative of relu is 1 where its input is positive, which is where its output is. Where that is all that is ever
 * asked of the input, the output is asked: the input, a whole array of a layer's size, need not be kept then, nor need
 * it exist by itself.
 * @returns inputs of the nodes that read otherwise than the graph says.
 */
function readOutputsOfRelu(graph: Graph, needed: ReadonlySet<number>, kept: ReadonlySet<number>) {
  const readers = readersIn(needed, (id) => graph.nodes[id].inputs);
  const changed = new Map<number, readonly number[]>();
  for (const relu of graph.nodes) {
    if (!needed.has(relu.id) || !isRelu(relu)) continue;
    const [z] = relu.inputs;
    const others = readers.get(z)!.filter((id) => id !== relu.id);
    if (kept.has(z) || !others.every((id) => id > relu.id && mayReadRelu(graph.nodes[id], z))) continue;
    for (const id of others) {
      const inputs = changed.get(id) ?? graph.nodes[id].inputs;
      changed.set(
        id,
        inputs.map((input) => (input === z ? relu.id : input)),
      );
    }
  }
  return changed;
}

/** Looks at a graph of which the values of `outputs` are wanted. */
export function planFor(graph: Graph, outputs: readonly number[]): Plan {
  const needed = neededBy(graph, outputs);
  const kept = new Set(outputs);
  const changed = readOutputsOfRelu(graph, needed, kept);
  const inputsOf = (id: number) => changed.get(id) ?? graph.nodes[id].inputs;
  const readers = readersIn(needed, inputsOf);
  return { graph, needed, kept, inputsOf, readersOf: (id) => readers.get(id) ?? [] };
}
