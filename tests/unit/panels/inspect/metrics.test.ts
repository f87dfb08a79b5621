/** What the metrics panel makes of an evaluation. */
import { describe, expect, it } from 'vitest';
import {
  CHART_POINTS,
  drawn,
  FRAMES,
  framed,
  hardestClass,
  judgedOf,
  levelsOf,
  middleOf,
  nearestThreshold,
  positionAt,
  rangeOf,
  regressionOf,
  tableOf,
  within,
} from '@/panels/inspect/metrics/model';
import type { Evaluation } from '@/state';

const evaluation = (change: Partial<Evaluation>): Evaluation => ({
  split: 'test',
  step: 1,
  count: 4,
  loss: 0.1,
  accuracy: 0.75,
  confusion: null,
  predicted: null,
  truth: null,
  classes: 0,
  outputs: null,
  indices: null,
  targets: null,
  ...change,
});

const binary = evaluation({
  truth: Uint8Array.of(0, 1, 1, 0),
  outputs: Float32Array.of(0.25, 0.75, 0.5, 0.625),
  classes: 2,
});
const several = evaluation({
  truth: Uint8Array.of(0, 1, 2, 2),
  outputs: Float32Array.of(0.75, 0.25, 0, 0.5, 0.375, 0.125, 0, 0, 1, 0.25, 0.5, 0.25),
  classes: 3,
});

describe('an evaluation', () => {
  it('of one output is judged by it, of several by each', () => {
    expect(judgedOf(binary)!.kind).toBe('binary');
    expect(judgedOf(binary)!.classes[0].roc!.auc).toBe(0.75);
    const judged = judgedOf(several)!;
    expect(judged.kind).toBe('classes');
    expect(judged.classes).toHaveLength(3);
    expect(judged.micro().thresholds!.positives).toBe(4);
    expect(judged.micro()).toBe(judged.micro());
    // Class 1 is thought likelier of another sample than of its own.
    expect(hardestClass(judged)).toBe(1);
  });

  it('without outputs or classes has no curves', () => {
    expect(judgedOf(evaluation({}))).toBeNull();
    expect(judgedOf({ ...several, outputs: null })).toBeNull();
    expect(judgedOf({ ...several, outputs: new Float32Array(5) })).toBeNull();
  });

  it('is compared as numbers where the loss does so, or where there are no classes', () => {
    expect(regressionOf(binary, 'binaryCrossentropy')).toBeNull();
    expect(regressionOf(binary, 'meanSquaredError')!.mean.meanAbsoluteError).toBe((0.25 + 0.25 + 0.5 + 0.625) / 4);
    expect(regressionOf(several, 'meanSquaredError')!.outputs).toHaveLength(3);
    const numbers = evaluation({ outputs: Float32Array.of(1, 2, 3, 4), targets: Float32Array.of(1, 2, 3, 5) });
    expect(regressionOf(numbers, 'huber')!.mean.meanAbsoluteError).toBe(0.25);
  });
});

describe('a threshold', () => {
  const thresholds = judgedOf(binary)!.classes[0].thresholds!;

  it('has a place on both curves, or none where a rate is 0 divided by 0', () => {
    expect(positionAt(thresholds, 0.6)).toMatchObject({ roc: { x: 0.5, y: 0.5 }, precisionRecall: { x: 0.5, y: 0.5 } });
    expect(positionAt(thresholds, 1)).toMatchObject({ roc: { x: 0, y: 0 }, precisionRecall: null });
  });

  it('is found by pointing near its place', () => {
    expect(nearestThreshold(thresholds, 'roc', { x: 0.1, y: 0.6 })).toBe(0.75);
    expect(nearestThreshold(thresholds, 'roc', { x: 0.9, y: 1 })).toBe(0.25);
    expect(nearestThreshold(thresholds, 'precisionRecall', { x: 1, y: 0.7 })).toBe(0.5);
  });

  it('begins at one half, or at 0 for margins and logits', () => {
    expect(middleOf({ kind: 'binaryCrossentropy' })).toBe(0.5);
    expect(middleOf({ kind: 'binaryCrossentropy', fromLogits: true })).toBe(0);
    expect(middleOf({ kind: 'hinge' })).toBe(0);
  });

  it('moves from 0 to 1 for probabilities, else over the scores', () => {
    expect(rangeOf(thresholds, 0.5)).toEqual({ min: 0, max: 1, step: 0.001 });
    const sums = judgedOf({ ...binary, outputs: Float32Array.of(-2, 3, 1, 0) })!.classes[0].thresholds!;
    expect(rangeOf(sums, 0)).toMatchObject({ min: -2, max: 3 });
    // Where yes and no meet is always within reach.
    expect(rangeOf(thresholds, 0)).toMatchObject({ min: 0, max: 0.75 });
    expect(tableOf(sums, 0, 6).map(({ threshold }) => threshold)).toEqual([3, 2, 1, 0, -1, -2]);
  });
});

describe('what is drawn', () => {
  const long = Float64Array.from({ length: 5000 }, (_, i) => i / 4999);

  it('is few points that reach from end to end', () => {
    const points = drawn({ x: long, y: long.map((x) => Math.sqrt(x)) }, CHART_POINTS);
    expect(points.length).toBeLessThanOrEqual(CHART_POINTS);
    expect(points.length).toBeGreaterThan(CHART_POINTS / 3);
    expect([points[0], points[points.length - 1]]).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]);
    expect(drawn({ x: Float64Array.of(0, 0, 1), y: Float64Array.of(0, 1, 1) }, 300)).toHaveLength(3);
  });

  it('are the levels of a stepped curve by their ends', () => {
    const { x, y } = levelsOf({ x: Float64Array.of(0, 0.5, 0.5, 1), y: Float64Array.of(1, 1, 0.75, 0.75) });
    expect([[...x], [...y]]).toEqual([
      [0, 0.5, 1],
      [1, 1, 0.75],
    ]);
  });

  it('is in full detail in the part that is shown, with the way in and out', () => {
    const x = Float64Array.of(0, 0.02, 0.04, 0.3, 0.6, 1);
    const { x: kept } = framed({ x, y: Float64Array.of(0, 0.5, 0.95, 1, 1, 1) }, FRAMES.corner.roc);
    expect([...kept]).toEqual([0.02, 0.04, 0.3]);
  });

  it('has its place in the part that is shown', () => {
    expect(within(FRAMES.corner.roc, { x: 0.05, y: 0.95 })!.x).toBeCloseTo(0.5, 12);
    expect(within(FRAMES.corner.roc, { x: 0.2, y: 0.95 })).toBeNull();
    expect(within(FRAMES.whole.roc, { x: 1, y: 0 })).toEqual({ x: 1, y: 0 });
  });
});
