/** The curves of a race: what they show, how they are thinned, and their axes. */
import { describe, expect, it } from 'vitest';
import { axesOf, linesOf, valueAt } from '@/panels/races/model/lines';
import { lane } from './support';

const OPTIONS = {
  metric: 'loss',
  axis: 'step',
  smoothing: 0,
  validated: false,
  stepsPerEpoch: 4,
  scale: 'linear',
} as const;

describe('lines of a race', () => {
  it('stand over steps, epochs and each lane’s own seconds', () => {
    const lanes = [lane({ loss: [4, 2], seconds: 0.5 })];
    const xs = (axis: 'step' | 'epoch' | 'seconds') => linesOf(lanes, { ...OPTIONS, axis })[0].points.map(({ x }) => x);
    expect(xs('step')).toEqual([1, 2]);
    expect(xs('epoch')).toEqual([0.25, 0.5]);
    expect(xs('seconds')).toEqual([0.5, 1]);
  });

  it('are smoothed over everything that was measured and then thinned; what was measured stays behind them', () => {
    const loss = Array.from({ length: 5000 }, (_, i) => 1 + (i % 2));
    const [line] = linesOf([lane({ loss })], { ...OPTIONS, smoothing: 0.98 });
    expect(line.points.length).toBeLessThanOrEqual(300);
    expect(line.raw.length).toBeLessThanOrEqual(300);
    expect(line.points.at(-1)?.x).toBe(5000);
    expect(line.points.at(-1)?.y).toBeCloseTo(1.5, 1);
    expect(new Set(line.raw.map(({ y }) => y))).toEqual(new Set([1, 2]));
  });

  it('show validations as measured, whatever the smoothing', () => {
    const [line] = linesOf([lane({ loss: [1, 1, 1, 1], validation: [3, 1] })], {
      ...OPTIONS,
      metric: 'validationLoss',
      validated: true,
      smoothing: 0.9,
    });
    expect(line.points).toEqual([
      { x: 2, y: 3 },
      { x: 4, y: 1 },
    ]);
    expect(line.raw).toEqual([]);
  });

  it('leave out what is not finite, and what has no logarithm', () => {
    const lanes = [lane({ loss: [1, Number.NaN, 0, 2] })];
    const ys = (scale: 'linear' | 'log') => linesOf(lanes, { ...OPTIONS, scale })[0].points.map(({ y }) => y);
    expect(ys('linear')).toEqual([1, 0, 2]);
    expect(ys('log')).toEqual([1, 2]);
    expect(linesOf([lane({ loss: [1] })], { ...OPTIONS, metric: 'accuracy' })).toEqual([]);
  });

  it('are read off at the last point before, and nowhere beyond their ends', () => {
    const [{ points }] = linesOf([lane({ loss: [4, 2, 3] })], OPTIONS);
    expect([0.9, 1, 1.9, 2.5, 3, 3.1].map((x) => valueAt(points, x))).toEqual([null, 4, 4, 2, 3, null]);
  });
});

describe('axes of a race', () => {
  it('keep room for the steps to come', () => {
    const lines = linesOf([lane({ loss: [4, 2] })], OPTIONS);
    expect(axesOf(lines, OPTIONS, 100).x).toEqual([0, 100]);
  });

  it('are not stretched by a lane that explodes', () => {
    const tame = lane({ loss: [2, 1.5, 1] });
    const wild = lane({ id: 'sgd', loss: [2, 40, 1e12] });
    const both = axesOf(linesOf([tame, wild], OPTIONS), OPTIONS, 3);
    expect(both.y).toEqual(axesOf(linesOf([tame], OPTIONS), OPTIONS, 3).y);
    const log = { ...OPTIONS, scale: 'log' } as const;
    expect(axesOf(linesOf([tame, wild], log), log, 3).y[1]).toBeLessThanOrEqual(10);
  });

  it('have powers of ten on a logarithmic scale that hold every value', () => {
    const log = { ...OPTIONS, scale: 'log' } as const;
    const { y, yTicks } = axesOf(linesOf([lane({ loss: [2, 0.3, 0.004] })], log), log, 3);
    expect(yTicks).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect(y[0]).toBeLessThanOrEqual(0.004);
    expect(y[1]).toBeGreaterThanOrEqual(2);
  });
});

it('an axis of accuracies begins not far below the least of them and below the one to reach', () => {
  const options = { ...OPTIONS, metric: 'accuracy' } as const;
  const axis = (accuracy: number[], level?: number) =>
    axesOf(linesOf([lane({ loss: accuracy.map(() => 1), accuracy })], options), options, 2, level);
  expect(axis([0.91, 0.97]).yTicks).toEqual([0.9, 0.92, 0.94, 0.96, 0.98, 1]);
  expect(axis([0.91, 0.97], 0.8).y).toEqual([0.75, 1]);
  expect(axis([0.1, 0.97]).yTicks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
});
