/** A small graph written by hand: one dense layer of two neurons on a batch of two, half squared error, sgd. */
import type { Graph, GraphNode, LeafRole, Phase } from '@/core/graph/types';

interface Draft {
  op: string;
  shape: number[];
  phase: Phase;
  inputs?: string[];
  role?: LeafRole;
  layer?: string;
  gradientOf?: string;
  flow?: [string, string];
}

export function handmadeGraph(batch = 2): Graph {
  const drafts: Record<string, Draft> = {
    input: { op: 'input', shape: [batch, 3], phase: 'forward', role: 'input' },
    'hidden/kernel': { op: 'input', shape: [3, 2], phase: 'forward', role: 'weight', layer: 'hidden' },
    'hidden/bias': { op: 'input', shape: [2], phase: 'forward', role: 'weight', layer: 'hidden' },
    learningRate: { op: 'input', shape: [], phase: 'update', role: 'scalar' },
    'hidden/matMul': {
      op: 'matMul',
      shape: [batch, 2],
      phase: 'forward',
      inputs: ['input', 'hidden/kernel'],
      layer: 'hidden',
    },
    'hidden/z': {
      op: 'elementwise',
      shape: [batch, 2],
      phase: 'forward',
      inputs: ['hidden/matMul', 'hidden/bias'],
      layer: 'hidden',
    },
    'hidden/h': { op: 'elementwise', shape: [batch, 2], phase: 'forward', inputs: ['hidden/z'], layer: 'hidden' },
    target: { op: 'input', shape: [batch, 2], phase: 'loss', role: 'target' },
    'loss/terms': { op: 'elementwise', shape: [batch, 2], phase: 'loss', inputs: ['hidden/h', 'target'] },
    loss: { op: 'sum', shape: [], phase: 'loss', inputs: ['loss/terms'] },
    'backward/loss': { op: 'constant', shape: [], phase: 'backward', role: 'constant', gradientOf: 'loss' },
    'backward/h': {
      op: 'elementwise',
      shape: [batch, 2],
      phase: 'backward',
      inputs: ['backward/loss', 'hidden/h', 'target'],
      layer: 'hidden',
      gradientOf: 'hidden/h',
      flow: ['hidden/h', 'loss/terms'],
    },
    'backward/z': {
      op: 'elementwise',
      shape: [batch, 2],
      phase: 'backward',
      inputs: ['backward/h', 'hidden/h'],
      layer: 'hidden',
      gradientOf: 'hidden/z',
      flow: ['hidden/z', 'hidden/h'],
    },
    'backward/bias': {
      op: 'sum',
      shape: [2],
      phase: 'backward',
      inputs: ['backward/z'],
      layer: 'hidden',
      gradientOf: 'hidden/bias',
      flow: ['hidden/bias', 'hidden/z'],
    },
    'backward/kernel': {
      op: 'matMul',
      shape: [3, 2],
      phase: 'backward',
      inputs: ['input', 'backward/z'],
      layer: 'hidden',
      gradientOf: 'hidden/kernel',
      flow: ['hidden/kernel', 'hidden/matMul'],
    },
    'update/scale': { op: 'elementwise', shape: [], phase: 'update', inputs: ['learningRate'] },
    'update/bias/delta': { op: 'elementwise', shape: [2], phase: 'update', inputs: ['update/scale', 'backward/bias'] },
    'update/kernel/delta': {
      op: 'elementwise',
      shape: [3, 2],
      phase: 'update',
      inputs: ['update/scale', 'backward/kernel'],
    },
    'update/bias': { op: 'elementwise', shape: [2], phase: 'update', inputs: ['hidden/bias', 'update/bias/delta'] },
    'update/kernel': {
      op: 'elementwise',
      shape: [3, 2],
      phase: 'update',
      inputs: ['hidden/kernel', 'update/kernel/delta'],
    },
  };
  const ids = new Map(Object.keys(drafts).map((name, id) => [name, id]));
  const id = (name: string) => ids.get(name) as number;
  const nodes = Object.entries(drafts).map(
    ([name, d], index): GraphNode => ({
      id: index,
      op: d.op,
      inputs: (d.inputs ?? []).map(id),
      attrs: {},
      shape: d.shape,
      name,
      phase: d.phase,
      layer: d.layer ?? null,
      role: d.role ?? null,
      symbol: name,
      gradientOf: d.gradientOf === undefined ? null : id(d.gradientOf),
      flow: d.flow === undefined ? null : { to: id(d.flow[0]), from: id(d.flow[1]) },
    }),
  );
  const weight = (name: string, shape: number[]) => ({
    name,
    node: id(name),
    shape,
    layer: 'hidden',
    initializer: { kind: 'zeros' },
    trainable: true,
  });
  return {
    nodes,
    batchSize: batch,
    mode: 'training',
    layers: [{ id: 'hidden', kind: 'dense', outputShape: [2], parameterCount: 8, output: id('hidden/h') }],
    weights: [weight('hidden/kernel', [3, 2]), weight('hidden/bias', [2])],
    states: [],
    input: id('input'),
    output: id('hidden/h'),
    target: id('target'),
    loss: id('loss'),
    gradients: new Map(nodes.filter((n) => n.gradientOf !== null).map((n) => [n.gradientOf as number, n.id])),
    updates: new Map([
      ['hidden/kernel', id('update/kernel')],
      ['hidden/bias', id('update/bias')],
    ]),
    scalars: new Map([['learningRate', id('learningRate')]]),
  };
}
