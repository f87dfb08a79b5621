/** The signal flow view without a page: axes, rows, sentences, lessons and the words for all of them. */
import { describe, expect, it } from 'vitest';
import { runLaboratory } from '@/core/analysis/laboratory';
import type { LayerSignal } from '@/core/analysis/signal';
import { spectrumOf } from '@/core/analysis/spectra';
import { deadUnits } from '@/core/analysis/units';
import en from '@/locales/en/flow.json';
import zh from '@/locales/zh-CN/flow.json';
import { LESSONS, lessonOf } from '@/panels/backprop/flow/lessons';
import { conditionOf, LANE, logAxisOf, placeOn, rowsOf, verdictWords } from '@/panels/backprop/flow/model';
import { DRAWING, initializerSettings } from '@/panels/backprop/flow/settings';
import { FIRST_SETUP } from '@/panels/backprop/flow/store';

const has = (catalogue: object, key: string) =>
  key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], catalogue);

const signal = (layer: string, gradient: number | null, steepest: number | null = null): LayerSignal => ({
  layer,
  kind: 'dense',
  output: { norm: 2, rms: 1 },
  gradient: gradient === null ? null : { norm: gradient, rms: gradient },
  beforeActivation: false,
  steepest,
  weights: [],
});

describe('signal flow', () => {
  it('a logarithmic axis holds all its values, and has places for zero and infinity', () => {
    const axis = logAxisOf([3e-7, 0.2, 40, 0, Number.POSITIVE_INFINITY]);
    expect(axis).toMatchObject({ low: -7, high: 2, zeros: true, beyond: true });
    expect(axis.ticks.length).toBeLessThanOrEqual(7);
    expect(placeOn(axis, 100, 100)).toBeCloseTo(LANE);
    expect(placeOn(axis, 1e-7, 100)).toBeCloseTo(100 - LANE);
    expect(placeOn(axis, 0, 100)).toBe(100);
    expect(placeOn(axis, Number.NaN, 100)).toBe(0);
    expect(logAxisOf([])).toMatchObject({ zeros: false, beyond: false });
    const narrow = logAxisOf([1]);
    expect(narrow.high - narrow.low).toBe(2);
    expect(logAxisOf([1e-5], [1])).toMatchObject({ low: -5, high: 0 });
  });

  it('rows keep what is not known apart from 0', () => {
    const own = spectrumOf(Float64Array.of(3, 0, 0, 1.5), 2, 2);
    const rows = rowsOf([signal('a', null), signal('b', 0)], [{ layer: 'a', own, toOutput: null }]);
    expect(rows.map(({ gradient }) => gradient)).toEqual([null, 0]);
    expect(conditionOf(rows[0].own)).toBeCloseTo(2);
    expect(conditionOf(rows[1].own)).toBeNull();
    expect(conditionOf({ ...own, smallest: null })).toBeNull();
  });

  it('every verdict is worded in both languages', () => {
    const cases = [
      [signal('a', 1e-6), signal('b', 2e-4, 0.25), signal('c', 2e-2), signal('d', 0.9)],
      [signal('a', 1e6), signal('b', 1)],
      [signal('a', 1e6), signal('b', 1e4), signal('c', 1e2), signal('d', 1)],
      [signal('a', 1e-6), signal('b', 1)],
      [signal('a', 0.5), signal('b', 1)],
      [signal('a', 0), signal('b', 1)],
      [signal('a', Number.NaN), signal('b', 1)],
      [signal('a', 1)],
    ];
    const kinds = cases.map((signals) => {
      const verdict = verdictWords(signals);
      for (const { key } of verdict?.messages ?? []) {
        for (const catalogue of [en, zh]) expect(typeof has(catalogue, key), key).toBe('string');
      }
      return verdict?.kind;
    });
    expect(kinds).toEqual(['vanishes', 'explodes', 'explodes', 'vanishes', 'arrives', 'cut', 'broken', 'short']);
    const verdict = verdictWords(cases[0]);
    expect(verdict?.messages.map(({ key }) => key)).toEqual(['verdict.vanishes', 'worst.even.vanishes', 'worst.slope']);
    expect(verdict?.messages[0].params).toMatchObject({ times: '900,000', first: 'a', last: 'd' });
    expect(verdictWords([signal('a', null)])).toBeNull();
  });

  it('every lesson has its words, and is recognised', () => {
    for (const [id, setup] of Object.entries(LESSONS)) {
      expect(lessonOf(setup)).toBe(id);
      for (const catalogue of [en, zh]) {
        expect(typeof has(catalogue, `lesson.${id}.name`)).toBe('string');
        expect(typeof has(catalogue, `lesson.${id}.text`)).toBe('string');
      }
    }
    expect(lessonOf({ ...LESSONS.relu, depth: 3 })).toBeNull();
    expect(lessonOf(FIRST_SETUP)).toBeNull();
  });

  it('lessons show on XOR what they say', () => {
    const inputs = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
    const batch = { inputs, targets: Float32Array.of(0, 1, 1, 0), count: 4 };
    const seen = Object.entries(LESSONS).map(([id, setup]) => {
      const { signals, units, losses } = runLaboratory({ inputShape: [2], outputs: 1 }, setup, batch);
      const dead = units.reduce((sum, report) => sum + deadUnits(report).length, 0);
      return [
        id,
        verdictWords(signals)?.kind,
        dead === setup.depth * setup.width,
        losses.at(-1) ?? Number.NaN,
      ] as const;
    });
    expect(seen.map(([id, kind]) => `${id} ${kind}`)).toEqual([
      'sigmoid vanishes',
      'tanh arrives',
      'relu arrives',
      'small vanishes',
      'large explodes',
      'orthogonal arrives',
      'deadBias cut',
      'deadRate cut',
    ]);
    const allDead = seen.filter(([, , dead]) => dead).map(([id]) => id);
    expect(allDead).toEqual(['deadBias', 'deadRate']);
    // The output's bias alone: the mean of the targets, and half their variance.
    expect(seen[7][3]).toBeCloseTo(0.125, 9);
  });

  it('settings of initializers come from their schemas', () => {
    expect(DRAWING).not.toContain('values');
    expect(initializerSettings('randomNormal').map(({ name }) => name)).toEqual(['mean', 'stddev']);
    expect(initializerSettings('orthogonal')).toMatchObject([{ name: 'gain', first: 1 }]);
    expect(initializerSettings('heNormal')).toEqual([]);
  });
});
