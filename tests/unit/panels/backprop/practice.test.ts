/** Hidden numbers, exercises and worksheets: nothing that is hidden can be read anywhere, and everything has words. */
import { describe, expect, it } from 'vitest';
import { formatNumber } from '@/core/expr';
import { buildTimeline, elementCount, isGiven } from '@/core/interpreter/timeline';
import { agreesTo } from '@/core/practice/agree';
import { diagnose } from '@/core/practice/diagnose';
import en from '@/locales/en/practice.json';
import zh from '@/locales/zh-CN/practice.json';
import { explained } from '@/panels/backprop/model/explained';
import { boxed, HiddenNumbers, hiddenNumbers, withoutHidden } from '@/panels/backprop/model/hidden';
import type { Message } from '@/panels/backprop/model/message';
import { isHidden, isKnown, knownValues, valueAt } from '@/panels/backprop/model/moment';
import { networkModel } from '@/panels/backprop/model/network';
import { chainRule, pathsOf } from '@/panels/backprop/model/paths';
import { candidates, chosen, inOrder, KINDS } from '@/panels/backprop/practice/choose';
import { numberName } from '@/panels/backprop/practice/name';
import { recalled } from '@/panels/backprop/practice/store';
import { exerciseOf } from '@/panels/backprop/practice/task';
import { sheetOf } from '@/panels/backprop/practice/worksheet/sheet';
import { CASES, nodeNamed, traced } from './networks';

type Tree = { [key: string]: string | Tree };

function texts(key: string): string[] {
  return [en as Tree, zh as Tree].flatMap((catalogue) => {
    const path = key.split('.');
    const last = path.pop() as string;
    const branch = path.reduce<Tree | string | undefined>(
      (t, part) => (typeof t === 'object' ? t[part] : undefined),
      catalogue,
    );
    if (typeof branch !== 'object') return [];
    return [last, `${last}_one`, `${last}_other`].flatMap((name) => {
      const text = branch[name];
      return typeof text === 'string' ? [text] : [];
    });
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

describe('hidden numbers', () => {
  const { graph, trace } = traced('xor', 1);
  const timeline = buildTimeline(graph, 'neuron');
  const gradientOf = (name: string) => graph.gradients.get(nodeNamed(graph, name).id) ?? -1;

  it('are missing from every formula of others, and from what repeats them', () => {
    const all = graph.nodes
      .filter((node) => !isGiven(node))
      .flatMap((node) => Array.from({ length: elementCount(node) }, (_, element) => ({ node: node.id, element })));
    for (const secret of all) {
      const value = trace.values[secret.node][secret.element];
      const written = formatNumber(value);
      // Numbers like 0 and 1 stand in formulas for themselves.
      if (Number.isInteger(value)) continue;
      const hidden = hiddenNumbers(graph, trace.values, [secret]);
      const shown = withoutHidden(trace, hidden);
      for (const { node, element } of all) {
        if (hidden?.has(node, element)) continue;
        const explanation = explained(shown, node, element);
        const numbers = boxed(shown, chainRule(pathsOf(shown, explanation))?.numbers ?? explanation.numbers);
        const used = explained(trace, node, element).terms.some((term) =>
          term.factors.some((factor) => hidden?.has(factor.node, factor.element)),
        );
        // What does not read the hidden number may be equal to it by chance.
        if (!used) continue;
        expect(numbers, `${graph.nodes[node].name} shows ${graph.nodes[secret.node].name}`).not.toContain(written);
        expect(numbers).toContain('\\boxed{?}');
      }
    }
  });

  it('take copies further on with them, and weighted sums before their bias', () => {
    const slope = gradientOf('output/biasAdd');
    const hidden = hiddenNumbers(graph, trace.values, [{ node: slope, element: 0 }]);
    const bias = gradientOf('output/bias');
    expect(hidden?.has(bias, 0)).toBe(true);
    expect(hidden?.origin(bias, 0)).toEqual({ node: slope, element: 0 });
    expect(hidden?.has(gradientOf('output/kernel'), 0)).toBe(false);
    const sum = hiddenNumbers(graph, trace.values, [{ node: nodeNamed(graph, 'hidden/biasAdd').id, element: 1 }]);
    expect(sum?.has(nodeNamed(graph, 'hidden/matMul').id, 1)).toBe(true);
    expect(sum?.has(nodeNamed(graph, 'hidden/matMul').id, 0)).toBe(false);
  });

  it('are not known at any moment, and hidden once they are computed', () => {
    const { id } = nodeNamed(graph, 'hidden/sigmoid');
    const hidden = new HiddenNumbers();
    hidden.add({ node: id, element: 1 });
    const end = { graph, timeline, position: timeline.length, values: trace.values, hidden };
    expect(isKnown(end, id, 0)).toBe(true);
    expect(isKnown(end, id, 1)).toBe(false);
    expect(valueAt(end, id, 1)).toBeNull();
    expect(isHidden(end, id, 1)).toBe(true);
    expect(isHidden({ ...end, position: 0 }, id, 1)).toBe(false);
    expect([...knownValues(end, id, 0, 2)]).toEqual([trace.values[id][0], Number.NaN]);
  });

  it('are forgotten when what was kept is not understood', () => {
    expect(recalled({ cells: 'many' }).cells).toEqual([]);
    expect(recalled(null).digits).toBe(3);
    const cell = { node: 'output/sigmoid', element: 0, state: 'hidden', wrong: 1, hints: 0 };
    const kept = { cells: [cell], digits: 2, signFirst: true, signs: { right: 1, made: 2 }, current: null };
    expect(recalled(kept)).toEqual(kept);
  });
});

describe.each(Object.keys(CASES))('exercises of %s', (name) => {
  const { graph, trace } = traced(name, name === 'mnist' ? 1 : 2);
  const model = networkModel(graph);
  const timeline = buildTimeline(graph, 'operation');
  const moment = { graph, timeline, position: timeline.length, values: trace.values };

  it('have a question, hints and names in both languages', () => {
    for (const node of graph.nodes) {
      if (isGiven(node)) continue;
      const exercise = exerciseOf(trace, trace, { node: node.id, element: elementCount(node) - 1 });
      expect(exercise.hints).toHaveLength(3);
      expectWords(exercise.question);
      exercise.hints.forEach(expectWords);
      expect(numberName(model, exercise.ref).key).not.toBe('');
      expect(exercise.task.exact).toBe(trace.values[node.id][elementCount(node) - 1]);
    }
  });

  it('are made of terms and paths that give the number', () => {
    for (const node of graph.nodes) {
      if (isGiven(node)) continue;
      const { task } = exerciseOf(trace, trace, { node: node.id, element: 0 });
      const { exact, terms, paths } = task;
      if (!Number.isFinite(exact)) continue;
      const near = (value: number) => Math.abs(value - exact) <= 1e-9 * (1 + Math.abs(exact));
      const product = paths.reduce((sum, path) => sum + path.upstream.value * path.local.value, 0);
      if (paths.length > 0) expect(near(product), node.name).toBe(true);
      const mean = node.op === 'reduceMean' || node.op === 'avgPool2d';
      if (terms.length > 1 && !mean)
        expect(near(terms.reduce((sum, term) => sum + term.value, 0)), node.name).toBe(true);
      // The commonest mistake is always seen, unless it is none.
      const digits = { value: -exact, digits: 12 };
      if (!agreesTo(exact, -exact, 3)) expect(diagnose(task, digits, 3)).not.toBeNull();
    }
  });

  it('can be chosen: never what is given, and in an order in which they can be found', () => {
    const step = timeline.step(timeline.length);
    for (const kind of KINDS) {
      const choosing = { moment, step, focus: step.focus, sample: 0 };
      const refs = inOrder(
        timeline,
        chosen(choosing, kind, () => 0.5),
      );
      expect(refs.length, kind).toBeGreaterThan(0);
      expect(refs.length).toBeLessThanOrEqual(24);
      for (const ref of refs) expect(isGiven(graph.nodes[ref.node])).toBe(false);
      expect(candidates(choosing, kind).length).toBeGreaterThanOrEqual(refs.length);
    }
  });

  it('fill a worksheet on which no answer is given away', () => {
    const { tasks, given } = sheetOf(trace, [], 0);
    expect(tasks.length).toBeGreaterThan(3);
    expect(tasks.length).toBeLessThanOrEqual(48);
    const known = new Set(
      given.filter(({ kind }) => kind === 'other').map(({ ref }) => trace.values[ref.node][ref.element]),
    );
    for (const { task, ref } of tasks) {
      if (!Number.isInteger(task.exact)) expect(known.has(task.exact), graph.nodes[ref.node].name).toBe(false);
    }
  });
});
