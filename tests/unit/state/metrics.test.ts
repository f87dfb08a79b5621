/** Metric histories: what is kept when there is more than a chart, or the memory, can hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHART_POINTS, MetricSeries } from '@/state/metrics';

const point = (step: number, loss: number) => ({ step, epoch: step / 10, loss, accuracy: loss / 2 });

function seriesOf(losses: number[], capacity?: number): MetricSeries {
  const series = new MetricSeries(capacity);
  losses.forEach((loss, i) => {
    series.push(point(i + 1, loss));
  });
  return series;
}

describe('a series of metric points', () => {
  it('keeps all points while they fit', () => {
    const losses = Array.from({ length: CHART_POINTS }, (_, i) => 1 / (i + 1));
    expect(seriesOf(losses).points()).toEqual(losses.map((loss, i) => point(i + 1, loss)));
  });

  it('never gives a chart more than its points, and keeps the ends and the extremes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 3000 }),
        fc.integer({ min: 4, max: 300 }),
        (losses, limit) => {
          const points = seriesOf(losses).points(limit);
          expect(points.length).toBeLessThanOrEqual(limit);
          expect(points[0].step).toBe(1);
          expect(points.at(-1)?.step).toBe(losses.length);
          const shown = points.map(({ loss }) => loss);
          expect(Math.min(...shown)).toBe(Math.min(...losses));
          expect(Math.max(...shown)).toBe(Math.max(...losses));
          for (let i = 1; i < points.length; i++) expect(points[i].step).toBeGreaterThan(points[i - 1].step);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('moves only the last points of a curve that grows by one', () => {
    const losses = Array.from({ length: 4000 }, (_, i) => Math.sin(i * 12.9898) ** 2);
    const before = seriesOf(losses.slice(0, 3000)).points();
    const after = seriesOf(losses.slice(0, 3001)).points();
    expect(after.slice(0, before.length - 3)).toEqual(before.slice(0, before.length - 3));
  });

  it('keeps the whole of a run that is longer than its memory', () => {
    const losses = Array.from({ length: 5000 }, (_, i) => 1 + Math.sin(i));
    losses[1234] = 50;
    losses[4321] = -50;
    const series = seriesOf(losses, 512);
    expect(series.length).toBeLessThanOrEqual(512);
    const points = series.points();
    expect(points[0].step).toBe(1);
    expect(points.at(-1)?.step).toBe(5000);
    expect(points.some(({ loss }) => loss === 50)).toBe(true);
    expect(points.some(({ loss }) => loss === -50)).toBe(true);
  });

  it('shows a loss that is not a number', () => {
    const losses = Array.from({ length: 2000 }, () => 1);
    losses[999] = Number.NaN;
    expect(
      seriesOf(losses)
        .points()
        .some(({ loss }) => Number.isNaN(loss)),
    ).toBe(true);
  });

  it('goes on from an earlier step after a resume', () => {
    const series = seriesOf([5, 4, 3, 2, 1]);
    series.push(point(3, 9));
    expect(series.points().map(({ step, loss }) => [step, loss])).toEqual([
      [1, 5],
      [2, 4],
      [3, 9],
    ]);
  });

  it('survives storage', () => {
    const series = seriesOf([3, 2, 1]);
    series.push({ step: 4, epoch: 0.4, loss: 0.5, accuracy: null });
    const other = new MetricSeries();
    other.restore(structuredClone(series.snapshot()));
    expect(other.points()).toEqual(series.points());
    expect(other.last?.accuracy).toBeNull();
  });

  it('keeps learning rates where there are some', () => {
    const series = seriesOf([3]);
    series.push({ ...point(2, 2), learningRate: 0.25 });
    series.push({ ...point(3, 1), learningRate: 0, partial: true });
    const other = new MetricSeries();
    other.restore(series.snapshot());
    expect(other.points()).toStrictEqual([
      point(1, 3),
      { ...point(2, 2), learningRate: 0.25 },
      { ...point(3, 1), learningRate: 0, partial: true },
    ]);
  });

  it('is read as it was stored before there were learning rates', () => {
    const series = new MetricSeries();
    series.restore(Float64Array.of(1, 0.1, 3, 0.5, 0, 2, 0.2, 2, Number.NaN, 1));
    expect(series.points()).toStrictEqual([
      { step: 1, epoch: 0.1, loss: 3, accuracy: 0.5 },
      { step: 2, epoch: 0.2, loss: 2, accuracy: null, partial: true },
    ]);
    series.restore(new Float64Array(0));
    expect(series.points()).toEqual([]);
  });
});
