/** The clock, the summary of curves, what is said of storage, and runs of the first version. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { documentSchema } from '@/state/document';
import { keepingCode } from '@/state/keeping';
import { MetricSeries } from '@/state/metrics';
import { documentWith, runSettings } from '@/state/runSettings';
import { TrainingClock } from '@/state/runs/clock';
import { migrated } from '@/state/runs/migration';
import { runRecordSchema, secondsAt } from '@/state/runs/records';
import { bestOf, sparkOf } from '@/state/runs/summary';
import { checkpoint } from './support';

describe('the clock of a run', () => {
  it('counts training and leaves pauses out', () => {
    const clock = new TrainingClock();
    clock.tick(0, true, 1000);
    clock.tick(10, true, 2000);
    clock.tick(20, false, 3000);
    clock.tick(20, true, 60_000);
    clock.tick(30, false, 61_000);
    expect(clock.seconds).toBe(3);
    const snapshot = clock.snapshot();
    expect([5, 10, 20, 25, 30, 99].map((step) => secondsAt(snapshot, step))).toEqual([0.5, 1, 2, 2.5, 3, 3]);
    clock.truncate(15);
    expect(clock.seconds).toBe(1);
    expect(secondsAt(new Float64Array(0), 5)).toBeNull();
  });

  it('goes on where it was restored, and keeps a bounded number of moments', () => {
    const clock = new TrainingClock();
    clock.restore(Float64Array.of(10, 4), 4);
    clock.tick(10, true, 0);
    for (let step = 11; step <= 5000; step++) clock.tick(step, true, (step - 10) * 1000);
    expect(clock.seconds).toBe(4994);
    expect(clock.snapshot().length / 2).toBeLessThanOrEqual(1024);
    expect(secondsAt(clock.snapshot(), 5000)).toBe(4994);
    expect(secondsAt(clock.snapshot(), 2500)).toBeCloseTo(2494, 6);
  });
});

describe('the summary of curves', () => {
  it('takes the best of whole validations only', () => {
    const series = new MetricSeries();
    series.push({ step: 1, epoch: 0.5, loss: 0.1, accuracy: 0.99, partial: true });
    expect(bestOf(series)).toBeNull();
    series.push({ step: 2, epoch: 1, loss: 0.4, accuracy: 0.9 });
    series.push({ step: 4, epoch: 2, loss: 0.3, accuracy: 0.92 });
    series.push({ step: 6, epoch: 3, loss: 0.2, accuracy: 0.92 });
    expect(bestOf(series)).toMatchObject({ step: 4, accuracy: 0.92 });
  });

  it('goes by loss without an accuracy, and draws few points', () => {
    const series = new MetricSeries();
    for (let step = 1; step <= 500; step++) {
      series.push({ step, epoch: step, loss: step === 300 ? Number.NaN : 1 / step, accuracy: null });
    }
    expect(bestOf(series)?.step).toBe(500);
    expect(sparkOf(series).length).toBeLessThanOrEqual(64);
    expect(sparkOf(series)).toContain(null);
  });
});

it.each([
  [{ settings: null, runs: null }, null],
  [{ settings: 'denied', runs: 'denied' }, 'storageDenied'],
  [{ settings: 'denied', runs: null }, 'settingsDenied'],
  [{ settings: null, runs: 'denied' }, 'runsDenied'],
  [{ settings: null, runs: 'full' }, 'runsFull'],
  [{ settings: 'full', runs: null }, 'settingsFull'],
  [{ settings: 'full', runs: 'full' }, 'storageFull'],
] as const)('of %j is said %s', (state, code) => {
  expect(keepingCode(state)).toBe(code);
});

describe('settings and documents', () => {
  it('follow from one another', () => {
    const document = documentSchema.parse(structuredClone(TEMPLATES['mnist-mlp']));
    expect(documentWith(document, runSettings(document))).toEqual(document);
    const other = documentSchema.parse(structuredClone(TEMPLATES.xor));
    expect(runSettings(documentWith(document, runSettings(other)))).toEqual(runSettings(other));
  });
});

describe('a run of the first version', () => {
  const document = documentSchema.parse(structuredClone(TEMPLATES['mnist-mlp']));
  const first = {
    template: 'mnist-mlp',
    savedAt: 1234,
    settings: runSettings(document),
    checkpoint: checkpoint(844),
    metrics: {
      train: Float64Array.of(422, 1, 0.5, 0.9, 0, 844, 2, 0.25, 0.95, 0),
      validation: Float64Array.of(422, 1, 0.4, 0.91, 0),
    },
  };

  it('is taken over whole', () => {
    const run = migrated(first);
    expect(run?.checkpoint).toBe(first.checkpoint);
    expect(run?.curves.train).toBe(first.metrics.train);
    const record = runRecordSchema.parse(run?.record);
    expect(record).toMatchObject({ template: 'mnist-mlp', step: 844, epoch: 2, stepsPerEpoch: 422, totalSteps: 2110 });
    expect(record.document).toEqual(document);
    expect(record.best).toMatchObject({ step: 422, accuracy: 0.91 });
  });

  it('is left when it is damaged', () => {
    expect(migrated({ ...first, settings: { ...first.settings, dataset: 7 as unknown as string } })).toBeNull();
  });
});
