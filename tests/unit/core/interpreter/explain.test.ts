/** What is shown is what was computed: terms add up, chains multiply out, formulas parse in KaTeX. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import { TEMPLATES } from '@/core/network/templates';
import { feedsFor } from '../../../support/graphs';

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
const renders = (latex: string) => katex.renderToString(latex, { throwOnError: true, strict: 'ignore' });

describe.each([
  ['xor', 1, { kind: 'momentum', learningRate: 0.5 }],
  ['xor', 4, { kind: 'adam', learningRate: 0.1 }],
  ['mnist-mlp', 2, { kind: 'adam', learningRate: 0.001, clipNorm: 1 }],
] as const)('%s with %i samples', (template, batchSize, optimizer) => {
  const graph = buildGraph(TEMPLATES[template].network, { batchSize, mode: 'training', optimizer });
  const trace = interpret(graph, feedsFor(graph, { oneHot: template !== 'xor' }));

  /** First, middle and last element of every node. */
  const cases = graph.nodes
    .filter((n) => trace.values[n.id].every(Number.isFinite))
    .flatMap((n) => {
      const size = trace.values[n.id].length;
      return [...new Set([0, size >> 1, size - 1])].map((element) => ({ node: n, element }));
    });

  it('explains every node in formulas that can be typeset', () => {
    expect(cases.length).toBeGreaterThan(30);
    for (const { node, element } of cases) {
      const e = explain(trace, node.id, element);
      for (const latex of [e.left, e.symbols, e.numbers]) {
        expect(latex, `${node.name}: ${latex}`).not.toMatch(/undefined|NaN/);
        expect(() => renders(latex), `${node.name}: ${latex}`).not.toThrow();
      }
      expect(e.value).toBe(trace.values[node.id][element]);
    }
  });

  it('sums of terms equal the value', () => {
    let sums = 0;
    for (const { node, element } of cases) {
      const e = explain(trace, node.id, element);
      if (e.kind !== 'sumOfProducts' && e.kind !== 'sum') continue;
      sums++;
      const total = e.terms.reduce((sum, term) => sum + term.value, 0);
      const value = node.op === 'reduceMean' ? e.value * e.terms.length : e.value;
      expect(close(total, value), node.name).toBe(true);
    }
    expect(sums).toBeGreaterThan(5);
  });

  it('upstream times local, summed over paths, equals the gradient', () => {
    let chains = 0;
    for (const { node, element } of cases) {
      const e = explain(trace, node.id, element);
      if (!e.chain) continue;
      chains++;
      const total = e.chain.reduce((sum, path) => sum + path.upstream.value * path.local, 0);
      expect(close(total, e.value), node.name).toBe(true);
      for (const path of e.chain) expect(() => renders(`${path.localSymbols} = ${path.localNumbers}`)).not.toThrow();
    }
    expect(chains).toBeGreaterThan(1);
  });
});
