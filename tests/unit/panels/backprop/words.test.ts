/** The formulas and sentences of every step, and that the catalogues have words for all of them. */
import { describe, expect, it } from 'vitest';
import { explain } from '@/core/interpreter/explain';
import { buildTimeline, elementCount, GRANULARITIES, isGiven, PHASES } from '@/core/interpreter/timeline';
import en from '@/locales/en/backprop.json';
import zh from '@/locales/zh-CN/backprop.json';
import {
  describe as describeStep,
  type Message,
  operationName,
  placeName,
  sentenceOf,
} from '@/panels/backprop/model/describe';
import { equationOf } from '@/panels/backprop/model/equation';
import { focusOf } from '@/panels/backprop/model/moment';
import { locate, networkModel } from '@/panels/backprop/model/network';
import { operationGraph } from '@/panels/backprop/model/operations';
import { chainRule, largestTerms, pathsOf } from '@/panels/backprop/model/paths';
import { CASES, nodeNamed, traced } from './networks';

type Tree = { [key: string]: string | Tree };

/** The texts of a key in both languages, plural forms included; empty where there are none. */
function texts(key: string): string[] {
  return [en as Tree, zh as Tree].flatMap((catalogue) => {
    const path = key.split('.');
    const last = path.pop() as string;
    const branch = path.reduce<Tree | string | undefined>(
      (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
      catalogue,
    );
    if (typeof branch !== 'object') return [];
    return [last, `${last}_one`, `${last}_other`].flatMap((name) =>
      typeof branch[name] === 'string' ? [branch[name]] : [],
    );
  });
}

function expectWords({ key, params }: Message): void {
  const found = texts(key);
  expect(found.length, `no words for ${key}`).toBeGreaterThanOrEqual(2);
  for (const text of found) {
    for (const [, name] of text.matchAll(/\{\{(\w+)\}\}/g))
      expect(Object.keys(params), `${key} needs ${name}`).toContain(name);
  }
}

/** Some elements of a node: first, last, and a few between. */
const some = (count: number) => [
  ...new Set([0, 1, Math.floor(count / 2), count - 1].filter((i) => i >= 0 && i < count)),
];

describe.each(Object.keys(CASES))('%s', (name) => {
  const { graph, trace } = traced(name, name === 'mnist' ? 1 : 3);
  const model = networkModel(graph);

  it.each(GRANULARITIES)('has a title and a sentence for every step of size %s', (granularity) => {
    const timeline = buildTimeline(graph, granularity);
    const stride = Math.max(1, Math.floor(timeline.length / 400));
    for (let index = 1; index <= timeline.length; index += stride) {
      const step = timeline.step(index);
      const focus = focusOf({ graph, timeline, position: index, values: trace.values }, step, 0);
      const { title, sentence } = describeStep(model, step, focus, trace.values);
      expectWords(title);
      expectWords(sentence);
      expectWords({ key: `phase.${step.phase}`, params: {} });
    }
  });

  it('has a sentence and a name for every element that can be selected', () => {
    for (const node of graph.nodes) {
      expectWords(operationName(node));
      for (const element of some(elementCount(node))) {
        expectWords(sentenceOf(model, { node: node.id, element }, trace.values));
        const place = locate(model, { node: node.id, element });
        if (place !== null) expectWords(placeName(model, place));
      }
    }
    for (const { activation } of model.columns) {
      if (activation === null) continue;
      expectWords({ key: `symbol.${activation}`, params: {} });
      expectWords({ key: `op.${activation}`, params: {} });
    }
  });

  it('every gradient is the sum of upstream × local over its paths', () => {
    for (const node of graph.nodes.filter((n) => n.phase === 'backward' && !isGiven(n))) {
      for (const element of some(elementCount(node))) {
        const explanation = explain(trace, node.id, element);
        const paths = pathsOf(trace, explanation);
        if (paths.length === 0) {
          // No path at all (null), or none that leads anywhere: a pixel that no window covers.
          expect(explanation.chain ?? [], node.name).toEqual([]);
          continue;
        }
        const sum = paths.reduce((total, { product }) => total + product, 0);
        expect(sum).toBeCloseTo(explanation.value, 12);
        for (const { upstream, local, product } of paths) expect(product).toBe(upstream.value * local);
        expect(chainRule(paths)?.rule).toContain('\\bwd');
      }
    }
  });

  it('writes every box as an equation of its own symbol', () => {
    for (const box of operationGraph(graph).boxes) {
      const equation = equationOf(graph, box.members);
      expect(equation.startsWith(graph.nodes[box.node].symbol)).toBe(true);
      expect(equation).not.toContain('undefined');
    }
  });
});

describe('the chain rule of XOR', () => {
  const { graph, trace } = traced('xor');

  it('of a hidden value has one path, through the output', () => {
    const gradient = graph.gradients.get(graph.layers[0].output) as number;
    const paths = pathsOf(trace, explain(trace, gradient, 1));
    expect(paths).toHaveLength(1);
    expect(paths[0].local).toBe(trace.values[nodeNamed(graph, 'output/kernel').id][1]);
    expect(chainRule(paths)?.symbols).toContain('W^{(2)}_{2,1}');
  });

  it('of the seed and of values has none', () => {
    expect(pathsOf(trace, explain(trace, graph.gradients.get(graph.loss as number) as number, 0))).toEqual([]);
    expect(pathsOf(trace, explain(trace, graph.output, 0))).toEqual([]);
    expect(chainRule([])).toBeNull();
  });

  it('puts sums and negative numbers in brackets', () => {
    const gradient = graph.gradients.get(graph.output) as number;
    const chain = chainRule(pathsOf(trace, explain(trace, gradient, 0)));
    expect(chain?.symbols).toMatch(/\\left\(\\hat\{y\}.* - t.*\\right\)/);
  });
});

describe('long sums', () => {
  it('keep the largest and add up the rest', () => {
    const { shown, rest, restCount } = largestTerms([1, -9, 2, 3, 0.5, -4], (x) => x, 4);
    expect(shown).toEqual([-9, -4, 3]);
    expect(rest).toBe(3.5);
    expect(restCount).toBe(3);
    expect(largestTerms([1, 2], (x) => x, 4)).toEqual({ shown: [1, 2], rest: 0, restCount: 0 });
  });
});

describe('keys put together at run time', () => {
  it.each([
    ...GRANULARITIES.map((g) => `granularity.${g}`),
    ...PHASES.map((p) => `say.phase.${p}`),
    ...['raises', 'lowers', 'flat'].map((m) => `meaning.${m}`),
    ...['straight', 'curved', 'worse', 'diverged'].map((v) => `preview.${v}`),
    ...['pixels', 'weights', 'gradient'].flatMap((m) => [`picture.${m}`, `picture.${m}Label`]),
    ...['both', 'values', 'gradients'].map((s) => `network.${s}`),
    ...['train', 'test'].map((s) => `batch.${s}`),
    ...['misfit', 'outdated', 'crashed', 'other'].map((p) => `problem.${p}`),
    ...['step', 'select', 'edit'].map((h) => `hint.${h}`),
  ])('%s', (key) => expect(texts(key).length).toBeGreaterThanOrEqual(2));
});
