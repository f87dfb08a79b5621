/** Curves as points, axes, what is found by looking, and the Jacobian of softmax. */
import { describe, expect, it } from 'vitest';
import { activationFunction } from '@/panels/functions/model/activations';
import { extent, logAxis, roundAxis } from '@/panels/functions/model/axes';
import { factsOf, isZeroCentred } from '@/panels/functions/model/facts';
import { sampleCurves, tableRows } from '@/panels/functions/model/sample';
import { vectorAt } from '@/panels/functions/model/vectors';

const one = (f: (x: number) => number) => (xs: readonly number[]) => [xs.map(f)];

describe('sampling', () => {
  it('follows a bend more closely than an even grid of as many points', () => {
    const rows = sampleCurves(one(Math.tanh), -20, 20);
    expect(rows.length).toBeLessThanOrEqual(300);
    for (let x = -20; x <= 20; x += 0.037) {
      const right = rows.findIndex((row) => row.x >= x);
      const [a, b] = [rows[Math.max(0, right - 1)], rows[right]];
      const share = b.x === a.x ? 0 : (x - a.x) / (b.x - a.x);
      expect(Math.abs(a.y[0]! + share * (b.y[0]! - a.y[0]!) - Math.tanh(x))).toBeLessThan(0.006);
    }
  });

  it('leaves a gap in a jump, exactly there, and in that function alone', () => {
    const rows = sampleCurves((xs) => [xs.map((x) => (x >= 0.3 ? 1 : 0)), xs.map((x) => x)], -2, 2);
    const gap = rows.findIndex((row) => row.y[0] === null);
    expect(rows[gap].y[1]).not.toBeNull();
    expect(rows.filter((row) => row.y[0] === null)).toHaveLength(1);
    expect(rows[gap - 1].x).toBeCloseTo(0.3, 9);
    expect(rows[gap - 1].y[0]).toBe(0);
    expect(rows[gap + 1].x).toBeCloseTo(0.3, 9);
    expect(rows[gap + 1].y[0]).toBe(1);
  });

  it('takes a steep slope for a slope', () => {
    const rows = sampleCurves(
      one((x) => 1 / (1 + Math.exp(-80 * x))),
      -4,
      4,
    );
    expect(rows.every((row) => row.y[0] !== null)).toBe(true);
  });

  it('comes close to the edge of where there are values', () => {
    const rows = sampleCurves(one(Math.log), -1, 3);
    const first = rows.find((row) => row.y[0] !== null)!;
    expect(first.x).toBeGreaterThan(0);
    expect(first.x).toBeLessThan(1e-6);
    expect(rows[0].y[0]).toBeNull();
  });

  it('gives a table full rows, first and last among them', () => {
    const rows = sampleCurves(
      one((x) => Math.floor(x)),
      0,
      10,
    );
    const table = tableRows(rows, 11);
    expect(table[0].x).toBe(0);
    expect(table[table.length - 1].x).toBe(10);
    expect(table.every((row) => row.y[0] !== null)).toBe(true);
  });
});

describe('axes', () => {
  it('end at round numbers that hold everything', () => {
    expect(roundAxis(-0.28, 5.9)).toMatchObject({ domain: [-2, 6] });
    expect(roundAxis(3, 3).domain[0]).toBeLessThan(3);
    expect(logAxis(0.002, 0.3).ticks).toEqual([0.001, 0.01, 0.1, 1]);
    expect(extent([{ x: 0, y: [1, null, -4] }], (k) => k < 2)).toEqual([1, 1]);
  });
});

describe('facts', () => {
  const facts = (kind: string) => factsOf(activationFunction(kind));

  it('finds range and flat parts of the sigmoid', () => {
    const sigmoid = facts('sigmoid');
    expect(sigmoid.range[0]).toBeCloseTo(0, 6);
    expect(sigmoid.range[1]).toBeCloseTo(1, 6);
    expect(sigmoid.atZero).toEqual({ value: 0.5, slope: 0.25 });
    // σ(x)(1 − σ(x)) = 0.01 at x = ±ln(49 + √2400).
    expect(sigmoid.flat[0][1]).toBeCloseTo(-4.5849, 3);
    expect(sigmoid.flat[1]).toEqual([expect.closeTo(4.5849, 3), Number.POSITIVE_INFINITY]);
    expect(sigmoid.monotone).toBe('rising');
    expect(sigmoid.curved).toBe('neither');
    expect(isZeroCentred(sigmoid)).toBe(false);
    expect(isZeroCentred(facts('tanh'))).toBe(true);
  });

  it('knows what relu does to normal inputs', () => {
    const relu = facts('relu');
    expect(relu.range).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(relu.mean).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 4);
    expect(relu.squaredSlope).toBeCloseTo(0.5, 4);
    expect(relu.flat).toEqual([[Number.NEGATIVE_INFINITY, expect.closeTo(0, 6)]]);
    expect(relu.kinkAtZero).toEqual([0, 1]);
    expect(relu.monotone).toBe('notFalling');
    expect(relu.curved).toBe('convex');
    expect(relu.jumps).toBe(false);
  });

  it('finds the dip of swish, and that a step jumps', () => {
    const swish = facts('swish');
    expect(swish.lowestAt).toBeCloseTo(-1.2785, 3);
    expect(swish.range[0]).toBeCloseTo(-0.27846, 4);
    expect(swish.monotone).toBe('neither');
    const step = facts('step');
    expect(step.jumps).toBe(true);
    expect(step.steepest).toBe(0);
    expect(step.flat).toEqual([[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]);
    expect(facts('exponential')).toMatchObject({ range: [0, Number.POSITIVE_INFINITY], monotone: 'rising' });
    expect(facts('linear')).toMatchObject({ curved: 'straight', steepest: 1 });
  });
});

describe('softmax of three', () => {
  const logits = [0.4, -1.1, 2];
  it.each(['softmax', 'logSoftmax'])('%s has the Jacobian of central differences', (kind) => {
    const { jacobian, outputs } = vectorAt(kind, logits);
    const step = 1e-5;
    for (let j = 0; j < 3; j++) {
      const moved = (by: number) =>
        vectorAt(
          kind,
          logits.map((z, k) => (k === j ? z + by : z)),
        ).outputs;
      const [up, down] = [moved(step), moved(-step)];
      for (let i = 0; i < 3; i++) expect(jacobian[i * 3 + j]).toBeCloseTo((up[i] - down[i]) / (2 * step), 8);
    }
    const total = outputs.reduce((sum, y) => sum + (kind === 'softmax' ? y : Math.exp(y)), 0);
    expect(total).toBeCloseTo(1, 12);
  });
});
