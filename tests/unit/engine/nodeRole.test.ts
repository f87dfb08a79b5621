/** What nodes are called when one of them went wrong. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import type { OptimizerSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { nodeRole } from '@/engine/nodeRole';

const graphOf = (optimizer: OptimizerSpec) =>
  buildGraph(TEMPLATES['mnist-mlp'].network, { batchSize: 2, mode: 'training', optimizer });
const adam = graphOf({ kind: 'adam', learningRate: 1 });
const momentum = graphOf({ kind: 'momentum', learningRate: 1 });

const roleOf = (graph: typeof adam, name: string) => {
  const node = graph.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`There is no ${name}.`);
  return nodeRole(graph, node);
};

describe('a node', () => {
  it.each([
    ['input', 'input', null, null, null],
    ['hidden/kernel', 'weight', 'hidden', 'kernel', null],
    ['hidden/matMul', 'weightedSum', 'hidden', null, null],
    ['hidden/biasAdd', 'weightedSum', 'hidden', null, null],
    ['hidden/relu', 'output', 'hidden', null, null],
    ['output/softmax', 'output', 'output', null, null],
    ['loss/logSoftmax', 'loss', null, null, null],
    ['loss', 'loss', null, null, null],
    ['hidden/kernel/m', 'state', 'hidden', 'kernel', 'm'],
    ['update/hidden/kernel/m', 'newState', 'hidden', 'kernel', 'm'],
    ['update/output/bias/vHat', 'newState', 'output', 'bias', 'vHat'],
    ['update/output/kernel/theta', 'newWeight', 'output', 'kernel', null],
    ['learningRate', 'value', null, null, null],
  ])('%s is %s', (name, kind, layer, weight, state) => {
    expect(roleOf(adam, name)).toEqual({ kind, layer, weight, state });
  });

  it('keeps the state of momentum apart from the weight', () => {
    expect(roleOf(momentum, 'update/output/kernel/velocity')).toMatchObject({ kind: 'newState', state: 'velocity' });
    expect(roleOf(momentum, 'update/output/kernel/theta')).toMatchObject({ kind: 'newWeight', weight: 'kernel' });
  });

  it.each([
    ['hidden/kernel', { kind: 'weightGradient', layer: 'hidden', weight: 'kernel' }],
    ['output/biasAdd', { kind: 'sumGradient', layer: 'output' }],
    ['hidden/relu', { kind: 'outputGradient', layer: 'hidden' }],
    ['loss/element', { kind: 'lossGradient' }],
  ])('is the gradient of %s', (name, role) => {
    const of = adam.nodes.find((node) => node.name === name)!;
    expect(nodeRole(adam, adam.nodes[adam.gradients.get(of.id)!])).toMatchObject(role);
  });
});
