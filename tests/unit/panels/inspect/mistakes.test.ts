/** The gallery of predictions: which samples it shows, in which order, and how its pages turn. */
import { describe, expect, it } from 'vitest';
import { judgementOf } from '@/panels/inspect/mistakes/judgement';
import { drawn, FIRST_PAGE, moved, onPage, turned } from '@/panels/inspect/mistakes/page';
import type { Evaluation } from '@/state';
import { samplesOf } from '@/state/evaluation';
import { requestStep, takeStepRequest } from '@/state/stepRequest';

const evaluation: Evaluation = {
  split: 'test',
  step: 5,
  count: 6,
  loss: 1,
  accuracy: 0.5,
  confusion: Int32Array.from([2, 1, 1, 0, 0, 1, 1, 0, 0]),
  classes: 3,
  indices: Uint32Array.from([10, 11, 12, 13, 14, 15]),
  targets: null,
  truth: Uint8Array.from([0, 0, 0, 0, 1, 2]),
  predicted: Uint8Array.from([0, 0, 1, 2, 2, 0]),
  outputs: Float32Array.from(
    [
      [0.9, 0.06, 0.04],
      [0.4, 0.35, 0.25],
      [0.2, 0.7, 0.1],
      [0.01, 0.01, 0.98],
      [0.1, 0.44, 0.46],
      [0.6, 0.2, 0.2],
    ].flat(),
  ),
};
const shown = (view: Parameters<typeof samplesOf>[1]) => samplesOf(evaluation, view);

describe('samples of an evaluation', () => {
  it('come in order, worst first, or closest first', () => {
    expect(shown({ mode: 'all', truth: null, predicted: null })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(shown({ mode: 'mistakes', truth: null, predicted: null })).toEqual([3, 2, 5, 4]);
    expect(shown({ mode: 'uncertain', truth: null, predicted: null })).toEqual([4, 1, 5, 2, 0, 3]);
  });

  it('are those of one class, of one answer, or of one cell', () => {
    expect(shown({ mode: 'all', truth: 0, predicted: null })).toEqual([0, 1, 2, 3]);
    expect(shown({ mode: 'mistakes', truth: null, predicted: 2 })).toEqual([3, 4]);
    expect(shown({ mode: 'all', truth: 0, predicted: 0 })).toEqual([0, 1]);
    expect(shown({ mode: 'mistakes', truth: 0, predicted: 0 })).toEqual([]);
  });

  it('are none where outputs were not kept', () => {
    expect(samplesOf({ ...evaluation, outputs: null }, { mode: 'all', truth: null, predicted: null })).toEqual([]);
  });

  it('are told in full', () => {
    expect(judgementOf(evaluation, 4, 'probabilities')).toMatchObject({
      split: 'test',
      index: 14,
      truth: 1,
      predicted: 2,
      second: 1,
    });
    expect(judgementOf(evaluation, 4, 'probabilities')?.margin).toBeCloseTo(0.02, 6);
    expect(judgementOf({ ...evaluation, split: 'validation' }, 0, 'probabilities')?.split).toBe('train');
    expect(judgementOf({ ...evaluation, outputs: null }, 0, 'probabilities')).toBeNull();
  });
});

describe('pages', () => {
  const order = Array.from({ length: 23 }, (_, i) => 100 + i);

  it('turn ten at a time and end at both ends', () => {
    expect(onPage(order, FIRST_PAGE)).toEqual(order.slice(0, 10));
    expect(turned(FIRST_PAGE, -1, 23)).toBeNull();
    const last = turned(turned(FIRST_PAGE, 1, 23)!, 1, 23)!;
    expect(onPage(order, last)).toEqual([120, 121, 122]);
    expect(turned(last, 1, 23)).toBeNull();
    expect(turned(last, -1, 23)).toEqual({ first: 10 });
    expect(turned(FIRST_PAGE, 1, 10)).toBeNull();
  });

  it('are drawn without repeats, in order, and go back to the first', () => {
    let at = 0;
    const numbers = [0.99, 0.99, 0.5, 0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8];
    const page = drawn(order, () => numbers[at++]);
    expect(onPage(order, page)).toEqual([100, 102, 104, 106, 109, 111, 113, 116, 118, 122]);
    expect(turned(page, 1, 23)).toEqual(FIRST_PAGE);
    expect(onPage(order, drawn(order.slice(0, 3)))).toEqual([100, 101, 102]);
  });

  it('are walked with the arrow keys in rows of five', () => {
    expect(moved(0, 'ArrowRight', 10)).toBe(1);
    expect(moved(3, 'ArrowDown', 10)).toBe(8);
    expect(moved(3, 'ArrowDown', 8)).toBeNull();
    expect(moved(0, 'ArrowLeft', 10)).toBeNull();
    expect(moved(7, 'ArrowUp', 10)).toBe(2);
    expect(moved(7, 'Enter', 10)).toBeNull();
  });
});

describe('"step this image"', () => {
  it('is taken once, by the stepper of the same network', () => {
    requestStep('mnist-cnn', { split: 'test', indices: [7] });
    expect(takeStepRequest('mnist-mlp')).toBeNull();
    expect(takeStepRequest('mnist-cnn')).toEqual({ split: 'test', indices: [7] });
    expect(takeStepRequest('mnist-cnn')).toBeNull();
  });
});
