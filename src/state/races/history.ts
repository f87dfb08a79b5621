/** All that was measured in a race, kept outside React: charts get a thinned copy, exports and kept runs everything. */
import type { LaneNews, RacePoint } from '@/engine/protocol';
import { CHART_POINTS, thin } from '../metrics';
import type { RaceLane, RaceSeries, RaceTrainSeries } from './types';

const blankSeries = (): RaceSeries => ({ step: [], seconds: [], loss: [], accuracy: [] });
const blankTrain = (): RaceTrainSeries => ({ ...blankSeries(), learningRate: [], gradientNorm: [] });

function append(series: RaceSeries, { step, seconds, loss, accuracy }: RacePoint): void {
  series.step.push(step);
  series.seconds.push(seconds);
  series.loss.push(loss);
  series.accuracy.push(accuracy ?? Number.NaN);
}

/** Everything of one lane. */
export class LaneHistory {
  readonly train = blankTrain();
  readonly validation = blankSeries();
  step = 0;
  seconds = 0;

  add({ step, seconds, train, validation }: LaneNews): void {
    this.step = step;
    this.seconds = seconds;
    for (const point of train) {
      append(this.train, point);
      this.train.learningRate.push(point.learningRate ?? Number.NaN);
      this.train.gradientNorm.push(point.gradientNorm ?? Number.NaN);
    }
    for (const point of validation) append(this.validation, point);
  }
}

/** A copy with at most `limit` points: the first, the last, and the extremes of the loss between. */
export function thinned<S extends RaceSeries>(series: S, limit = CHART_POINTS): S {
  const kept = thin(series.step, series.loss, series.step.length, limit);
  const columns = Object.entries(series as unknown as Record<string, number[]>);
  return Object.fromEntries(columns.map(([name, column]) => [name, kept.map((i) => column[i])])) as unknown as S;
}

/**
 * The first measured moment at which an accuracy was reached, in validation where there is one.
 * @param target 0 … 1; null: none is looked for.
 */
export function reachedAt(
  { train, validation }: Pick<LaneHistory, 'train' | 'validation'>,
  target: number | null,
  validated: boolean,
): RaceLane['reached'] {
  if (target === null) return null;
  const { step, seconds, accuracy } = validated ? validation : train;
  const first = accuracy.findIndex((value) => value >= target);
  return first < 0 ? null : { step: step[first], seconds: seconds[first], accuracy: accuracy[first] };
}
