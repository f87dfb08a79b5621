/** What initializers draw against theory, and what their start does to a signal. */
import { describe, expect, it } from 'vitest';
import { singularValues } from '@/core/analysis/singular';
import {
  drawn,
  drawWeights,
  histogram,
  INITIALIZER_KINDS,
  initializerSettings,
  LAYERS,
  rangeOf,
  type Signal,
  type SignalSetup,
  signalThrough,
} from '@/panels/functions/model/initializers';
import { valuesIn } from '@/panels/functions/model/settings';

function run(setup: Partial<SignalSetup>): Signal {
  const steps = signalThrough({ kind: 'heNormal', settings: {}, activation: 'relu', width: 32, seed: 1, ...setup });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

describe('initializers', () => {
  it.each(INITIALIZER_KINDS)('%s: shares sum to one, and the theory to what lies in the picture', (kind) => {
    const one = drawn(kind, valuesIn({}, kind, initializerSettings(kind)), [64, 64], 7);
    const range = rangeOf([one]);
    const rows = histogram([one], range);
    const total = (k: number) => rows.reduce((sum, { y }) => sum + (y[k] ?? 0), 0) / 6;
    expect(total(0)).toBeCloseTo(1, 9);
    if (one.theory.density) expect(total(1)).toBeCloseTo(1, 1);
    expect(one.deviation).toBeCloseTo(Math.sqrt(one.theory.variance), 1);
  });

  it('singular values of an orthogonal matrix are all 1, of a diagonal one its entries', () => {
    const matrix = drawWeights('orthogonal', {}, [24, 16], 3);
    for (const value of singularValues(matrix, 24, 16)) expect(value).toBeCloseTo(1, 9);
    expect(singularValues(Float64Array.of(0, 3, -2, 0), 2, 2)).toEqual([expect.closeTo(3), expect.closeTo(2)]);
    for (const value of singularValues(drawWeights('orthogonal', {}, [16, 24], 3), 16, 24))
      expect(value).toBeCloseTo(1, 9);
  });

  it('a signal keeps its size with He and relu, and vanishes with too small weights', () => {
    const he = run({});
    expect(he.forward).toHaveLength(LAYERS + 1);
    expect(he.forward[LAYERS]).toBeGreaterThan(0.2);
    expect(he.forward[LAYERS]).toBeLessThan(3);
    expect(he.backward[0]).toBeGreaterThan(0.2);
    const small = run({ kind: 'randomNormal', settings: { mean: 0, stddev: 0.05 } });
    expect(small.forward[LAYERS]).toBeLessThan(1e-4);
    expect(small.backward[0]).toBeLessThan(1e-4);
  });

  it('an orthogonal matrix passes everything on unchanged when nothing bends it', () => {
    const { forward, backward } = run({ kind: 'orthogonal', activation: 'linear' });
    for (const deviation of forward) expect(deviation).toBeCloseTo(forward[0], 2);
    for (const deviation of backward) expect(deviation).toBeCloseTo(backward[0], 2);
  });
});
