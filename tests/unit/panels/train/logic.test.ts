/** The pure parts of the training workspace: series, confusion matrix, decision grid, edits, formats. */
import { describe, expect, it } from 'vitest';
import { moveCell, readMatrix, worstConfusions } from '@/panels/train/confusion/matrix';
import { lossAxis, rateAxis, rateVaries, rows, stepTicks, summarise, tableRows } from '@/panels/train/curves/series';
import { duration, measured, percent, shapeText, whole } from '@/panels/train/parts/format';
import { editTraining, editValidationShare, setOptimizer } from '@/panels/train/settings/edits';
import { answerRange, gridPoints, pickUnit, unitRange } from '@/panels/train/surface/grid';
import { withKind, withSetting } from '@/parts/settings/optimizerFields';
import type { ChainruleDocument } from '@/state';

const point = (step: number, loss: number, accuracy: number | null = null) => ({
  step,
  epoch: step / 10,
  loss,
  accuracy,
});

describe('curves', () => {
  const merged = rows([point(1, 2), point(2, Number.NaN), point(4, 1)], [point(2, 1.5), point(5, 0.9)], 'loss');

  it('merges both series by step and leaves gaps', () => {
    expect(merged).toEqual([
      { step: 1, train: 2, validation: null },
      { step: 2, train: null, validation: 1.5 },
      { step: 4, train: 1, validation: null },
      { step: 5, train: null, validation: 0.9 },
    ]);
    expect(rows([point(1, 2)], [], 'accuracy')).toEqual([{ step: 1, train: null, validation: null }]);
  });

  it('are of the learning rate too, where it was told', () => {
    const rated = (step: number, learningRate: number) => ({ ...point(step, 1), learningRate });
    const train = [rated(1, 0.1), rated(2, 0.1), point(3, 1), rated(4, 0.25)];
    const data = rows(train, [point(4, 0.5)], 'learningRate');
    expect(data.map(({ train, validation }) => [train, validation])).toEqual([
      [0.1, null],
      [0.1, null],
      [null, null],
      [0.25, null],
    ]);
    expect(rateAxis(data)).toEqual({ top: 0.25, ticks: [0, 0.05, 0.1, 0.15, 0.2, 0.25] });
    expect(rateAxis([]).top).toBe(1);
    expect(rateVaries(train)).toBe(true);
    expect(rateVaries(train.slice(0, 2))).toBe(false);
    // Runs of before learning rates were told have none at all.
    expect(rateVaries([point(1, 1), point(2, 1)])).toBe(false);
  });

  it('sums them up from the first to the last finite value', () => {
    expect(summarise(merged)).toEqual({ steps: 5, first: 2, last: 1, validation: { step: 5, value: 0.9 } });
    expect(summarise([])).toBeNull();
  });

  it('cuts a table to size: validation rows are kept, training rows spread from the first to the last', () => {
    const long = rows(
      Array.from({ length: 300 }, (_, index) => point(index + 1, 1 / (index + 1))),
      [point(17, 0.5), point(300, 0.1)],
      'loss',
    );
    const table = tableRows(long, 10);
    expect(table.length).toBeLessThanOrEqual(10);
    expect(table.length).toBeGreaterThanOrEqual(9);
    const steps = table.map((row) => row.step);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect([steps[0], steps[steps.length - 1]]).toEqual([1, 300]);
    expect(steps).toContain(17);
    expect(table.filter((row) => row.train !== null).length).toBeGreaterThan(6);
    expect(tableRows(merged, 10)).toEqual(merged);
  });

  it('chooses an axis that holds every value with few round ticks', () => {
    for (const largest of [0.0004, 0.09, 0.25, 1, 2.31, 7, 99, 1e6]) {
      const { top, ticks } = lossAxis([{ step: 1, train: largest, validation: null }]);
      expect(top).toBeGreaterThanOrEqual(largest * (1 - 1e-6));
      expect(top).toBeLessThan(largest * 2);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
    expect(lossAxis([{ step: 1, train: 2.31, validation: null }]).ticks).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect(lossAxis([]).top).toBe(1);
    const exploded = [2.3, 1, 0.5, 3110].map((train, index) => ({ step: index + 1, train, validation: null }));
    expect(lossAxis(exploded).top).toBe(2.5);
  });

  it('marks the steps with whole round numbers up to the last', () => {
    expect(stepTicks(1)).toEqual([0, 1]);
    expect(stepTicks(7)).toEqual([0, 2, 4, 6]);
    expect(stepTicks(318)).toEqual([0, 100, 200, 300]);
    expect(stepTicks(2110)).toEqual([0, 500, 1000, 1500, 2000]);
    for (let last = 0; last < 3000; last += 7) {
      const ticks = stepTicks(last);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });
});

describe('confusion matrix', () => {
  const matrix = readMatrix({ classes: 3, confusion: Int32Array.from([5, 1, 0, 0, 0, 0, 4, 2, 9]) })!;

  it('counts each class, its share recognised and the worst confusion', () => {
    expect(matrix.report.classes.map((scores) => scores.support)).toEqual([6, 0, 15]);
    expect(matrix.report.classes.map((scores) => scores.recall)).toEqual([5 / 6, null, 9 / 15]);
    expect(matrix.mostConfused).toBe(4);
    expect(worstConfusions(matrix, 2)).toEqual([
      { truth: 2, predicted: 0, count: 4 },
      { truth: 2, predicted: 1, count: 2 },
    ]);
    expect(readMatrix({ classes: 0, confusion: null })).toBeNull();
  });

  it('is walked with the arrow keys and stops at its edges', () => {
    expect(moveCell(4, 'ArrowUp', 3)).toBe(1);
    expect(moveCell(4, 'ArrowLeft', 3)).toBe(3);
    expect(moveCell(3, 'ArrowLeft', 3)).toBe(3);
    expect(moveCell(5, 'ArrowRight', 3)).toBe(5);
    expect(moveCell(7, 'ArrowDown', 3)).toBe(7);
    expect(moveCell(5, 'Home', 3)).toBe(3);
    expect(moveCell(4, 'End', 3, true)).toBe(8);
    expect(moveCell(4, 'PageDown', 3)).toBe(7);
    expect(moveCell(4, 'a', 3)).toBeNull();
  });
});

describe('decision grid', () => {
  it('runs through the patch row by row from its top left', () => {
    const points = gridPoints(4, { from: 0, to: 1 });
    expect([...points.slice(0, 4)]).toEqual([0.125, 0.875, 0.375, 0.875]);
    expect([...points.slice(-2)]).toEqual([0.875, 0.125]);
  });

  it('takes one unit out of many', () => {
    expect([...pickUnit(Float32Array.from([1, 2, 3, 4, 5, 6]), 2, 1)]).toEqual([2, 4, 6]);
  });
});

describe('edits', () => {
  const document: ChainruleDocument = {
    format: 1,
    template: 'mnist-mlp',
    name: 'Test',
    network: {
      format: 1,
      input: { shape: [4] },
      layers: [
        { id: 'hidden', kind: 'dense', units: 3, activation: 'relu' },
        { id: 'out', kind: 'dense', units: 2, activation: 'softmax' },
      ],
      loss: { kind: 'categoricalCrossentropy' },
    },
    data: { id: 'mnist', validationShare: 0.1 },
    training: {
      seed: 1,
      epochs: 5,
      batchSize: 32,
      phases: [{ weights: 'all', optimizer: { kind: 'adam', learningRate: 0.01, beta1: 0.9 } }],
    },
  };

  it('change one thing and leave the rest alone', () => {
    expect(editTraining({ seed: 9 })(document).training).toEqual({ ...document.training, seed: 9 });
    expect(editValidationShare(0.2)(document).data).toEqual({ id: 'mnist', validationShare: 0.2 });
    const optimizer = withSetting({ kind: 'adam', learningRate: 0.01, clipNorm: 1 }, 'beta1', 0.5);
    expect(setOptimizer(optimizer)(document).training.phases[0]).toEqual({
      weights: 'all',
      optimizer: { kind: 'adam', learningRate: 0.01, clipNorm: 1, beta1: 0.5 },
    });
    expect('clipNorm' in withSetting(optimizer, 'clipNorm', undefined)).toBe(false);
    expect(document.network.layers[0].units).toBe(3);
  });

  it('another optimizer keeps the learning rate and takes its own defaults', () => {
    const changed = withKind({ kind: 'adam', learningRate: 0.01, beta1: 0.5 }, 'momentum');
    expect(changed).toEqual({ kind: 'momentum', learningRate: 0.01 });
  });
});

describe('formats', () => {
  it('write numbers for people', () => {
    expect(whole(101770, 'en')).toBe('101,770');
    expect(percent(0.98123, 'en')).toBe('98.1%');
    expect(measured(0.123456)).toBe('0.123');
    expect(measured(-0.00001234)).toBe('−1.23e−5');
    expect(measured(1234567)).toBe('1.23e6');
    expect(measured(Number.NaN)).toBe('NaN');
    expect(measured(0)).toBe('0');
    expect(duration(3725.4)).toEqual({ hours: 1, minutes: 2, seconds: 5 });
    expect(duration(59.6)).toEqual({ hours: 0, minutes: 1, seconds: 0 });
    expect(shapeText([28, 28, 1])).toBe('28×28×1');
  });
});

describe('colours of the plane', () => {
  it('change where the answer changes from no to yes, whatever activation and loss', () => {
    const middle = (loss: Record<string, unknown>, activation: string | null) =>
      answerRange({ loss: { kind: 'meanSquaredError', ...loss } }, activation).middle;
    expect(middle({}, 'sigmoid')).toBe(0.5);
    expect(middle({}, 'linear')).toBe(0.5);
    expect(middle({}, 'tanh')).toBe(0.5);
    expect(middle({ kind: 'hinge' }, 'tanh')).toBe(0);
    expect(middle({ kind: 'squaredHinge' }, 'linear')).toBe(0);
    expect(middle({ kind: 'binaryCrossentropy', fromLogits: true }, 'linear')).toBe(0);
    expect(middle({ kind: 'binaryCrossentropy' }, 'sigmoid')).toBe(0.5);
  });

  it('are full as far as an activation goes, or its values where it goes anywhere', () => {
    expect(unitRange('sigmoid')).toEqual({ middle: 0.5, reach: 0.8 });
    expect(unitRange('hardSigmoid')).toEqual(unitRange('sigmoid'));
    expect(unitRange('tanh').middle).toBe(0);
    expect(unitRange('relu')).toEqual({ middle: 0, reach: null });
    expect(unitRange(null).reach).toBeNull();
  });
});
