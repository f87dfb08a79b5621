/** All that was measured in a race, kept outside React: charts get a thinned copy, exports and kept runs everything. */
import { runningMean } from '@/core/smoothing';
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

/** Batches, at most, over which an accuracy is told where nothing is held back: that of a single batch is mostly luck. */
const BATCHES = 50;

/** So many batches an accuracy is the mean of where nothing is held back: those of an epoch, 50 at most. */
export const batchesJudged = (stepsPerEpoch: number): number => Math.max(1, Math.min(BATCHES, stepsPerEpoch));

/**
 * The accuracies of a lane, with the moments they belong to: those of the validation, or, where nothing is held back, the
 * means over the last batches, NaN before there are enough of these.
 */
export function judged(
  { train, validation }: Pick<LaneHistory, 'train' | 'validation'>,
  validated: boolean,
  stepsPerEpoch: number,
): Pick<RaceSeries, 'step' | 'seconds' | 'accuracy'> {
  if (validated) return validation;
  return { ...train, accuracy: runningMean(train.accuracy, batchesJudged(stepsPerEpoch)) };
}

/**
 * The first measured moment at which an accuracy was reached, in validation where there is one.
 * @param target 0 … 1; null: none is looked for.
 */
export function reachedAt(
  history: Pick<LaneHistory, 'train' | 'validation'>,
  target: number | null,
  validated: boolean,
  stepsPerEpoch: number,
): RaceLane['reached'] {
  if (target === null) return null;
  const { step, seconds, accuracy } = judged(history, validated, stepsPerEpoch);
  const first = accuracy.findIndex((value) => value >= target);
  return first < 0 ? null : { step: step[first], seconds: seconds[first], accuracy: accuracy[first] };
}
