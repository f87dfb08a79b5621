/** Every operation in the notations without indices: formulas that can be typeset, code in which every name is known. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { buildGraph, buildLayerGraph } from '@/core/graph/build';
import { GraphBuilder } from '@/core/graph/builder';
import type { Graph } from '@/core/graph/types';
import { codeName, identifier, inlined, wholeOf, wholeSymbol } from '@/core/interpreter/notation';
import { TEMPLATES } from '@/core/network/templates';
import { OPS } from '@/core/ops';
import { broadcastTo, leaf } from '@/core/ops/emit';
import { LAYER_CASES } from '../../../support/layerCases';

const GRAPHS: readonly (readonly [string, Graph])[] = [
  ...LAYER_CASES.map(({ name, layer, inputShape, otherShapes, mode = 'training' }) => {
    return [name, buildLayerGraph(layer, { inputShape, otherShapes, batchSize: 2, mode })] as const;
  }),
  ...(['xor', 'mnist-cnn'] as const).map((id) => {
    const optimizer = { kind: 'adam', learningRate: 0.1, weightDecay: 0.01, clipNorm: 1, clipValue: 1 };
    return [id, buildGraph(TEMPLATES[id].network, { batchSize: 4, mode: 'training', optimizer })] as const;
  }),
  [
    'classes by number',
    buildGraph(
      {
        ...TEMPLATES['mnist-mlp'].network,
        loss: { kind: 'sparseCategoricalCrossentropy' },
      },
      { batchSize: 2, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } },
    ),
  ],
];

/** What no layer asks for by itself. */
function repeated(): Graph {
  const builder = new GraphBuilder();
  broadcastTo(builder, leaf(builder, 'input', 'input', [3, 1], 'x'), [3, 4]);
  return { ...GRAPHS[0][1], nodes: builder.nodes, weights: [], states: [], updates: new Map() };
}

const seen = new Set<string>();

describe.each([...GRAPHS, ['repeated', repeated()] as const])('%s', (_name, graph) => {
  it('is matrix algebra that can be typeset and code that knows its names', () => {
    const known = new Set(['np', 'rng', 'scipy', 'sliding_window_view', 'eta', 'seed', 'step']);
    for (const node of graph.nodes) {
      const whole = wholeOf(graph, node.id);
      seen.add(node.op);
      const tex = `${whole.left} ${whole.relation} ${whole.right}`;
      expect(tex, node.name).not.toMatch(/undefined|NaN|\[object/);
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'ignore' }), tex).not.toThrow();
      const code = whole.code.join('\n');
      expect(code, node.name).not.toMatch(/undefined|\[object/);
      if (node.op === 'leaf') {
        known.add(whole.name);
        continue;
      }
      expect(code, node.name).toMatch(new RegExp(`^${whole.name} = `, 'm'));
      // What a statement reads was assigned before, here or by an earlier node.
      const local = new Set(['i', 'j', 'n', 'r', 's', 'c']);
      for (const line of whole.code) {
        const names = line
          .replace(/'[^']*'/g, '')
          .replace(/\.[a-z_]+/g, '')
          .matchAll(/(?<![\w.])([A-Za-z_]\w*)\b(?!\s*=(?!=))/g);
        for (const [, name] of names) {
          if (['for', 'in', 'axis', 'keepdims', 'True', 'None', 'float', 'int'].includes(name)) continue;
          expect(known.has(name) || local.has(name), `${name} in ${line}`).toBe(true);
        }
        const assigned = /^(\w+) = /.exec(line)?.[1];
        if (assigned) local.add(assigned);
      }
      known.add(whole.name);
    }
  });

  it('calls no two values of an iteration the same, but new values as the old ones', () => {
    const renewed = new Map<number, number>();
    for (const { node, update } of graph.states) renewed.set(update, node);
    for (const { name, node } of graph.weights) renewed.set(graph.updates.get(name) ?? node, node);
    const names = new Map<string, number>();
    for (const { id, role, shape } of graph.nodes) {
      const own = codeName(graph, id);
      if (role === 'constant' && shape.length === 0) continue;
      const other = names.get(own);
      if (other !== undefined) expect(renewed.get(id), own).toBe(other);
      else names.set(own, id);
    }
  });
});

it('every operation was among them', () => {
  expect(Object.keys(OPS).filter((op) => !seen.has(op))).toEqual([]);
});

describe('a dense layer', () => {
  const graph = GRAPHS.find(([name]) => name === 'xor')?.[1] as Graph;
  const written = (name: string) => {
    const { left, relation, right, code } = wholeOf(graph, graph.nodes.find((n) => n.name === name)?.id ?? -1);
    return [`${left} ${relation} ${right}`, ...code];
  };
  it.each([
    ['hidden/biasAdd', ['Z^{(1)} = X \\, W^{(1)} + b^{(1)}', 'z1 = x @ W1 + b1']],
    ['hidden/sigmoid', ['A^{(1)} = \\frac{1}{1 + e^{-Z^{(1)}}}', 'a1 = 1 / (1 + np.exp(-z1))']],
    [
      'backward/hidden/matMul/1/matMul',
      [
        '\\frac{\\partial L}{\\partial W^{(1)}} = X^{\\top} \\, \\frac{\\partial L}{\\partial Z^{(1)}}',
        'dW1 = x.T @ dz1',
      ],
    ],
    [
      'backward/hidden/sigmoid/0/gradient-of-sigmoid',
      [
        '\\frac{\\partial L}{\\partial Z^{(1)}} = \\frac{\\partial L}{\\partial A^{(1)}} \\odot A^{(1)} \\odot \\left(1 - A^{(1)}\\right)',
        'dz1 = da1 * (a1 * (1 - a1))',
      ],
    ],
    [
      'update/hidden/kernel/m',
      [
        'm \\leftarrow \\beta_1 m + (1 - \\beta_1)\\,\\tilde{g}',
        'beta1 = 0.9',
        'm_W1 = beta1 * m_W1 + (1 - beta1) * g_tilde_5',
      ],
    ],
  ])('%s', (name, lines) => {
    expect(written(name)).toEqual(lines);
  });

  it('writes the product inside the sum with its bias', () => {
    const bias = graph.nodes.find(({ name }) => name === 'hidden/biasAdd');
    expect(bias && inlined(graph, bias)?.name).toBe('hidden/matMul');
  });

  it('keeps a small letter where the capital one means something else', () => {
    const element = graph.nodes.find(({ name }) => name === 'loss/element')?.id ?? -1;
    expect(wholeSymbol(graph, element)).toBe('e');
  });
});

it.each([
  ['W^{(1)}', 'W1'],
  ['\\hat{y}', 'y_hat'],
  ['\\gamma^{(2)}', 'gamma2'],
  ['{\\|g\\|^2}', 'norm_g_squared'],
  ['x_{2}', 'x_2'],
  ['\\lambda', 'lam'],
  ["\\theta'", 'theta_new'],
  ['v^{\\max}', 'v_max'],
])('the symbol %s is %s in code', (symbol, name) => {
  expect(identifier(symbol)).toBe(name);
});
