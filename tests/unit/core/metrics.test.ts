/** Metrics on cases small enough to count by hand. */
import { describe, expect, it } from 'vitest';
import { accuracyOf, confusionMatrix, predictedClass, predictedClasses } from '@/core/metrics/classification';
import { marginOf, mostUncertain, topTwo, worstMistakes } from '@/core/metrics/ranking';
import { classReport } from '@/core/metrics/report';

describe('classification metrics', () => {
  it('predicts the first largest output, and thresholds a single one', () => {
    expect([...predictedClasses([0.1, 0.7, 0.2, 0.4, 0.2, 0.4], 3)]).toEqual([1, 0]);
    expect([0.2, 0.5, 0.9].map((_, i, all) => predictedClass(all, i, 1))).toEqual([0, 1, 1]);
  });

  it('counts true classes in rows and predictions in columns', () => {
    expect([...confusionMatrix([0, 0, 1, 2], [0, 1, 1, 0], 3)]).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 0]);
    expect(accuracyOf([0, 0, 1, 2], [0, 1, 1, 0])).toBe(0.5);
  });
});

describe('precision, recall and F1', () => {
  // True 0: 5 right, 1 read as 1. True 1: none. True 2: 9 right, 4 read as 0, 2 as 1. Class 3: nowhere.
  const confusion = [5, 1, 0, 0, 0, 0, 0, 0, 4, 2, 9, 0, 0, 0, 0, 0];
  const report = classReport(confusion, 4);

  it('of each class are counted from its row and its column', () => {
    expect(report.classes[0]).toEqual({ precision: 5 / 9, recall: 5 / 6, f1: 10 / 15, support: 6, predicted: 9 });
    expect(report.classes[2]).toEqual({ precision: 1, recall: 9 / 15, f1: 18 / 24, support: 15, predicted: 9 });
    const { precision, recall, f1 } = report.classes[0];
    expect(f1).toBeCloseTo((2 * precision! * recall!) / (precision! + recall!), 12);
  });

  it('are null where they would be 0 divided by 0, and only there', () => {
    expect(report.classes[1]).toEqual({ precision: 0, recall: null, f1: 0, support: 0, predicted: 3 });
    expect(report.classes[3]).toEqual({ precision: null, recall: null, f1: null, support: 0, predicted: 0 });
    const never = classReport([3, 0, 2, 0], 2).classes[1];
    expect(never).toEqual({ precision: null, recall: 0, f1: 0, support: 2, predicted: 0 });
  });

  it('are averaged over the classes that have them, and over all samples', () => {
    expect(report.macro.precision).toBeCloseTo((5 / 9 + 0 + 1) / 3, 12);
    expect(report.macro.recall).toBeCloseTo((5 / 6 + 9 / 15) / 2, 12);
    expect(report.macro.f1).toBeCloseTo((10 / 15 + 0 + 18 / 24) / 3, 12);
    expect(report.micro).toEqual({ precision: 14 / 21, recall: 14 / 21, f1: 14 / 21 });
    expect(report.support).toBe(21);
    expect(classReport([0, 0, 0, 0], 2).macro.f1).toBeNull();
  });
});

describe('samples worth looking at', () => {
  const outputs = [
    [0.7, 0.2, 0.1],
    [0.1, 0.5, 0.4],
    [0.05, 0.9, 0.05],
    [0.3, 0.3, 0.4],
    [0.05, 0.15, 0.8],
    [0.34, 0.33, 0.33],
  ].flat();
  const judged = { outputs, classes: 3, predicted: [0, 1, 1, 2, 2, 0], truth: [0, 2, 0, 0, 0, 0] };

  it('are the mistakes with the least for the true class, the most confident first among equals', () => {
    expect(worstMistakes(judged)).toEqual([2, 4, 3, 1]);
  });

  it('are the closest calls, right or wrong', () => {
    expect(mostUncertain(judged)).toEqual([5, 1, 3, 0, 4, 2]);
    expect(marginOf(outputs, 1, 3)).toBeCloseTo(0.1, 12);
    expect([topTwo(outputs, 3, 3), topTwo(outputs, 5, 3), topTwo([0, 0, 0], 0, 3)]).toEqual([
      [2, 0],
      [0, 1],
      [0, 1],
    ]);
  });

  it('come first when their outputs are no numbers', () => {
    const broken = { outputs: [0.4, 0.6, Number.NaN, Number.NaN, 0.9, 0.1], classes: 2, predicted: [1, 0, 0] };
    expect(worstMistakes({ ...broken, truth: [0, 1, 1] })).toEqual([1, 2, 0]);
    expect(mostUncertain({ ...broken, truth: [0, 1, 1] })[0]).toBe(1);
  });
});
