/** The race in the address: what is written is read again, and a broken link says what is wrong and opens the rest. */
import { describe, expect, it } from 'vitest';
import { MOST_RACERS } from '@/core/racing/types';
import en from '@/locales/en/optimizers.json';
import { readRace, writeRace } from '@/panels/optimizers/address';
import {
  documentOn,
  freshId,
  withChange,
  withCopy,
  withHidden,
  withName,
  withoutRacer,
  withRacer,
} from '@/panels/optimizers/edits';
import { racerNames } from '@/panels/optimizers/names';
import { PRESETS } from '@/panels/optimizers/presets/presets';
import { FIRST, type RaceDocument, racerColour, racerDash } from '@/panels/optimizers/store';

const codes = (query: string) => readRace(query, FIRST).faults.map(({ code }) => code);
/** Without entries that say nothing. */
const plain = ({ names = {}, hidden = [], ...document }: RaceDocument) => ({ ...document, names, hidden });

const RICH: RaceDocument = {
  surface: { kind: 'own', text: 'log(x) + y^2 / (1 + x)', window: { x: [-1, 4], y: [-2, 2.5] } },
  window: { x: [0, 1], y: [-0.5, 0.5] },
  start: { x: 1.25, y: -3e-7 },
  racers: [
    { id: 'adam', optimizer: { kind: 'adam', learningRate: 0.05, beta1: 0.8, amsgrad: true } },
    {
      id: 'adam-2',
      optimizer: { kind: 'momentum', learningRate: 1e-8, form: 'ema', clipNorm: 2 },
      schedule: {
        kind: 'points',
        points: [
          [0, 0.1],
          [10, 0.2],
          [25, 0],
        ],
        warmupSteps: 3,
      },
      resetEvery: 7,
    },
    {
      id: 'sgd',
      optimizer: { kind: 'sgd', learningRate: 2 },
      schedule: { kind: 'piecewise', boundaries: [10], values: [1, 0.1] },
    },
  ],
  names: { 'adam-2': '快; 100%, a:b & c=d' },
  hidden: ['adam'],
  steps: 10_000,
  seed: 4294967295,
  noise: 0.25,
  batchSize: 0,
};

describe('a race in an address', () => {
  it.each(PRESETS)('$id is read as it was written', ({ document }) => {
    const { document: read, faults } = readRace(writeRace(document), FIRST);
    expect(faults).toEqual([]);
    expect(plain(read)).toEqual(plain(document));
  });

  it('has everything: an own function, schedules, names, what is hidden', () => {
    const query = writeRace(RICH);
    const read = readRace(query, FIRST);
    expect(read).toEqual({ document: RICH, faults: [] });
    expect(writeRace(read.document)).toBe(query);
  });

  it('has room for as many racers as there can be, each with a schedule drawn by hand', () => {
    const points = Array.from({ length: 80 }, (_, i) => [100 * i, Number((0.001 * (1 + i / 7)).toPrecision(6))]);
    const racers = Array.from({ length: MOST_RACERS }, (_, i) => ({
      id: `adam-${i}`,
      optimizer: { kind: 'adam', learningRate: 0.01 },
      schedule: { kind: 'points', points },
    }));
    const document = { ...FIRST, racers };
    const read = readRace(writeRace(document), FIRST);
    expect(read.faults).toEqual([]);
    expect(plain(read.document)).toEqual(plain(document));
  });

  it('shows as much of what it does not understand as can be read', () => {
    const [{ params }] = readRace(`r=${'x'.repeat(3000)}`, FIRST).faults;
    expect(String(params.text)).toHaveLength(81);
  });

  it('no two racers share colour and line', () => {
    const signs = Array.from({ length: MOST_RACERS }, (_, i) => `${racerColour(i)} ${racerDash(i).join()}`);
    expect(new Set(signs).size).toBe(MOST_RACERS);
  });

  it('can be read by people', () => {
    expect(writeRace(FIRST)).toBe(
      'on=rosenbrock&from=-1.4,2&r=sgd,0.0012&r=momentum,0.0006,momentum:0.9&r=rmsprop,0.01&r=adam,0.05' +
        '&steps=400&seed=1&noise=0&batch=0',
    );
  });

  it('says what it does not say as the base or the surface does', () => {
    expect(readRace('', FIRST)).toEqual({ document: FIRST, faults: [] });
    expect(readRace('steps=7', FIRST).document).toEqual({ ...FIRST, steps: 7 });
    const { document } = readRace('on=noisyRavine', FIRST);
    expect(document).toEqual(documentOn(FIRST, { kind: 'noisyRavine' }));
    expect(document.noise).toBeGreaterThan(0);
    expect(readRace('on=linearRegression&batch=2', FIRST).document.batchSize).toBe(2);
  });
});

describe('a broken link', () => {
  it.each([
    ['on=nowhere', 'surface'],
    ['on=__proto__', 'surface'],
    ['f=log(x', 'function'],
    [`f=${'x%2B'.repeat(400)}x`, 'function'],
    ['from=1', 'place'],
    ['from=1e99,0', 'place'],
    ['view=1,1,0,1', 'window'],
    ['steps=0', 'number'],
    ['steps=10001', 'number'],
    ['steps=1.5', 'number'],
    ['noise=-1', 'number'],
    ['seed=x', 'number'],
    ['batch=1', 'number'],
    ['r=nobody,0.1', 'racer'],
    ['r=sgd,fast', 'setting'],
    ['r=sgd,-1', 'setting'],
    ['r=adam,0.1,beta1:2', 'setting'],
    ['r=adam,0.1,beta7:0.5', 'setting'],
    ['r=adam,0.1;schedule:step,factor:-1', 'schedule'],
    ['r=adam,0.1;schedule:reduceOnPlateau', 'schedule'],
    ['r=adam,0.1;reset:0', 'number'],
  ])('%s: says so, and falls back', (query, code) => {
    const { document, faults } = readRace(query, FIRST);
    expect(faults.map((fault) => fault.code)).toEqual([code]);
    expect(document).toEqual(FIRST);
    expect(Object.keys(en.link)).toContain(code);
  });

  it('keeps what is right in it', () => {
    const { document } = readRace('r=adam,0.1,beta1:2&r=sgd,0.5&r=sgd,0.6&steps=oops&seed=9', FIRST);
    expect(document.racers.map(({ id }) => id)).toEqual(['sgd', 'sgd-2']);
    expect([document.steps, document.seed]).toEqual([FIRST.steps, 9]);
    const many = Array.from({ length: MOST_RACERS + 3 }, () => 'r=sgd,0.1').join('&');
    expect(readRace(many, FIRST).document.racers).toHaveLength(MOST_RACERS);
    expect(codes(many)).toEqual(['tooMany']);
    expect(codes(`r=sgd,0.1;id:../../x;name:%25`)).toEqual([]);
  });
});

describe('edits', () => {
  it('add a racer whose rate gets it somewhere, and copies with ids of their own', () => {
    const added = withRacer(FIRST, 'sgd')!;
    expect(added.id).toBe('sgd-2');
    const { learningRate } = added.document.racers[4].optimizer;
    expect(learningRate).toBeGreaterThan(1e-5);
    expect(learningRate).toBeLessThan(0.002);
    const copied = withCopy(added.document, 'sgd-2')!;
    expect(copied.document.racers.map(({ id }) => id).slice(-2)).toEqual(['sgd-2', 'sgd-3']);
    const full = {
      ...FIRST,
      racers: Array.from({ length: MOST_RACERS }, (_, i) => ({ ...FIRST.racers[0], id: `${i}` })),
    };
    expect(withRacer(full, 'adam')).toBeNull();
    expect(withCopy(full, '0')).toBeNull();
    expect(freshId('a-2', ['a-2', 'a-3'])).toBe('a-4');
  });

  it('take away without a trace, but not the last racer', () => {
    const named = withHidden(withName(FIRST, 'adam', ' Fast '), 'adam', true);
    expect(named.names).toEqual({ adam: 'Fast' });
    const gone = withoutRacer(named, 'adam');
    expect([gone.names, gone.hidden, gone.racers.length]).toEqual([{}, [], 3]);
    expect(withName(named, 'adam', '').names).toEqual({});
    const alone = { ...FIRST, racers: FIRST.racers.slice(0, 1) };
    expect(withoutRacer(alone, 'sgd')).toBe(alone);
    const reset = withChange(FIRST, 'adam', { resetEvery: 5 });
    expect(reset.racers[3].resetEvery).toBe(5);
    expect('resetEvery' in withChange(reset, 'adam', { resetEvery: undefined }).racers[3]).toBe(false);
  });

  it('another surface brings its window, start, noise and steps', () => {
    const { racers, ...ground } = documentOn({ ...FIRST, batchSize: 9 }, { kind: 'linearRegression' });
    expect(racers).toBe(FIRST.racers);
    expect(ground).toMatchObject({ batchSize: 4, start: { x: -1, y: -2 }, noise: 0 });
  });
});

describe('names', () => {
  it('are the optimizers’, numbered where several are alike, unless one is given', () => {
    const { racers } = withCopy(FIRST, 'sgd')!.document;
    const vocabulary = { name: (_: string, kind: string) => kind.toUpperCase() };
    expect([...racerNames(racers, { adam: 'Fast' }, vocabulary).values()]).toEqual([
      'SGD 1',
      'SGD 2',
      'MOMENTUM',
      'RMSPROP',
      'Fast',
    ]);
  });
});
