/** Layers with chance against theory: dropout in both conventions, spatial dropout, Gaussian noise. */
import { describe, expect, it } from 'vitest';
import { buildLayerGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import { interpret } from '@/core/interpreter/interpret';
import { statistics } from '../../../support/statistics';

type Layer = { kind: string } & Record<string, unknown>;

/** What becomes of ones. */
function ones(layer: Layer, inputShape: number[], options: { step?: number; seed?: number; mode?: 'inference' } = {}) {
  const { step = 1, seed = 9, mode = 'training' } = options;
  const graph = buildLayerGraph(layer, { inputShape, batchSize: 8, mode });
  const size = sizeOf(graph.nodes[graph.output].shape);
  const feeds = new Map<string, Float64Array | number>([
    ['input', new Float64Array(sizeOf([8, ...inputShape])).fill(1)],
    ['upstream', new Float64Array(size)],
    ['seed', seed],
    ['step', step],
  ]);
  return interpret(graph, feeds).values[graph.output];
}

/** One element of every group that shares its fate. */
const DROPPING: [string, number[], (values: Float64Array) => Float64Array][] = [
  ['dropout', [2500], (values) => values],
  ['spatialDropout1d', [3, 2500], (values) => values.filter((_, i) => Math.floor(i / 2500) % 3 === 0)],
  ['spatialDropout2d', [2, 2, 2500], (values) => values.filter((_, i) => Math.floor(i / 2500) % 4 === 0)],
];

describe.each(DROPPING)('%s', (kind, shape, free) => {
  it.each([
    [0.1, 'training'],
    [0.25, 'training'],
    [0.5, 'inference'],
    [0.9, 'training'],
  ] as const)('with rate %d, scaled in %s, keeps the share and the mean that theory gives', (rate, scaling) => {
    const values = free(ones({ kind, rate, scaling }, shape));
    expect(values).toHaveLength(20_000);
    const kept = values.filter((v) => v !== 0);
    const scale = scaling === 'training' ? 1 / (1 - rate) : 1;
    expect(new Set(kept)).toEqual(new Set([scale]));
    const { mean, meanError, variance, varianceError } = statistics(values);
    expect(Math.abs(mean - scale * (1 - rate))).toBeLessThan(5 * meanError);
    expect(Math.abs(variance - scale ** 2 * rate * (1 - rate))).toBeLessThan(5 * varianceError + 1e-3 * variance);
  });

  it('is drawn anew for every step, seed and layer, and the same for the same', () => {
    const layer = { kind, rate: 0.5 };
    const first = ones(layer, shape);
    expect(ones(layer, shape)).toEqual(first);
    for (const other of [
      ones(layer, shape, { step: 2 }),
      ones(layer, shape, { seed: 10 }),
      ones({ ...layer, id: 'another' }, shape),
    ]) {
      const [a, b] = [free(first), free(other)];
      const agree = a.filter((v, i) => v === b[i]).length / a.length;
      // Independent fair coins agree half the time.
      expect(Math.abs(agree - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / a.length));
    }
  });

  it('does nothing in inference, or scales there', () => {
    expect(new Set(ones({ kind, rate: 0.25 }, shape, { mode: 'inference' }))).toEqual(new Set([1]));
    expect(new Set(ones({ kind, rate: 0.25, scaling: 'inference' }, shape, { mode: 'inference' }))).toEqual(
      new Set([0.75]),
    );
  });
});

describe('gaussianNoise', () => {
  it.each([0.1, 2])('with deviation %d has that deviation and mean 0', (stddev) => {
    const noise = ones({ kind: 'gaussianNoise', stddev }, [2500]).map((v) => v - 1);
    const { mean, meanError, variance, varianceError } = statistics(noise);
    expect(Math.abs(mean)).toBeLessThan(5 * meanError);
    expect(Math.abs(variance - stddev ** 2)).toBeLessThan(5 * varianceError);
    const inside = noise.filter((v) => Math.abs(v) < stddev).length / noise.length;
    expect(Math.abs(inside - 0.6827)).toBeLessThan(5 * Math.sqrt((0.6827 * 0.3173) / noise.length));
  });

  it('is gone in inference', () => {
    expect(new Set(ones({ kind: 'gaussianNoise', stddev: 1 }, [10], { mode: 'inference' }))).toEqual(new Set([1]));
  });
});
