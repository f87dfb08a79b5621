/** The check and the choice of samples, without a page: error curves, the engine beside the page, numbers and ranges as typed. */
import { describe, expect, it } from 'vitest';
import { interpret } from '@/core/interpreter/interpret';
import { drawSamples, readChosen, writeChosen } from '@/panels/backprop/batch/chosen';
import { errorCurve, power, roundingError, sharedDigits } from '@/panels/backprop/check/curve';
import { compareEngine, engineValue } from '@/panels/backprop/check/engine';
import { subjectOf, weightOf } from '@/panels/backprop/check/subject';
import { networkModel } from '@/panels/backprop/model/network';
import type { EngineStep } from '@/state';
import { feedsFor } from '../../../support/graphs';
import { CASES, graphOf } from './networks';

describe('the error of a difference over h', () => {
  const differences = (f: (x: number) => number) =>
    Array.from({ length: 12 }, (_, i) => 10 ** -(i + 1)).map((h) => {
      const [plus, minus] = [f(1 + h), f(1 - h)];
      return { h, plus, minus, slope: (plus - minus) / (2 * h) };
    });

  it('has its best h in the middle for a smooth function', () => {
    const { best, kind, points } = errorCurve(differences(Math.exp), Math.E, Math.E);
    expect(kind).toBe('smooth');
    expect(points[best].h).toBeGreaterThan(1e-8);
    expect(points[best].h).toBeLessThan(1e-3);
    expect(points[11].error).toBeLessThan(100 * roundingError(Math.E, 1e-12));
  });

  it('says when nothing moves, and when nothing brings them together', () => {
    expect(
      errorCurve(
        differences(() => 3),
        0,
        3,
      ).kind,
    ).toBe('still');
    // At a kink the difference is the mean of both slopes.
    expect(
      errorCurve(
        differences((x) => Math.max(0, x - 1)),
        0,
        0,
      ).kind,
    ).toBe('apart');
    expect(errorCurve(differences(Math.exp), -Math.E, Math.E).kind).toBe('apart');
    expect(
      errorCurve(
        differences(() => Infinity),
        1,
        Infinity,
      ).kind,
    ).toBe('endless');
  });

  it('counts digits and writes powers', () => {
    expect(sharedDigits(3e-9, 0.5)).toBe(8);
    expect(sharedDigits(0, 0.5)).toBe(16);
    expect(sharedDigits(2, 0.5)).toBe(0);
    expect([power(-12), power(3)]).toEqual(['10⁻¹²', '10³']);
  });
});

const graph = graphOf(CASES.xor, 2);
const { values } = interpret(graph, feedsFor(graph));
const model = networkModel(graph);
const float32 = (node: number) => Float32Array.from(values[node]);
const step = {
  loss: Math.fround(values[graph.loss as number][0]),
  output: float32(graph.output),
  gradients: Object.fromEntries(
    graph.weights.map(({ name, node }) => [name, float32(graph.gradients.get(node) as number)]),
  ),
  nodes: {},
  updated: {
    step: 1,
    weights: Object.fromEntries([...graph.updates].map(([name, node]) => [name, float32(node)])),
    states: Object.fromEntries(graph.states.map(({ name, update }) => [name, float32(update)])),
  },
} as unknown as EngineStep;

describe('the engine beside the page', () => {
  it('is found for the loss, outputs, gradients, new weights and states', () => {
    const [weight] = graph.weights;
    const gradient = graph.gradients.get(weight.node) as number;
    for (const [node, element] of [
      [graph.loss as number, 0],
      [graph.output, 1],
      [gradient, 2],
      [graph.updates.get(weight.name) as number, 3],
      [graph.states[0].update, 1],
    ])
      expect(engineValue(graph, step, { node, element })).toBe(Math.fround(values[node][element]));
    expect(engineValue(graph, step, { node: graph.input, element: 0 })).toBeNull();
  });

  it('agrees to float32, and shows where it does not', () => {
    for (const { gradient, updated, states } of compareEngine(graph, values, step)) {
      for (const each of [gradient, updated, states]) expect(each?.relative).toBeLessThan(1e-7);
    }
    const wrong = structuredClone(step);
    wrong.updated.weights['hidden/kernel'][2] += 1;
    wrong.gradients['hidden/bias'][0] = Number.NaN;
    const [kernel, bias] = compareEngine(graph, values, wrong);
    expect(kernel.updated).toMatchObject({ node: graph.updates.get('hidden/kernel'), element: 2 });
    expect(kernel.updated?.absolute).toBeCloseTo(1, 5);
    expect(bias.gradient).toMatchObject({ element: 0, absolute: Number.NaN });
  });
});

describe('what is checked', () => {
  const weight = graph.weights[0].node;
  const gradient = graph.gradients.get(weight) as number;

  it('is the gradient that belongs to the number in focus', () => {
    const updated = graph.updates.get(graph.weights[0].name) as number;
    for (const node of [weight, gradient, updated]) {
      expect(subjectOf(model, { node, element: 2 }, values)).toEqual({
        of: { node: weight, element: 2 },
        gradient: { node: gradient, element: 2 },
        fallback: false,
      });
    }
    const hidden = graph.layers[0].output;
    expect(subjectOf(model, { node: hidden, element: 1 }, values)?.of).toEqual({ node: hidden, element: 1 });
  });

  it('is the largest gradient of a weight where nothing fits', () => {
    const largest = values[gradient].reduce(
      (best, g, i) => (Math.abs(g) > Math.abs(values[gradient][best]) ? i : best),
      0,
    );
    for (const focus of [null, { node: graph.input, element: 0 }, { node: graph.loss as number, element: 0 }]) {
      expect(subjectOf(model, focus, values)).toMatchObject({ of: { node: weight, element: largest }, fallback: true });
    }
    expect(weightOf(model, { node: graph.layers[0].output, element: 1 }, values)).toMatchObject({ fallback: true });
    expect(weightOf(model, { node: gradient, element: 1 }, values)).toMatchObject({ of: { element: 1 } });
  });
});

describe('samples chosen in words', () => {
  it('are read as numbers and ranges, in any punctuation', () => {
    expect(readChosen('3', 10, 32)).toEqual({ indices: [2] });
    expect(readChosen(' 1 – 3, 9 2-2', 10, 32)).toEqual({ indices: [0, 1, 2, 8] });
    expect(readChosen('１-２，４、5', 10, 32)).toEqual({ indices: [0, 1, 3, 4] });
    expect(readChosen('5 3 5', 10, 32)).toEqual({ indices: [4, 2] });
  });

  it('say what is wrong with them', () => {
    const problem = (text: string) => readChosen(text, 60000, 32);
    expect(problem('  ')).toMatchObject({ problem: 'empty' });
    expect(problem('1, x')).toEqual({ problem: 'unreadable', text: 'x' });
    expect(problem('1.5')).toMatchObject({ problem: 'unreadable' });
    expect(problem('0')).toMatchObject({ problem: 'outside' });
    expect(problem('60001')).toMatchObject({ problem: 'outside' });
    expect(problem('8-2')).toMatchObject({ problem: 'outside' });
    expect(problem('1-33')).toMatchObject({ problem: 'tooMany' });
    expect(problem('1-20 101-120')).toMatchObject({ problem: 'tooMany' });
    expect(problem('1-32')).not.toHaveProperty('problem');
  });

  it('are written as they are read', () => {
    expect(writeChosen([0, 1, 2, 8, 4, 5])).toBe('1–3, 9, 5–6');
    expect(readChosen(writeChosen([0, 1, 2, 8, 4, 5]), 10, 32)).toEqual({ indices: [0, 1, 2, 8, 4, 5] });
  });

  it('are drawn without repetition, the same for the same draw', () => {
    const drawn = drawSamples(60000, 32, 1);
    expect(new Set(drawn).size).toBe(32);
    expect(drawSamples(60000, 32, 1)).toEqual(drawn);
    expect(drawSamples(60000, 32, 2)).not.toEqual(drawn);
    expect(drawSamples(4, 8, 1).sort()).toEqual([0, 1, 2, 3]);
  });
});
