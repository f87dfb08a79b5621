/** Many races: the same conditions for all racers, bands and ranks that are what they say. */
import { describe, expect, it } from 'vitest';
import { runRace } from '@/core/racing/run';
import { quantile, raceSeeds, ranksOf, type SeedsSpec } from '@/core/racing/seeds';
import type { RaceSpec } from '@/core/racing/types';

const race: RaceSpec = {
  surface: { kind: 'rosenbrock' },
  start: { x: -1.4, y: 2 },
  racers: [
    { id: 'a', optimizer: { kind: 'adam', learningRate: 0.05 } },
    { id: 'b', optimizer: { kind: 'sgd', learningRate: 0.0005 } },
    { id: 'c', optimizer: { kind: 'sgd', learningRate: 1 } },
  ],
  steps: 60,
  seed: 5,
  noise: 1,
  batchSize: 0,
};
const spec: SeedsSpec = { race, seeds: 7, scatter: 0.05, size: [4, 4] };

const outcome = (own: SeedsSpec) => {
  const steps = raceSeeds(own);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
};

describe('many seeds', () => {
  const result = outcome(spec);

  it('runs every race as it would be run alone', () => {
    result.starts.forEach((start, i) => {
      const { tracks } = runRace({ ...race, seed: race.seed + i, start });
      expect(result.racers[0].finals[i]).toBe(tracks[0].loss[60]);
    });
    expect(result.starts[0]).toEqual(race.start);
    expect(new Set(result.starts.map(({ x }) => x)).size).toBe(7);
  });

  it('takes medians and quartiles at every moment', () => {
    const { median, low, high, finals } = result.racers[0];
    const sorted = [...finals].sort((a, b) => a - b);
    expect(median[60]).toBe(sorted[3]);
    expect(low[60]).toBeCloseTo((sorted[1] + sorted[2]) / 2, 12);
    expect(high[60]).toBeCloseTo((sorted[4] + sorted[5]) / 2, 12);
  });

  it('puts who was stopped last', () => {
    const { stopped, ranks, wins, finals } = result.racers[2];
    expect(stopped).toBe(7);
    expect(ranks).toEqual(Array(7).fill(3));
    expect(wins).toBe(0);
    expect(finals.every((loss) => loss === Number.POSITIVE_INFINITY)).toBe(true);
    const sums = result.starts.map((_, i) => result.racers.reduce((sum, { ranks: own }) => sum + own[i], 0));
    expect(sums).toEqual(Array(7).fill(6));
  });

  it('comes out the same again', () => {
    expect(outcome(spec)).toEqual(result);
  });
});

it('equal values share the mean of their places', () => {
  expect(ranksOf([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
});

it('a quantile lies between its neighbours', () => {
  expect(quantile([1, 2, 4], 0.5)).toBe(2);
  expect(quantile([1, 2, 4, 8], 0.25)).toBeCloseTo(1.75, 12);
  expect(quantile([], 0.5)).toBeNaN();
});
