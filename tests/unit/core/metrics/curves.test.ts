/** ROC and precision–recall curves: by hand, against counting pairs, and what must hold of any scores. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryCurves, microCurves, oneVsRest } from '@/core/metrics/oneVsRest';
import { precisionRecallCurve } from '@/core/metrics/precisionRecall';
import { rocCurve, trapezoidArea } from '@/core/metrics/roc';
import { binaryScores, countsAt, thresholdsOf } from '@/core/metrics/thresholds';

const thresholds = (scores: number[], truth: number[]) => thresholdsOf(scores, (i) => truth[i] === 1)!;

/** Scores with many ties, and at least one sample of either kind. */
const judged = fc
  .array(fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 40 })
  .map((rows) => ({ scores: rows.map(([score]) => score / 7), truth: rows.map(([, truth]) => truth) }))
  .filter(({ truth }) => truth.includes(0) && truth.includes(1));

/** The chance that a positive scores higher than a negative, ties one half, by looking at every pair. */
function mannWhitney(scores: number[], truth: number[]): number {
  let wins = 0;
  let pairs = 0;
  for (let i = 0; i < scores.length; i++) {
    for (let j = 0; j < scores.length; j++) {
      if (truth[i] !== 1 || truth[j] !== 0) continue;
      pairs++;
      wins += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  return wins / pairs;
}

describe('thresholds', () => {
  // Scores 0.9 + ; 0.8 − ; 0.7 + − (a tie) ; 0.3 + ; 0.1 −
  const scores = [0.7, 0.9, 0.1, 0.8, 0.7, 0.3];
  const truth = [1, 1, 0, 0, 0, 1];

  it('count what is at or above each score, ties as one', () => {
    const { values, truePositives, falsePositives, positives, negatives } = thresholds(scores, truth);
    expect([...values]).toEqual([0.9, 0.8, 0.7, 0.3, 0.1]);
    expect([...truePositives]).toEqual([1, 1, 2, 3, 3]);
    expect([...falsePositives]).toEqual([0, 1, 2, 2, 3]);
    expect([positives, negatives]).toEqual([3, 3]);
  });

  it('give the two by two table at any threshold, also between scores', () => {
    const all = thresholds(scores, truth);
    const at = (threshold: number) => Object.values(countsAt(all, threshold));
    expect(at(2)).toEqual([0, 0, 3, 3]);
    expect(at(0.9)).toEqual([1, 0, 2, 3]);
    expect(at(0.75)).toEqual([1, 1, 2, 2]);
    expect(at(0.7)).toEqual([2, 2, 1, 1]);
    expect(at(0)).toEqual([3, 3, 0, 0]);
    expect(binaryScores(countsAt(all, 0.7))).toEqual({
      precision: 0.5,
      recall: 2 / 3,
      falsePositiveRate: 2 / 3,
      f1: 4 / 7,
      accuracy: 0.5,
    });
    expect(binaryScores(countsAt(all, 2)).precision).toBeNull();
  });

  it('are not there for scores that are not numbers', () => {
    expect(thresholdsOf([0.5, Number.NaN], () => true)).toBeNull();
  });
});

describe('the ROC curve', () => {
  it('goes straight where a tie has samples of both kinds', () => {
    const { x, y, thresholds: at, auc } = rocCurve(thresholds([0.7, 0.9, 0.1, 0.8, 0.7, 0.3], [1, 1, 0, 0, 0, 1]))!;
    expect([...x]).toEqual([0, 0, 1 / 3, 2 / 3, 2 / 3, 1]);
    expect([...y]).toEqual([0, 1 / 3, 1 / 3, 2 / 3, 1, 1]);
    expect(at![0]).toBe(Infinity);
    expect([...at!.slice(1)]).toEqual([0.9, 0.8, 0.7, 0.3, 0.1]);
    // Of nine pairs: 0.9 wins 3, 0.7 wins 1 and ties 1, 0.3 wins 1.
    expect(auc).toBeCloseTo(5.5 / 9, 14);
  });

  it('has the Mann–Whitney U statistic as its area', () => {
    fc.assert(
      fc.property(judged, ({ scores, truth }) => {
        expect(rocCurve(thresholds(scores, truth))!.auc).toBeCloseTo(mannWhitney(scores, truth), 12);
      }),
    );
  });

  it('is 1 for perfect scores, 0 for the opposite, one half for the same score everywhere', () => {
    const auc = (scores: number[]) => rocCurve(thresholds(scores, [1, 1, 0, 0, 0]))!.auc;
    expect([auc([5, 4, 3, 2, 1]), auc([1, 2, 3, 4, 5]), auc([1, 1, 1, 1, 1])]).toEqual([1, 0, 0.5]);
    expect(rocCurve(thresholds([1, 2], [1, 1]))).toBeNull();
    expect(rocCurve(thresholds([1, 2], [0, 0]))).toBeNull();
  });

  it('keeps only the points where it bends, and the whole way', () => {
    const { x, y } = rocCurve(thresholds([9, 8, 7, 6, 5, 4], [1, 1, 1, 0, 0, 0]))!;
    expect([[...x], [...y]]).toEqual([
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });
});

describe('the precision–recall curve', () => {
  it('goes in steps, without interpolation', () => {
    const { x, y, averagePrecision, chance } = precisionRecallCurve(
      thresholds([0.7, 0.9, 0.1, 0.8, 0.7, 0.3], [1, 1, 0, 0, 0, 1]),
    )!;
    expect([...x]).toEqual([0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 1]);
    expect([...y]).toEqual([1, 1, 0.5, 0.5, 0.6, 0.6]);
    expect(averagePrecision).toBeCloseTo((1 + 0.5 + 0.6) / 3, 14);
    expect(chance).toBe(0.5);
  });

  it('is the sum over thresholds of recall gained times precision', () => {
    fc.assert(
      fc.property(judged, ({ scores, truth }) => {
        const all = thresholds(scores, truth);
        let before = 0;
        let sum = 0;
        for (const value of all.values) {
          const { precision, recall } = binaryScores(countsAt(all, value));
          sum += (recall! - before) * precision!;
          before = recall!;
        }
        expect(precisionRecallCurve(all)!.averagePrecision).toBeCloseTo(sum, 12);
      }),
    );
  });

  it('is the share of the class when every score is the same, and 1 when they are perfect', () => {
    expect(precisionRecallCurve(thresholds([1, 1, 1, 1], [1, 0, 0, 0]))!.averagePrecision).toBe(0.25);
    expect(precisionRecallCurve(thresholds([3, 2, 1], [1, 1, 0]))!.averagePrecision).toBe(1);
    expect(precisionRecallCurve(thresholds([3], [0]))).toBeNull();
  });
});

describe('curves', () => {
  it('do not depend on the order of the samples', () => {
    fc.assert(
      fc.property(
        judged.chain(({ scores, truth }) =>
          fc.record({
            rows: fc.constant(scores.map((score, i) => [score, truth[i]] as const)),
            keys: fc.array(fc.double({ noNaN: true }), { minLength: scores.length, maxLength: scores.length }),
          }),
        ),
        ({ rows, keys }) => {
          const shuffled = rows.map((row, i) => ({ row, key: keys[i] })).sort((a, b) => a.key - b.key);
          const of = (all: readonly (readonly [number, number])[]) =>
            binaryCurves(
              all.map(([score]) => score),
              all.map(([, truth]) => truth),
            );
          expect(of(shuffled.map(({ row }) => row))).toEqual(of(rows));
        },
      ),
    );
  });

  it('of random scores lie near chance', () => {
    // A fixed sequence without order: multiples of the golden ratio.
    const scores = Array.from({ length: 4000 }, (_, i) => (i * 0.6180339887498949) % 1);
    const { roc, precisionRecall } = binaryCurves(
      scores,
      scores.map((_, i) => Number(i % 4 === 0)),
    );
    expect(roc!.auc).toBeGreaterThan(0.47);
    expect(roc!.auc).toBeLessThan(0.53);
    expect(Math.abs(precisionRecall!.averagePrecision - 0.25)).toBeLessThan(0.04);
  });
});

describe('one class against the rest', () => {
  const outputs = [0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.3, 0.6, 0.1, 0.2, 0.3, 0.5, 0.1, 0.8, 0.1, 0.4, 0.3, 0.3];
  const truth = [0, 1, 1, 2, 0, 2];

  it('judges each class by its own output', () => {
    const { classes } = oneVsRest(outputs, truth, 3);
    const micro = microCurves(outputs, truth, 3);
    expect(classes[2]).toEqual(
      binaryCurves(
        [0.1, 0.1, 0.1, 0.5, 0.1, 0.3],
        truth.map((k) => Number(k === 2)),
      ),
    );
    expect(classes[2].roc!.auc).toBe(1);
    expect(micro.thresholds!.positives).toBe(6);
    expect(micro.thresholds!.negatives).toBe(12);
    const flat = truth.flatMap((k) => [0, 1, 2].map((j) => Number(j === k)));
    expect(micro.roc!.auc).toBeCloseTo(mannWhitney(outputs, flat), 12);
  });

  it('averages curves so that the area of the mean is the mean of the areas', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 2 }),
            fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 }),
          ),
          {
            minLength: 3,
            maxLength: 25,
          },
        ),
        (rows) => {
          const { classes, macro } = oneVsRest(
            rows.flatMap(([, values]) => values),
            rows.map(([k]) => k),
            3,
          );
          const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
          const rocs = classes.flatMap(({ roc }) => (roc ? [roc] : []));
          const steps = classes.flatMap(({ precisionRecall }) => (precisionRecall ? [precisionRecall] : []));
          if (rocs.length > 0) expect(macro.roc!.auc).toBeCloseTo(mean(rocs.map(({ auc }) => auc)), 12);
          else expect(macro.roc).toBeNull();
          expect(macro.precisionRecall!.averagePrecision).toBeCloseTo(
            mean(steps.map(({ averagePrecision }) => averagePrecision)),
            12,
          );
          expect(trapezoidArea(macro.precisionRecall!)).toBe(macro.precisionRecall!.averagePrecision);
        },
      ),
    );
  });

  it('leaves out classes without samples', () => {
    const { classes, macro } = oneVsRest([0.9, 0.1, 0, 0.2, 0.8, 0], [0, 1], 3);
    expect(classes[2].roc).toBeNull();
    expect(classes[2].precisionRecall).toBeNull();
    expect(macro.roc!.auc).toBe(1);
  });
});
