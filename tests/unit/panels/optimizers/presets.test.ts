/** What the lessons say is true of the numbers: each preset is run, and its lesson looked for in what came of it. */
import { describe, expect, it } from 'vitest';
import { runRace } from '@/core/racing/run';
import { readRaceSpec } from '@/core/racing/schema';
import { curvatureAt, stableRate } from '@/core/racing/stability';
import { surfaceOf } from '@/core/racing/surfaces';
import type { RaceSpec, Track } from '@/core/racing/types';
import en from '@/locales/en/lessons.json';
import { PRESETS, presetOf } from '@/panels/optimizers/presets/presets';

const documentOf = (id: string) => presetOf(id)!.document;

function run(id: string, change: Partial<RaceSpec> = {}): Record<string, Track> {
  const { tracks } = runRace({ ...documentOf(id), ...change });
  return Object.fromEntries(tracks.map((track) => [track.id, track]));
}

const last = ({ loss }: Track): number => loss[loss.length - 1];
const mean = (values: ArrayLike<number>, from: number, to = values.length): number =>
  Array.from(values)
    .slice(from, to)
    .reduce((sum, value) => sum + value, 0) /
  (to - from);
/** Length of update k. */
const stepOf = ({ x, y }: Track, k: number): number => Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);

describe('presets', () => {
  it('have an id of their own, words, and a valid race', () => {
    const ids = PRESETS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(en).sort()).toEqual([...ids, 'mnist'].sort());
    for (const { id, document } of PRESETS) {
      const { window: _window, names: _names, hidden: _hidden, ...spec } = document;
      expect(readRaceSpec(spec), id).toEqual({ spec });
    }
  });

  it('the plain address is the first', () => {
    expect(presetOf('')).toBe(PRESETS[0]);
    expect(presetOf('nothing')).toBeUndefined();
  });
});

describe('the lesson holds:', () => {
  it('in the valley momentum and Adam are far ahead of gradient descent', () => {
    const { sgd, momentum, adam } = run('valley');
    expect(last(sgd)).toBeGreaterThan(sgd.loss[0] / 2);
    expect(last(momentum)).toBeLessThan(last(sgd) / 20);
    expect(last(adam)).toBeLessThan(last(sgd) / 20);
  });

  it('momentum arrives and rolls past at the rate at which gradient descent is still on its way', () => {
    const { racers } = documentOf('momentum');
    expect(racers[0].optimizer.learningRate).toBe(racers[1].optimizer.learningRate);
    const { sgd, momentum } = run('momentum');
    expect(last(momentum)).toBeLessThan(last(sgd) / 50);
    expect(Math.max(...momentum.x)).toBeGreaterThan(0);
    expect(Math.max(...sgd.x)).toBeLessThan(-4);
  });

  it('Nesterov swings less from wall to wall, and is lower', () => {
    const { momentum, nesterov } = run('nesterov');
    const swing = ({ y }: Track) => mean(y.map(Math.abs), 6);
    expect(swing(nesterov)).toBeLessThan(swing(momentum) / 4);
    expect(mean(nesterov.loss, 40)).toBeLessThan(mean(momentum.loss, 40) / 2);
  });

  it('Adagrad’s sums only grow, and ten times the rate ends further back', () => {
    const tracks = run('adagrad');
    for (const track of Object.values(tracks)) {
      const { values } = track.states.accumulator;
      expect(values.every((value, k) => k < 2 || value >= values[k - 2])).toBe(true);
      // The steps after the first fifty are a twentieth of the first, or less, to the very end.
      const later = Array.from({ length: track.steps - 50 }, (_, i) => stepOf(track, 51 + i));
      expect(Math.max(...later)).toBeLessThan(stepOf(track, 1) / 20);
      expect(last(track)).toBeGreaterThan(2);
    }
    const { slow, fast } = tracks;
    expect(documentOf('adagrad').racers.map(({ optimizer }) => optimizer.learningRate)).toEqual([0.05, 0.15, 0.5]);
    expect(last(fast)).toBeGreaterThan(last(slow));
  });

  it('RMSprop’s and Adadelta’s averages shrink again, and both leave Adagrad behind', () => {
    const { adagrad, rmsprop, adadelta } = run('rmsprop');
    expect(last(rmsprop)).toBeLessThan(last(adagrad) / 4);
    expect(last(adadelta)).toBeLessThan(last(adagrad) / 4);
    /** Of x: every second number. */
    const shrinks = (values: Float64Array) => {
      const ofX = values.filter((_, i) => i % 2 === 0);
      return Math.min(...ofX.slice(100)) < Math.max(...ofX.slice(0, 100)) / 10;
    };
    expect(shrinks(rmsprop.states.v.values)).toBe(true);
    expect(shrinks(adadelta.states.accumulator.values)).toBe(true);
    expect(shrinks(adagrad.states.accumulator.values)).toBe(false);
  });

  it('without bias correction Adam’s first step is √10 times as large, and it shoots across the ravine', () => {
    const { corrected, uncorrected } = run('bias-correction');
    expect(stepOf(uncorrected, 1) / stepOf(corrected, 1)).toBeCloseTo(Math.sqrt(10), 4);
    const across = ({ y }: Track) => -Math.min(...y);
    expect(across(uncorrected)).toBeGreaterThan(1.5 * across(corrected));
  });

  it('whoever loses its moments falls far behind', () => {
    const tracks = run('lost-moments');
    expect(last(tracks['momentum-reset'])).toBeGreaterThan(5 * last(tracks.momentum));
    expect(last(tracks['adam-reset'])).toBeGreaterThan(5 * last(tracks.adam));
  });

  it('just below the stable rate swings shrink, just above it they grow', () => {
    const { surface, start, racers } = documentOf('too-fast');
    const { largest } = curvatureAt(surfaceOf(surface), start)!;
    expect(largest).toBe(2);
    expect(stableRate(racers[0].optimizer, largest)).toBeCloseTo(1, 9);
    const { below, above } = run('too-fast');
    for (let k = 1; k <= 100; k++) {
      expect(Math.abs(below.y[k])).toBeLessThan(Math.abs(below.y[k - 1]));
      expect(Math.abs(above.y[k])).toBeGreaterThan(Math.abs(above.y[k - 1]));
    }
  });

  it('noise escapes the saddle, and without it all are stuck', () => {
    for (const track of Object.values(run('saddle'))) expect(last(track)).toBeLessThan(-0.95);
    for (const track of Object.values(run('saddle', { noise: 0 }))) {
      expect(Math.abs(last(track))).toBeLessThan(1e-3);
      expect(track.y.every((y) => y === 0)).toBe(true);
    }
  });

  it('in the gradient a tenth of the weight decay does the same, and AdamW’s does what it says', () => {
    const { strong, weak, adamw } = run('weight-decay');
    // Nothing but the decay moves y.
    for (let k = 0; k <= 150; k++) {
      expect(Math.abs(strong.y[k] - weak.y[k])).toBeLessThan(1e-4);
      expect(adamw.y[k]).toBeCloseTo(2 * (1 - 0.03 * 0.1) ** k, 12);
    }
    expect(strong.y[0] - strong.y[1]).toBeCloseTo(0.03, 6);
    expect(Math.abs(strong.y[150])).toBeLessThan(0.01);
    expect(adamw.y[150]).toBeGreaterThan(1.2);
  });

  it('each decay settles more than ten times lower than a constant rate', () => {
    const tracks = run('decay');
    const tail = ({ loss }: Track) => mean(loss, loss.length - 40);
    for (const id of ['step', 'exponential', 'inverse-time'])
      expect(tail(tracks[id]), id).toBeLessThan(tail(tracks.constant) / 10);
  });
});
