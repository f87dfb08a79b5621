/** The few numbers that a list of runs shows, worked out of a run's curves. */
import type { MetricPoint } from '@/engine/protocol';
import { MetricSeries } from '../metrics';
import type { Measured } from './records';

/** Points of the small picture in a list. */
const SPARK_POINTS = 40;

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);

const measured = ({ step, epoch, loss, accuracy }: MetricPoint): Measured => ({
  step,
  epoch,
  loss: finite(loss),
  accuracy: finite(accuracy),
});

export function seriesOf(snapshot: Float64Array): MetricSeries {
  const series = new MetricSeries();
  series.restore(snapshot);
  return series;
}

export const lastOf = ({ last }: MetricSeries): Measured | null => (last ? measured(last) : null);

/**
 * The best validation: of passes over all validation samples where there are any. By accuracy, the earliest of equal
 * ones; by loss where no accuracy is measured. Null without validation.
 */
export function bestOf(validation: MetricSeries): Measured | null {
  const points = validation.points(Number.POSITIVE_INFINITY).filter(({ loss }) => Number.isFinite(loss));
  const whole = points.filter(({ partial }) => !partial);
  const judged = whole.length > 0 ? whole : points;
  if (judged.length === 0) return null;
  const value = ({ accuracy, loss }: MetricPoint) => accuracy ?? -loss;
  return measured(judged.reduce((best, point) => (value(point) > value(best) ? point : best)));
}

/** A few training losses, for a small picture. */
export function sparkOf(train: MetricSeries): (number | null)[] {
  return train.points(SPARK_POINTS).map(({ loss }) => finite(loss));
}
