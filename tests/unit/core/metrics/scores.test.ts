/** Top-k accuracy and the metrics of regression, on numbers worked out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracyOf, predictedClasses } from '@/core/metrics/classification';
import { regressionReport } from '@/core/metrics/regression';
import { rankOf, topKAccuracy } from '@/core/metrics/topK';

describe('top-k accuracy', () => {
  const outputs = [0.1, 0.5, 0.4, 0.3, 0.3, 0.4];

  it('counts the samples whose class is among the k largest outputs', () => {
    expect([1, 2, 3].map((k) => topKAccuracy(outputs, [2, 0], 3, k))).toEqual([0, 1, 1]);
    expect(topKAccuracy([Number.NaN, 1], [0], 2, 2)).toBe(0);
  });

  it('puts the first class first among equals', () => {
    expect([0, 1, 2].map((k) => rankOf([0.3, 0.3, 0.3], 0, 3, k))).toEqual([0, 1, 2]);
  });

  it('is the accuracy for k = 1, never falls with k, and is 1 for all classes', () => {
    const cases = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(cases, (rows) => {
        const truth = rows.map(([k]) => k);
        const all = rows.flatMap(([, values]) => values);
        const [one, two, three, four] = [1, 2, 3, 4].map((k) => topKAccuracy(all, truth, 4, k));
        expect(one).toBe(accuracyOf(truth, predictedClasses(all, 4)));
        expect(two >= one && three >= two).toBe(true);
        expect(four).toBe(1);
      }),
    );
  });
});

describe('metrics of regression', () => {
  it('are those of a worked example', () => {
    // scikit-learn's: y = 3, −0.5, 2, 7 against 2.5, 0, 2, 8.
    const { outputs, mean, constant } = regressionReport([2.5, 0, 2, 8], [3, -0.5, 2, 7], 1)!;
    expect(outputs[0].meanAbsoluteError).toBeCloseTo(0.5, 14);
    expect(outputs[0].rootMeanSquaredError).toBeCloseTo(Math.sqrt(0.375), 14);
    expect(outputs[0].r2).toBeCloseTo(0.9486081370449679, 14);
    expect(mean.r2).toBe(outputs[0].r2);
    expect(constant).toEqual([]);
  });

  it('are said of each output and of all together', () => {
    const { outputs, mean } = regressionReport([0, 2, -1, 2, 8, -5], [0.5, 1, -1, 1, 7, -6], 2)!;
    expect(outputs.map((one) => one.meanAbsoluteError)).toEqual([1.5 / 3, 1]);
    expect(mean.meanAbsoluteError).toBe(0.75);
    expect(mean.rootMeanSquaredError).toBeCloseTo(Math.sqrt(4.25 / 6), 14);
    // scikit-learn's example of two outputs, each counting the same.
    expect(mean.r2).toBeCloseTo(0.9368005266622779, 12);
  });

  it('tell where R² has no meaning', () => {
    const report = regressionReport([0.1, 1, 0.3, 3], [0.1, 1, 0.1, 2], 2)!;
    expect(report.outputs[0].r2).toBeNull();
    expect(report.constant).toEqual([0]);
    expect(report.mean.r2).toBe(report.outputs[1].r2);
    expect(regressionReport([5, 6], [4, 4], 1)!.mean.r2).toBeNull();
    expect(regressionReport([], [], 1)).toBeNull();
  });

  it('give R² 0 for answering the mean, 1 for the targets', () => {
    const targets = [1, 4, 7, -3];
    expect(regressionReport([2.25, 2.25, 2.25, 2.25], targets, 1)!.mean.r2).toBeCloseTo(0, 14);
    expect(regressionReport(targets, targets, 1)!.mean.r2).toBe(1);
  });
});
