/** What adaptive optimizers multiply each coordinate by, read off their lines, against the formulas of the papers. */
import { describe, expect, it } from 'vitest';
import type { OptimizerSpec } from '@/core/network/spec';
import { runRace } from '@/core/racing/run';
import type { RacerSpec, Track } from '@/core/racing/types';
import { effectiveRates, stateAt, velocityName } from '@/panels/optimizers/map/adaptive';
import { vectorsAt } from '@/panels/optimizers/map/arrows';

const STEPS = 12;

function raced(optimizer: OptimizerSpec): { racer: RacerSpec; track: Track } {
  const racer = { id: 'one', optimizer };
  const { tracks } = runRace({
    surface: { kind: 'rosenbrock' },
    start: { x: -1.4, y: 2 },
    racers: [racer],
    steps: STEPS,
    seed: 1,
    noise: 0,
    batchSize: 0,
  });
  return { racer, track: tracks[0] };
}

/** Both coordinates' rates after k updates. */
const both = (rateOf: (coordinate: 0 | 1) => number) => [rateOf(0), rateOf(1)].map((rate) => expect.closeTo(rate, 12));

describe('effective rates', () => {
  it('are η/(√v̂ + ε) for Adam', () => {
    const { racer, track } = raced({ kind: 'adam', learningRate: 0.05 });
    for (const k of [1, 5, STEPS]) {
      const expected = both((c) => 0.05 / (Math.sqrt(stateAt(track, 'v', k, c) / (1 - 0.999 ** k)) + 1e-7));
      expect(effectiveRates(racer, track, k)).toEqual(expected);
    }
  });

  it('take the largest v̂ with amsgrad, and v without bias correction', () => {
    const { racer, track } = raced({ kind: 'adam', learningRate: 0.05, amsgrad: true, biasCorrection: false });
    expect(effectiveRates(racer, track, 9)).toEqual(
      both((c) => 0.05 / (Math.sqrt(stateAt(track, 'vMax', 9, c)) + 1e-7)),
    );
  });

  it('are those of the gradient for Adagrad and RMSprop, also through a velocity and about a mean', () => {
    const adagrad = raced({ kind: 'adagrad', learningRate: 0.1 });
    expect(effectiveRates(adagrad.racer, adagrad.track, 7)).toEqual(
      both((c) => 0.1 / (Math.sqrt(stateAt(adagrad.track, 'accumulator', 7, c)) + 1e-7)),
    );
    const rmsprop = raced({ kind: 'rmsprop', learningRate: 0.01, momentum: 0.9, centered: true });
    expect(effectiveRates(rmsprop.racer, rmsprop.track, 7)).toEqual(
      both((c) => {
        const [v, m] = ['v', 'm'].map((name) => stateAt(rmsprop.track, name, 7, c));
        return 0.01 / (Math.sqrt(Math.max(v - m * m, 0)) + 1e-7);
      }),
    );
  });

  it('use the memory that Adadelta’s step was made with', () => {
    const { racer, track } = raced({ kind: 'adadelta', learningRate: 1 });
    expect(effectiveRates(racer, track, 6)).toEqual(
      both((c) => {
        const [before, now] = [stateAt(track, 'deltaAccumulator', 5, c), stateAt(track, 'accumulator', 6, c)];
        return Math.sqrt(before + 1e-7) / Math.sqrt(now + 1e-7);
      }),
    );
  });

  it.each(['sgd', 'momentum', 'nesterov', 'lion', 'sgdw'])('there are none for %s: coordinates are alike', (kind) => {
    const { racer, track } = raced({ kind, learningRate: 0.0001 });
    expect(effectiveRates(racer, track, 3)).toBeNull();
  });

  it.each(['adamw', 'adamax', 'nadam', 'radam'])('there are positive ones for %s, of each coordinate', (kind) => {
    const { racer, track } = raced({ kind, learningRate: 0.01 });
    const rates = effectiveRates(racer, track, STEPS);
    expect(rates?.every((rate) => rate > 0)).toBe(true);
    expect(rates?.[0]).not.toBe(rates?.[1]);
  });

  it('there are none before the first update and beyond the last', () => {
    const { racer, track } = raced({ kind: 'adam', learningRate: 0.05 });
    expect([effectiveRates(racer, track, 0), effectiveRates(racer, track, STEPS + 1)]).toEqual([null, null]);
  });
});

describe('velocity', () => {
  it('is what the step goes along', () => {
    const nameOf = (optimizer: OptimizerSpec) => {
      const { racer, track } = raced(optimizer);
      return velocityName(racer, track);
    };
    expect(nameOf({ kind: 'momentum', learningRate: 1e-4 })).toBe('velocity');
    expect(nameOf({ kind: 'adam', learningRate: 0.01 })).toBe('m');
    expect(nameOf({ kind: 'lion', learningRate: 0.01 })).toBe('m');
    expect(nameOf({ kind: 'rmsprop', learningRate: 0.01, centered: true })).toBeNull();
    expect(nameOf({ kind: 'sgd', learningRate: 1e-4 })).toBeNull();
  });
});

describe('arrows', () => {
  it('show the gradient of the next update, and at the end that of the surface', () => {
    const { racer, track } = raced({ kind: 'momentum', learningRate: 1e-4 });
    const slope = (): [number, number] => [3, -4];
    const first = vectorsAt(racer, track, 0, slope);
    expect(first.gradient).toEqual({ x: -track.gradientX[1], y: -track.gradientY[1] });
    expect(first.step).toBeNull();
    const last = vectorsAt(racer, track, STEPS, slope);
    expect(last.gradient).toEqual({ x: -3, y: 4 });
    expect(last.step?.x).toBeCloseTo(-1e-4 * track.states.velocity.values[2 * STEPS], 12);
    expect(last.velocity?.y).toBe(-track.states.velocity.values[2 * STEPS + 1]);
    expect(last.box).toBeNull();
  });
});
