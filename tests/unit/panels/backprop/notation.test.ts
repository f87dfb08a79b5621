/** Formulas that are linked and arrays that are written: the same formula, every number in its place. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { latexOf } from '@/core/expr';
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import { wholeOf } from '@/core/interpreter/notation';
import type { NetworkSpec } from '@/core/network/spec';
import { chainRule, pathsOf } from '@/panels/backprop/model/paths';
import { plain } from '@/panels/backprop/model/symbols';
import { together } from '@/panels/backprop/model/together';
import { arrayTex, axisNames, notesOf, positionLike } from '@/panels/backprop/model/whole';
import { feedsFor } from '../../../support/graphs';
import { traced } from './networks';

const RESIDUAL: NetworkSpec = {
  format: 1,
  input: { shape: [2] },
  layers: [
    { id: 'first', kind: 'dense', units: 2, activation: 'tanh' },
    { id: 'second', kind: 'dense', units: 2, activation: 'tanh' },
    { id: 'sum', kind: 'add', inputs: ['first', 'second'] },
    { id: 'output', kind: 'dense', units: 1, activation: 'sigmoid' },
  ],
  loss: { kind: 'binaryCrossentropy' },
};
const graph = buildGraph(RESIDUAL, {
  batchSize: 2,
  mode: 'training',
  optimizer: { kind: 'adam', learningRate: 0.1 },
});
const trace = interpret(graph, feedsFor(graph));
const nodeOf = (name: string) => graph.nodes.find((node) => node.name === name) ?? graph.nodes[0];

/** Links of a formula: what is written, by element. */
const linksOf = (tex: string) =>
  [...tex.matchAll(/\\elv\{(\d+)\}\{(\d+)\}\{([^}]*)\}/g)].map(([, node, element, value]) => ({
    node: Number(node),
    element: Number(element),
    value: Number(value),
  }));

describe('linked formulas', () => {
  it('are the same without their links, and link every number to an element that has it', () => {
    let links = 0;
    for (const node of graph.nodes) {
      for (const element of new Set([0, sizeOf(node.shape) - 1])) {
        const [bare, linked] = [false, true].map((on) => explain(trace, node.id, element, { linked: on }));
        expect(latexOf(linked.left)).toBe(bare.left);
        expect(latexOf(linked.symbols), node.name).toBe(latexOf(bare.symbols));
        expect(latexOf(linked.numbers), node.name).toBe(latexOf(bare.numbers));
        const rules = [chainRule(pathsOf(trace, bare)), chainRule(pathsOf(trace, linked, true))];
        for (const line of ['rule', 'symbols', 'numbers'] as const) {
          expect(latexOf(rules[1]?.[line] ?? ''), node.name).toBe(latexOf(rules[0]?.[line] ?? ''));
        }
        for (const link of linksOf(`${linked.numbers} ${rules[1]?.numbers ?? ''}`)) {
          links++;
          expect(link.value, node.name).toBe(trace.values[link.node][link.element]);
        }
      }
    }
    expect(links).toBeGreaterThan(100);
  });

  it('sum a gradient over the paths where its value forks', () => {
    const id = graph.gradients.get(nodeOf('first/tanh').id) ?? -1;
    const { symbols, numbers, terms, value } = explain(trace, id, 1);
    expect(symbols).toBe(
      '\\frac{\\partial L}{\\partial h^{(2)}_{1,2}} + \\left.\\frac{\\partial L}{\\partial a^{(1)}_{1,2}}\\right|_{s^{(2)}}',
    );
    expect(terms).toHaveLength(2);
    expect(terms[0].value + terms[1].value).toBeCloseTo(value, 14);
    expect(numbers).toMatch(/ \+ /);
    expect(plain(symbols)).not.toMatch(/\./);
  });
});

describe('arrays', () => {
  const number = (element: number) => String(element);
  it('are written out while they are small', () => {
    const kernel = nodeOf('first/kernel');
    const { tex, complete } = arrayTex(graph, kernel, { at: [0, 0], number, marked: 3 });
    expect(tex).toBe('{\\begin{pmatrix} 0 & 1 \\\\ 2 & \\mark{3} \\end{pmatrix}}');
    expect(complete).toBe(true);
    const scalar = arrayTex(graph, nodeOf('loss'), { at: [], number });
    expect(scalar).toMatchObject({ tex: '0', complete: true });
  });

  it('are put into the line that they are computed by', () => {
    const { right } = wholeOf(graph, nodeOf('first/biasAdd').id, (id) => `{\\begin{pmatrix} ${id} \\end{pmatrix}}`);
    expect(right).toMatch(/^\{\\begin\{pmatrix\} \d+ \\end\{pmatrix\}\} \\, \{.*\} \+ \{.*\}$/);
  });

  const image = traced('a small CNN');
  it('show their corners and the element in focus when they are large', () => {
    for (const node of image.graph.nodes) {
      const at = positionLike(image.graph, node, node, sizeOf(node.shape) - 1, 0);
      const shown: number[] = [];
      const { tex, slice } = arrayTex(image.graph, node, {
        at,
        marked: sizeOf(node.shape) - 1,
        number: (element) => {
          shown.push(element);
          return '0';
        },
      });
      expect(() => katex.renderToString(tex.replace('\\mark', ''), { throwOnError: true })).not.toThrow();
      expect(shown.length).toBeLessThanOrEqual(16);
      expect(
        shown.every((element) => element >= 0 && element < sizeOf(node.shape)),
        node.name,
      ).toBe(true);
      expect(shown).toContain(sizeOf(node.shape) - 1);
      if (slice) expect(node.shape.length).toBeGreaterThan(2);
      expect(axisNames(image.graph, node)).toHaveLength(node.shape.length);
    }
  });
});

it.each([
  ['matrix', 'X *_{p = 1} K^{(1)}', ['correlation', 'padding']],
  ['matrix', 'G *^{\\top} K', ['transposed']],
  ['matrix', 'X *^{\\mathrm{c}} K', ['channels']],
  ['matrix', 'X \\, W', []],
  ['matrix', '\\frac{\\partial L}{\\partial A} \\odot A', ['elementwise']],
  ['code', 'z = x @ W', ['at']],
  ['code', "s = np.einsum('a', sliding_window_view(x))", ['windows', 'einsum']],
] as const)('in %s, %s needs the notes %j', (notation, text, notes) => {
  expect(notesOf(notation, text)).toEqual(notes);
});

it.each([
  ['\\beta_1 m + (1 - \\beta_1)\\,g', '\\beta_1 m + {(1 - \\beta_1)}\\,g'],
  ['a\\,(1 - a)', 'a\\,{(1 - a)}'],
  ['0.5 \\times (-2)', '0.5 \\times {(-2)}'],
  ['\\max(x - 1, 0)', '\\max(x - 1, 0)'],
  ['\\left(a + b\\right)', '\\left(a + b\\right)'],
  [`(${'a + '.repeat(20)}b)`, `(${'a + '.repeat(20)}b)`],
])('keeps short brackets of %s on one line', (tex, kept) => {
  expect(together(tex)).toBe(kept);
});
