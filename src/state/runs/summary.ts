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
 * The best validation over all validation samples, which is at the ends of epochs: by accuracy, the earliest of equal
 * ones; by loss where no accuracy is measured. Null when there was none yet.
 */
export function bestOf(validation: MetricSeries): Measured | null {
  const judged = validation
    .points(Number.POSITIVE_INFINITY)
    .filter(({ loss, partial }) => !partial && Number.isFinite(loss));
  if (judged.length === 0) return null;
  const value = ({ accuracy, loss }: MetricPoint) => accuracy ?? -loss;
  return measured(judged.reduce((best, point) => (value(point) > value(best) ? point : best)));
}

/** A few training losses, for a small picture. */
export function sparkOf(train: MetricSeries): (number | null)[] {
  return train.points(SPARK_POINTS).map(({ loss }) => finite(loss));
}
