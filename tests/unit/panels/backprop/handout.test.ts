/** What is handed out: tables as spreadsheets read them, formulas as LaTeX reads them, and nothing that is hidden. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { latexOf } from '@/core/expr';
import { buildTimeline, type Granularity } from '@/core/interpreter/timeline';
import { BYTE_ORDER_MARK, type CsvCell, csv, csvParts } from '@/export/csv';
import { escaped, latexDocument } from '@/panels/backprop/handout/document';
import { fileName } from '@/panels/backprop/handout/fileName';
import { equationAt, latexNumber, written } from '@/panels/backprop/handout/formulas';
import { iterationDocument } from '@/panels/backprop/handout/iteration';
import { HIDDEN, networkTable, termTable, traceTable, updateTable } from '@/panels/backprop/handout/tables';
import { hiddenNumbers, withoutHidden } from '@/panels/backprop/model/hidden';
import { networkModel } from '@/panels/backprop/model/network';
import { covers } from '@/ui/picture/fonts';
import { CASES, nodeNamed, traced } from './networks';

/** A network at a step, with hidden numbers or without; as the page has it. */
function walked(
  name: string,
  { granularity = 'neuron' as Granularity, position = Infinity, batch = 1, secret = '' } = {},
) {
  const { graph, trace } = traced(name, batch);
  const timeline = buildTimeline(graph, granularity);
  const refs = secret === '' ? [] : [{ node: nodeNamed(graph, secret).id, element: 0 }];
  const hidden = hiddenNumbers(graph, trace.values, refs);
  const moment = { graph, timeline, position: Math.min(position, timeline.length), values: trace.values, hidden };
  const model = networkModel(graph);
  return { graph, model, moment, timeline, trace: withoutHidden(trace, hidden), traced: trace, sample: 0 };
}

/** Reads CSV as RFC 4180 has it: another reader than the writer. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  rows.pop();
  return rows;
}

describe('tables', () => {
  it('come back from CSV as they went in, with all digits', async () => {
    const rows: CsvCell[][] = [
      ['name', 'a "quoted" one', 'with, comma'],
      [0.1 + 0.2, -1e-300, null],
      ['two\r\nlines', Number.NaN, Infinity],
    ];
    const text = csv(rows);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(parsed(text)).toEqual(rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));
    expect((await csvParts(rows)).join('')).toBe(text);
    expect(BYTE_ORDER_MARK.charCodeAt(0)).toBe(0xfeff);
  });

  it('hold every number of the iteration, with its gradient and, of weights, its new value', () => {
    const source = walked('xor', { position: 0, batch: 2 });
    const { graph, traced: trace } = source;
    const [, ...rows] = traceTable(source);
    expect(rows).toHaveLength(trace.values.reduce((sum, values) => sum + values.length, 0));
    const kernel = nodeNamed(graph, 'hidden/kernel');
    const own = rows.filter(([node]) => node === kernel.name);
    const column = (i: number) => own.map((row) => row[i]);
    expect(column(3)).toEqual(['1 1', '1 2', '2 1', '2 2']);
    expect(column(4)).toEqual([...trace.values[kernel.id]]);
    expect(column(5)).toEqual([...trace.values[graph.gradients.get(kernel.id) ?? -1]]);
    expect(column(6)).toEqual([...trace.values[graph.updates.get(kernel.name) ?? -1]]);
  });

  it('of the moment hold what has been computed, and nothing later', () => {
    const [, ...rows] = networkTable(walked('xor', { position: 0 }));
    const of = (part: string) => rows.filter(([name]) => name === part).map((row) => row.slice(3));
    expect(
      of('input')
        .flat()
        .filter((cell) => typeof cell === 'number'),
    ).toHaveLength(2);
    expect(of('output/sigmoid')).toEqual([[null, null, null]]);
    const [head, ...update] = updateTable(walked('xor'));
    expect(update.every((row) => row.length === head.length && row.every((cell) => cell !== null))).toBe(true);
  });

  it('list all terms of a sum', () => {
    const source = walked('mnist');
    const node = nodeNamed(source.graph, 'hidden/matMul').id;
    const [, ...rows] = termTable(source, { node, element: 0 });
    expect(rows).toHaveLength(784);
    const sum = rows.reduce((total, row) => total + Number(row.at(-1)), 0);
    expect(sum).toBeCloseTo(source.trace.values[node][0], 9);
  });

  it('keep hidden numbers hidden', () => {
    const source = walked('xor', { secret: 'output/sigmoid' });
    const { id } = nodeNamed(source.graph, 'output/sigmoid');
    const secret = source.traced.values[id][0];
    for (const table of [traceTable, networkTable, updateTable]) {
      const cells = [...table(source)].flat();
      expect(cells).not.toContain(secret);
      if (table !== updateTable) expect(cells).toContain(HIDDEN);
    }
    for (const { node, element } of source.moment.hidden ?? [])
      expect(written(source, [{ node, element }], 'index')).toContain('\\boxed{?}');
  });
});

/** Throws where LaTeX would: unknown commands, unbalanced groups. Macros of the page are unknown here. */
function expectLatex(tex: string): void {
  expect(
    () => katex.renderToString(tex, { strict: 'error', throwOnError: true, displayMode: true }),
    tex,
  ).not.toThrow();
}

describe('formulas', () => {
  it.each(Object.keys(CASES).filter((name) => name !== 'mnist'))('of %s are LaTeX', (name) => {
    const source = walked(name, { granularity: 'operation' });
    for (const { id } of source.graph.nodes) {
      const equation = equationAt(source, { node: id, element: 0 });
      if (equation === null) throw new Error(`nothing of ${id}`);
      expectLatex(written(source, [{ node: id, element: 0 }], 'index'));
      expectLatex(written(source, [{ node: id, element: 0 }], 'matrix'));
    }
  });

  it('are written with the numbers they stand for', () => {
    expect([0.5, -1.5e-9, 3, Number.NaN, -Infinity].map(latexNumber)).toEqual([
      '0.500000',
      '-1.50000 \\cdot 10^{-9}',
      '3',
      '\\mathrm{NaN}',
      '-\\infty',
    ]);
    const source = walked('xor');
    const loss = { node: source.graph.loss ?? -1, element: 0 };
    expect(written(source, [loss], 'code')).toMatch(/^L = /);
  });
});

describe('a document', () => {
  const words = (key: string, params: Record<string, unknown> = {}) =>
    `${key} 50 % & ${Object.values(params).join(' ')}`;

  it.each(['en', 'zh-CN'] as const)('in %s has every step, balanced, without commands of the page', (language) => {
    const source = walked('xor', { position: 3 });
    const text = iterationDocument(source, words, 'XOR_1', 'note #1', language);
    expect(text.match(/\\paragraph\{/g)).toHaveLength(source.timeline.length);
    expect(text).not.toMatch(/\\(?:fwd|bwd|upd|loss|posv|negv|mark|el[a-z]+|htmlClass)\b|⟦|⟧/);
    const opened = [...text.matchAll(/\\begin\{(\w+\*?)\}/g)].map(([, name]) => name);
    const closed = [...text.matchAll(/\\end\{(\w+\*?)\}/g)].map(([, name]) => name);
    expect(closed.sort()).toEqual(opened.sort());
    const plain = text.replace(/\\[\\{}]/g, '');
    expect(plain.split('{').length).toBe(plain.split('}').length);
    expect(plain.replace(/\\\$/g, '').split('$').length % 2).toBe(1);
    for (const [, body] of text.matchAll(/\\begin\{align\*\}\n([\s\S]*?)\n\\end\{align\*\}/g))
      expectLatex(`\\begin{aligned}${body}\\end{aligned}`);
    for (const line of text.split('\n')) if (!line.startsWith('%')) expect(line).not.toMatch(/(?<!\\)%/);
  });

  it('of a large network tells larger steps', () => {
    const source = walked('a small CNN', { granularity: 'element' });
    const text = iterationDocument(source, words, 'CNN', '', 'en');
    expect(text.match(/\\paragraph\{/g)?.length).toBeLessThanOrEqual(300);
  });

  it('takes any text as text', () => {
    expect(escaped('50 % of {a_b} & −1 ≤ σ')).toBe('50 \\% of \\{a\\_b\\} \\& $-$1 $\\leq$ $\\sigma$');
    const sections = [{ title: 'a', steps: [{ title: '⟦x_{1}⟧', sentence: 'so: ⟦\\fwd{y}⟧', lines: [] }] }];
    expect(latexDocument('t', 'n', sections, 'en', latexOf)).toContain('\\paragraph{$x_{1}$} so: $y$');
  });
});

describe('files', () => {
  it('say what is in them', () => {
    expect(fileName({ work: 'xor', iteration: 1, step: 27 }, 'network', 'svg')).toBe(
      'xor-iteration-1-step-27-network.svg',
    );
    expect(fileName({ work: 'My Net/2', iteration: 3 }, 'All numbers', 'csv')).toBe(
      'my-net-2-iteration-3-all-numbers.csv',
    );
  });

  it('carry the typefaces whose letters they use', () => {
    const letters = new Set([...'Wσ'].map((c) => c.codePointAt(0) ?? 0));
    expect(covers('', letters)).toBe(true);
    expect(covers('U+0-FF, U+131', letters)).toBe(true);
    expect(covers('U+370-3FF', letters)).toBe(true);
    expect(covers('U+4??', letters)).toBe(false);
    expect(covers('U+1EA0-1EF9', letters)).toBe(false);
  });
});
