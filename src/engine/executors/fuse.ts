/**
 * Fusion: several nodes run as one kernel where nobody else reads what lies between, so that those values never exist.
 * Here: a matrix product or a convolution, the bias that is added to it and the activation after it. Batch normalisation
 * has a file of its own.
 */
import type { GraphNode } from '@/core/graph/types';
import type { WindowAttrs } from '@/core/ops/window';
import { conv2d } from '../kernels/conv2d';
import { fusedMatMul, type Transposes } from '../kernels/matMul';
import { findBatchNorms } from './batchNorm';
import type { Tensor } from './kernels';
import { definitionOf, type Fusion, type Plan } from './plan';

const ACTIVATIONS = new Set(['relu', 'sigmoid']);

/** A product's kernel with bias and activation. */
type Fused = (a: Tensor, b: Tensor, bias: Tensor, activation: string) => Tensor;

function fusedKernel({ op, attrs }: GraphNode): Fused | null {
  if (op === 'matMul') {
    const { transposeA, transposeB } = attrs as unknown as Transposes;
    return (a, b, bias, activation) => fusedMatMul(a, b, bias, { transposeA, transposeB }, activation);
  }
  if (op !== 'conv2d') return null;
  return (image, kernel, bias, activation) =>
    conv2d(image, kernel, attrs as unknown as WindowAttrs, { bias, activation });
}

function findProducts({ graph, needed, kept, readersOf, inputsOf }: Plan): Fusion[] {
  const onlyReader = (id: number): GraphNode | null => {
    const readers = readersOf(id);
    return readers.length === 1 && !kept.has(id) ? graph.nodes[readers[0]] : null;
  };
  const fusions: Fusion[] = [];
  for (const product of graph.nodes) {
    const kernel = needed.has(product.id) ? fusedKernel(product) : null;
    const sum = kernel && onlyReader(product.id);
    if (!sum || definitionOf(sum) !== 'biasAdd' || sum.inputs[0] !== product.id) continue;
    const bias = sum.inputs[1];
    if (graph.nodes[bias].shape.length !== 1 || graph.nodes[bias].role === 'constant') continue;
    const next = onlyReader(sum.id);
    const activation = next && ACTIVATIONS.has(definitionOf(next) ?? '') ? next : null;
    const name = activation ? (definitionOf(activation) as string) : 'linear';
    const last = (activation ?? sum).id;
    fusions.push({
      outputs: [last],
      inside: activation ? [product.id, sum.id] : [product.id],
      inputs: [...inputsOf(product.id), bias],
      at: last,
      run: (values) => {
        const [a, b, added] = values as readonly Tensor[];
        return [kernel(a, b, added, name)];
      },
    });
  }
  return fusions;
}

/** All fusions of what is to be run; no node is in two of them. */
export function findFusions(plan: Plan): Fusion[] {
  return [...findProducts(plan), ...findBatchNorms(plan)];
}
