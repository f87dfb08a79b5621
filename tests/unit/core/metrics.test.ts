/** Metrics on cases small enough to count by hand. */
import { describe, expect, it } from 'vitest';
import { accuracyOf, confusionMatrix, predictedClass, predictedClasses } from '@/core/metrics/classification';

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
