/**
 * Fusion: matMul, the bias that is added to it and the activation after it become one kernel, where nobody else reads
 * what lies between. The gradient of relu reads its input, so in a training graph such a relu stays on its own.
 */
import type { ElementwiseAttrs, Graph, GraphNode } from '@/core/graph/types';
import { fusedMatMul, type Transposes } from '../kernels/matMul';
import type { Runner } from './elementwise';
import type { Tensor } from './kernels';

/** A chain of nodes run as one: `id` is the last, `inside` those whose values never exist. */
export interface Fusion {
  id: number;
  inside: readonly number[];
  /** Nodes the fused kernel reads. */
  inputs: readonly number[];
  runner: Runner;
}

const ACTIVATIONS = new Set(['relu', 'sigmoid']);

const definitionOf = (node: GraphNode) =>
  node.op === 'elementwise' ? (node.attrs as unknown as ElementwiseAttrs).definition : null;

function fusedRunner(transposes: Transposes, activation: string): Runner {
  return {
    run: (values) => {
      const [a, b, bias] = values as readonly Tensor[];
      return fusedMatMul(a, b, bias, transposes, activation);
    },
    dispose: () => undefined,
  };
}

/**
 * Finds the chains of a graph.
 * @param readers ids of the nodes that read each node, among those that will run.
 * @param kept nodes whose own values are wanted.
 */
export function findFusions(
  graph: Graph,
  readers: ReadonlyMap<number, readonly number[]>,
  kept: ReadonlySet<number>,
): Map<number, Fusion> {
  const fusions = new Map<number, Fusion>();
  const onlyReader = (id: number): GraphNode | null => {
    const all = readers.get(id) ?? [];
    return all.length === 1 && !kept.has(id) ? graph.nodes[all[0]] : null;
  };
  for (const product of graph.nodes) {
    if (product.op !== 'matMul' || !readers.has(product.id)) continue;
    const sum = onlyReader(product.id);
    if (!sum || definitionOf(sum) !== 'biasAdd' || sum.inputs[0] !== product.id) continue;
    const bias = sum.inputs[1];
    if (graph.nodes[bias].shape.length !== 1 || graph.nodes[bias].role === 'constant') continue;
    const { transposeA, transposeB } = product.attrs as unknown as Transposes;
    const next = onlyReader(sum.id);
    const activation = next && ACTIVATIONS.has(definitionOf(next) ?? '') ? next : null;
    const id = (activation ?? sum).id;
    fusions.set(id, {
      id,
      inside: activation ? [product.id, sum.id] : [product.id],
      inputs: [...product.inputs, bias],
      runner: fusedRunner({ transposeA, transposeB }, activation ? (definitionOf(activation) as string) : 'linear'),
    });
  }
  return fusions;
}
