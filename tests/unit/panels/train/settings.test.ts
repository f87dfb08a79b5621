/** What the training settings offer: losses that fit, schedules that fill the run, points and pieces, update formulas. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { LOSSES, lossOf } from '@/core/losses';
import type { NetworkSpec } from '@/core/network/spec';
import type { Task } from '@/core/network/task';
import { OPTIMIZERS } from '@/core/optimizers';
import { PLATEAU, scheduleFrom } from '@/core/schedules/rate';
import { reduceOnPlateauOf } from '@/core/schedules/reduceOnPlateau';
import { setEarlyStopping, setLoss, setSchedule } from '@/panels/train/settings/edits';
import {
  balancedWeights,
  hasClassWeights,
  lossAdvice,
  lossFields,
  lossOfKind,
  unfit,
  weighedClasses,
} from '@/panels/train/settings/lossChoices';
import { runLength } from '@/panels/train/settings/runLength';
import {
  commonFields,
  groupOf,
  isFarFrom,
  OPTIMIZER_KINDS,
  updateFormula,
  usualRate,
} from '@/parts/settings/optimizerFields';
import {
  addPoint,
  asPieces,
  movePoint,
  piecesOf,
  pointBetween,
  type RatePoint,
  removePiece,
  removePoint,
  splitLast,
  stepRange,
} from '@/parts/settings/points';
import {
  courseOf,
  kept,
  refitted,
  SCHEDULE_KINDS,
  scheduleFields,
  scheduleSettings,
  suited,
} from '@/parts/settings/scheduleChoices';
import { type ChainruleDocument, documentSchema } from '@/state/document';

const DIGITS: Task = { targetSize: 10, classes: true, indices: null };
const NUMBER: Task = { targetSize: 1, classes: false, indices: null };

const network = (activation: string, loss: NetworkSpec['loss'], units = 10): NetworkSpec => ({
  format: 1,
  input: { shape: [4] },
  layers: [{ id: 'output', kind: 'dense', units, activation }],
  loss,
});

const document: ChainruleDocument = documentSchema.parse({
  format: 1,
  template: 'test',
  name: '',
  network: network('softmax', { kind: 'categoricalCrossentropy' }),
  data: { id: 'mnist', validationShare: 0.1 },
  training: {
    seed: 1,
    epochs: 5,
    batchSize: 128,
    phases: [{ weights: 'all', optimizer: { kind: 'adam', learningRate: 0.01 } }],
  },
});

describe('losses', () => {
  it('that cannot be used say why', () => {
    expect(unfit('zeroOne', DIGITS)).toBe('noGradient');
    expect(unfit('sparseCategoricalCrossentropy', DIGITS)).toBeNull();
    expect(unfit('sparseCategoricalCrossentropy', NUMBER)).toBe('needsClasses');
    expect(unfit('categoricalCrossentropy', NUMBER)).toBe('needsSeveral');
    expect(Object.keys(LOSSES).filter((kind) => unfit(kind, DIGITS) !== null)).toEqual(['zeroOne']);
    expect(unfit('sparseCategoricalCrossentropy', null)).toBeNull();
  });

  it('that do not go with the last activation say what would', () => {
    const advice = (activation: string, kind: string, task = DIGITS) => lossAdvice(network(activation, { kind }), task);
    expect(advice('softmax', 'categoricalCrossentropy')).toBeNull();
    expect(advice('relu', 'categoricalCrossentropy')).toEqual({ key: 'probabilities', activation: 'softmax' });
    expect(advice('softmax', 'binaryCrossentropy')).toEqual({ key: 'alone', activation: 'sigmoid' });
    expect(advice('sigmoid', 'binaryCrossentropy')).toBeNull();
    expect(advice('softmax', 'hinge')).toEqual({ key: 'margin', activation: 'linear' });
    expect(advice('tanh', 'squaredHinge')).toBeNull();
    expect(advice('linear', 'poisson')).toEqual({ key: 'positive', activation: 'softplus' });
    expect(advice('sigmoid', 'klDivergence')).toEqual({ key: 'distribution', activation: 'softmax' });
    const logits = network('softmax', { kind: 'categoricalCrossentropy', fromLogits: true });
    expect(lossAdvice(logits, DIGITS)).toEqual({ key: 'logits', activation: 'linear' });
    expect(lossAdvice(logits, null)).toBeNull();
  });

  it('keep what the next one has too', () => {
    const before = { kind: 'categoricalCrossentropy', labelSmoothing: 0.1, classWeights: [1, 2], fromLogits: true };
    expect(lossOfKind('binaryCrossentropy', before)).toEqual({
      kind: 'binaryCrossentropy',
      labelSmoothing: 0.1,
      classWeights: [1, 2],
    });
    expect(lossOfKind('huber', before)).toEqual({ kind: 'huber' });
    for (const kind of Object.keys(LOSSES)) expect(() => lossOf(lossOfKind(kind, before))).not.toThrow();
  });

  it('ask about logits only where the network ends without an activation', () => {
    const names = (activation: string) =>
      lossFields(network(activation, { kind: 'binaryCrossentropy' })).map(({ name }) => name);
    expect(names('sigmoid')).toEqual(['labelSmoothing']);
    expect(names('linear')).toEqual(['fromLogits', 'labelSmoothing']);
  });

  it('weigh classes so that each counts the same in all', () => {
    expect(Object.keys(LOSSES).filter(hasClassWeights)).toEqual([
      'binaryCrossentropy',
      'categoricalCrossentropy',
      'sparseCategoricalCrossentropy',
    ]);
    expect(balancedWeights([90, 10])).toEqual([0.5556, 5]);
    expect(balancedWeights([10, 0])).toEqual([0.5, 1]);
    expect([weighedClasses(DIGITS), weighedClasses(NUMBER)]).toEqual([10, 2]);
  });
});

describe('optimizers', () => {
  it('are grouped by what their lines do', () => {
    const of = (group: string) => OPTIMIZER_KINDS.filter((kind) => groupOf(kind) === group);
    expect(of('plain')).toEqual(['sgd']);
    expect(of('momentum')).toEqual(['momentum', 'nesterov', 'sgdw']);
    expect(of('sign')).toEqual(['lion']);
    expect(of('adaptive')).toContain('adamax');
  });

  it.each(Object.keys(OPTIMIZERS))('%s has a formula that KaTeX sets', (kind) => {
    const tex = updateFormula({ kind, learningRate: 0.1, clipNorm: 1 });
    expect(() => katex.renderToString(tex, { throwOnError: true })).not.toThrow();
    expect(tex).not.toContain('\\mathrm');
    expect(tex).not.toContain('limit');
  });

  it('can all be clipped, and decay unless they do so themselves', () => {
    const names = (kind: string) => commonFields(kind).map(({ name }) => name);
    expect(names('adam')).toEqual(['globalClipNorm', 'clipNorm', 'clipValue', 'weightDecay']);
    expect(names('adamw')).toEqual(['globalClipNorm', 'clipNorm', 'clipValue']);
    expect(updateFormula({ kind: 'sgd', learningRate: 0.1, weightDecay: 0.1 })).toContain('\\lambda');
  });
});

describe('schedules', () => {
  it('know the length of a run', () => {
    expect(runLength(document, 60_000)).toBe(422 * 5);
    expect(runLength(document, 0)).toBeNull();
  });

  it.each(SCHEDULE_KINDS)('%s is offered with settings that are valid for any run and fill it', (kind) => {
    for (const totalSteps of [null, 1, 2, 3, 5, 7, 100, 2110]) {
      const schedule = suited(kind, { totalSteps, learningRate: 0.003, validates: totalSteps !== 7 });
      if (kind === PLATEAU) {
        expect(reduceOnPlateauOf(schedule).monitor).toBe(totalSteps === 7 ? 'loss' : 'valLoss');
        continue;
      }
      const { at } = scheduleFrom(0.003, schedule);
      for (const t of [0, 1, 50, 2109]) expect(at(t)).toBeGreaterThanOrEqual(0);
      const length = totalSteps ?? 1000;
      if (kind === 'constant' || length < 100) continue;
      // The end is reached, and no later: it is far below the highest rate, where it was not long before.
      const course = courseOf(0.003, schedule, length)!;
      expect(course[course.length - 1].rate).toBeLessThan(0.25 * 0.003);
      expect(Math.max(...course.slice(0, course.length / 2).map(({ rate }) => rate))).toBeGreaterThan(0.5 * 0.003);
    }
  });

  it('are drawn over every update of a run', () => {
    const course = courseOf(1, { kind: 'step', stepSize: 2, factor: 0.5 }, 5)!;
    expect(course).toEqual([1, 1, 0.5, 0.5, 0.25].map((rate, step) => ({ step, rate })));
    const long = courseOf(1, { kind: 'cosine', decaySteps: 1000 }, 1000, 11)!;
    expect(long).toHaveLength(11);
    expect(long[10]).toEqual({ step: 999, rate: scheduleFrom(1, { kind: 'cosine', decaySteps: 1000 }).at(999) });
    expect(courseOf(1, { kind: PLATEAU }, 10)).toBeNull();
    expect(courseOf(1, { kind: 'step', stepSize: -1 }, 10)).toBeNull();
  });

  it('are fitted to a run of another length without losing anything else', () => {
    const run = { totalSteps: 100, learningRate: 0.1, validates: true };
    const cosine = { kind: 'cosine', decaySteps: 7, alpha: 0.2, warmupSteps: 3 };
    expect(refitted(cosine, run)).toEqual({ ...cosine, decaySteps: 100 });
    expect(refitted({ ...cosine, decaySteps: 100 }, run)).toBeNull();
    expect(refitted(cosine, { ...run, totalSteps: null })).toBeNull();
    const drawn = {
      kind: 'points',
      points: [
        [0, 1],
        [5, 2],
        [10, 0],
      ],
    };
    expect(refitted(drawn, run)?.points).toEqual([
      [0, 1],
      [50, 2],
      [100, 0],
    ]);
    expect(refitted(drawn, { ...run, totalSteps: 1 })).toBeNull();
    for (const kind of SCHEDULE_KINDS) expect(refitted(suited(kind, run), run)).toBeNull();
  });

  it('that change nothing are not kept', () => {
    expect(kept({ kind: 'constant' })).toBeUndefined();
    expect(kept({ kind: 'constant', warmupSteps: 0 })).toBeUndefined();
    expect(kept({ kind: 'constant', warmupSteps: 5 })).toEqual({ kind: 'constant', warmupSteps: 5 });
    expect(kept({ kind: 'cosine', decaySteps: 9, warmupSteps: 0 })).toEqual({ kind: 'cosine', decaySteps: 9 });
  });

  it('show all their numbers but the rate', () => {
    expect(scheduleFields('polynomial').map(({ name }) => name)).toEqual(['decaySteps', 'endLearningRate', 'power']);
    expect(scheduleFields(PLATEAU).map(({ name }) => name)).toContain('cooldown');
    expect(scheduleSettings({ kind: 'step' })).toEqual({
      stepSize: 1000,
      factor: 0.5,
      learningRate: 0.01,
      warmupSteps: 0,
    });
  });
});

describe('points', () => {
  const points: RatePoint[] = [
    [0, 0.1],
    [10, 0.2],
    [20, 0.05],
  ];

  it('stay in order, within the run and above 0', () => {
    expect(movePoint(points, 1, [25, 0.12345], 30)[1]).toEqual([19, 0.123]);
    expect(movePoint(points, 1, [-5, -1], 30)[1]).toEqual([1, 0]);
    expect(movePoint(points, 2, [99, 0.05], 30)[2]).toEqual([30, 0.05]);
    expect(stepRange(points, 0, 30)).toEqual([0, 9]);
  });

  it('are added where there is room and removed down to one', () => {
    expect(addPoint(points, [5.4, 0.3])).toEqual([points[0], [5, 0.3], points[1], points[2]]);
    expect(addPoint(points, [10, 0.3])[1]).toEqual([10, 0.3]);
    expect(pointBetween([...points, [21, 0]], 30)).toEqual([5, 0.15]);
    expect(pointBetween([[4, 0.1]], 30)).toEqual([30, 0.1]);
    expect(
      pointBetween(
        [
          [0, 1],
          [1, 1],
        ],
        1,
      ),
    ).toBeNull();
    expect(removePoint(points, 1)).toEqual([points[0], points[2]]);
    expect(removePoint([[0, 1]], 0)).toEqual([[0, 1]]);
  });

  it('pieces are divided, and joined again', () => {
    const pieces = piecesOf([10], [1, 0.1]);
    expect(pieces).toEqual([
      { until: 10, rate: 1 },
      { until: null, rate: 0.1 },
    ]);
    expect(asPieces(splitLast(pieces, 30))).toEqual({ boundaries: [10, 20], values: [1, 0.1, 0.01] });
    expect(asPieces(removePiece(pieces, 1))).toEqual({ boundaries: [], values: [1] });
    expect(asPieces(removePiece(pieces, 0))).toEqual({ boundaries: [], values: [0.1] });
    expect(removePiece(piecesOf([], [1]), 0)).toEqual(piecesOf([], [1]));
  });
});

describe('edits', () => {
  it('put a setting in and take it away without a trace', () => {
    const scheduled = setSchedule({ kind: 'cosine', decaySteps: 5 })(document);
    expect(scheduled.training.phases[0].schedule).toEqual({ kind: 'cosine', decaySteps: 5 });
    expect(setSchedule(undefined)(scheduled)).toEqual(document);
    expect('schedule' in setSchedule(undefined)(scheduled).training.phases[0]).toBe(false);
    const stopping = { monitor: 'valLoss', patience: 2, minDelta: 0, restoreBestWeights: true } as const;
    expect(setEarlyStopping(stopping)(document).training.earlyStopping).toEqual(stopping);
    expect('earlyStopping' in setEarlyStopping(undefined)(document).training).toBe(false);
    const weighed = setLoss({ kind: 'categoricalCrossentropy', classWeights: undefined })(document);
    expect(weighed.network.loss).toEqual({ kind: 'categoricalCrossentropy' });
  });
});

describe('the usual rate of an optimizer', () => {
  it('is that of its definition, for every kind', () => {
    expect(usualRate('adam')).toBe(0.001);
    expect(usualRate('sgd')).toBe(0.01);
    for (const kind of OPTIMIZER_KINDS) expect(usualRate(kind), kind).toBeGreaterThan(0);
  });

  it('is offered in place of one that is three times as large or small', () => {
    expect(isFarFrom(0.001, 0.5)).toBe(true);
    expect(isFarFrom(0.001, 0.002)).toBe(false);
    expect(isFarFrom(0.01, 0.003)).toBe(true);
  });
});
