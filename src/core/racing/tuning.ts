/**
 * A fair race: before it, the learning rate of every racer is tuned with the same budget, since an optimizer with a rate
 * that was chosen well beats any with one that was not (Sivaprasad et al.: Optimizer benchmarking needs to account for
 * hyperparameter tuning, ICML 2020). The first rates are spread evenly over seven powers of ten, the same for all; each
 * further one halves, in powers of ten, the wider gap beside the best so far.
 */
import type { Progress } from '../interpreter/checks';
import { startsFromRate } from '../schedules/rate';
import { runRace } from './run';
import type { RaceSpec, Track } from './types';

/** The rates that are tried lie within. */
export const LOWEST_RATE = 1e-6;
export const HIGHEST_RATE = 10;
/** Trials a racer, at least and at most. */
export const LEAST_TRIALS = 4;
export const MOST_TRIALS = 60;

/** Share of the trials that are spread evenly. */
const SPREAD_SHARE = 0.6;
/** Share of a race, at its end, whose losses are averaged into the score. */
const LAST_SHARE = 0.1;

export interface TuningSpec {
  race: RaceSpec;
  /** Trials of each racer, LEAST_TRIALS … MOST_TRIALS. */
  trials: number;
  /** Of the noise and the drawn samples while tuning: another than the race's, which nobody may have practised on. */
  seed: number;
}

export interface Trial {
  learningRate: number;
  /** Mean loss over the last tenth of the race; Infinity where the racer was stopped. */
  score: number;
}

export interface Tuned {
  id: string;
  /** In the order in which they were made. */
  trials: Trial[];
  /** Of the best trial; null where every trial ended early, or where nothing depends on the rate. */
  learningRate: number | null;
  /** Updates all its trials made together: what the tuning spent. */
  updates: number;
  /** False for a schedule that has all its rates in settings of its own. */
  tunable: boolean;
}

/** Mean loss over the end of a race; Infinity for who did not get there. */
export function scoreOf({ loss, steps, stopped }: Track): number {
  if (stopped) return Number.POSITIVE_INFINITY;
  const last = loss.subarray(Math.ceil(steps * (1 - LAST_SHARE)), steps + 1);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

/** `count` rates at even distances in powers of ten, both ends among them. */
export function spreadRates(count: number): number[] {
  const [low, high] = [Math.log10(LOWEST_RATE), Math.log10(HIGHEST_RATE)];
  return Array.from({ length: count }, (_, i) => 10 ** (low + ((high - low) * i) / (count - 1)));
}

/** The rate to try next: the middle of the wider gap beside the best, in powers of ten. */
export function nextRate(trials: readonly Trial[]): number {
  const sorted = [...trials].sort((a, b) => a.learningRate - b.learningRate);
  const at = sorted.indexOf(bestOf(sorted));
  const logs = sorted.map(({ learningRate }) => Math.log10(learningRate));
  const below = at > 0 ? logs[at] - logs[at - 1] : 0;
  const above = at < logs.length - 1 ? logs[at + 1] - logs[at] : 0;
  return 10 ** (below > above ? logs[at] - below / 2 : logs[at] + above / 2);
}

/** The best score; of equal ones the smallest rate. */
function bestOf(trials: readonly Trial[]): Trial {
  return trials.reduce((best, trial) => (trial.score < best.score ? trial : best));
}

/**
 * Tunes every racer with the same number of trials of the same length.
 * @returns the racers in their order.
 */
export function* tune({ race, trials, seed }: TuningSpec): Generator<Progress, Tuned[]> {
  const total = race.racers.length * trials;
  const result: Tuned[] = [];
  for (const [index, racer] of race.racers.entries()) {
    const made: Trial[] = [];
    let updates = 0;
    const tunable = !racer.schedule || startsFromRate(racer.schedule.kind);
    const attempt = (learningRate: number) => {
      const optimizer = { ...racer.optimizer, learningRate };
      const [track] = runRace({ ...race, seed, racers: [{ ...racer, optimizer }] }).tracks;
      updates += track.steps;
      made.push({ learningRate, score: scoreOf(track) });
    };
    const rates = spreadRates(Math.max(2, Math.round(trials * SPREAD_SHARE)));
    while (tunable && made.length < trials) {
      attempt(made.length < rates.length ? rates[made.length] : nextRate(made));
      yield { done: index * trials + made.length, total };
    }
    const best = made.length > 0 ? bestOf(made) : null;
    const learningRate = best && Number.isFinite(best.score) ? best.learningRate : null;
    result.push({ id: racer.id, trials: made, learningRate, updates, tunable });
  }
  return result;
}
