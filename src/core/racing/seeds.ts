/**
 * The same race again and again: with other seeds, so other noise and other drawn samples, and from starts scattered about
 * its own, the same ones for every racer. One race may be luck; medians, bands and ranks over many are less so.
 */
import type { Progress } from '../interpreter/checks';
import { fillNormal } from '../random';
import { runRace } from './run';
import type { Point, RaceSpec, Track } from './types';

export const MOST_SEEDS = 50;
/** Moments at which the bands are taken. */
const MOMENTS = 200;

export interface SeedsSpec {
  race: RaceSpec;
  /** How many races, 2 … MOST_SEEDS. */
  seeds: number;
  /** Standard deviation of the starts about the race's own, as a share of the window's width and height; 0: all the same. */
  scatter: number;
  /** Width and height of what is looked at. */
  size: readonly [number, number];
}

export interface RacerSeeds {
  id: string;
  /** Over the seeds, at each moment: of those that were not stopped before. NaN where all were. */
  median: number[];
  /** Quartiles. */
  low: number[];
  high: number[];
  /** Loss after the last update by seed; Infinity for who was stopped. */
  finals: number[];
  /** Place by seed: 1 for the least loss; equal ones share the mean of their places. */
  ranks: number[];
  meanRank: number;
  /** Races it won, alone or with others. */
  wins: number;
  stopped: number;
}

export interface SeedsOutcome {
  /** Updates after which the bands are taken. */
  steps: number[];
  starts: Point[];
  racers: RacerSeeds[];
}

/** The value below which a share of sorted numbers lies, between neighbours by a straight line (Hyndman and Fan, type 7). */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below === above ? below : below + (above - below) * (at - Math.floor(at));
}

/** Places by size: 1 for the least; equal numbers share the mean of their places. */
export function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const less = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return less + (equal + 1) / 2;
  });
}

/** Start number i: the race's own first, then drawn about it. */
function startOf({ race, scatter, size }: SeedsSpec, i: number): Point {
  if (i === 0 || scatter === 0) return race.start;
  const key = { seed: race.seed, purpose: 'raceStart', layer: '', step: i };
  const [x, y] = fillNormal(new Float64Array(2), key);
  return { x: race.start.x + scatter * size[0] * x, y: race.start.y + scatter * size[1] * y };
}

const lossAfter = ({ loss, steps, stopped }: Track, step: number): number =>
  step <= steps && !(stopped && step >= stopped.step) ? loss[step] : Number.POSITIVE_INFINITY;

/** At most MOMENTS whole numbers from 0 to `steps`, both among them. */
function momentsOf(steps: number): number[] {
  const count = Math.min(steps, MOMENTS - 1);
  return [...new Set(Array.from({ length: count + 1 }, (_, i) => Math.round((i * steps) / Math.max(1, count))))];
}

/** Runs the race with `seeds` seeds: the race's own, and those that follow it. */
export function* raceSeeds(spec: SeedsSpec): Generator<Progress, SeedsOutcome> {
  const { race, seeds } = spec;
  const steps = momentsOf(race.steps);
  const starts = Array.from({ length: seeds }, (_, i) => startOf(spec, i));
  const losses = race.racers.map(() => steps.map((): number[] => []));
  const finals = race.racers.map((): number[] => []);
  const stopped = race.racers.map(() => 0);
  for (let i = 0; i < seeds; i++) {
    const { tracks } = runRace({ ...race, seed: race.seed + i, start: starts[i] });
    for (const [which, track] of tracks.entries()) {
      for (const [m, step] of steps.entries()) {
        const loss = lossAfter(track, step);
        if (Number.isFinite(loss)) losses[which][m].push(loss);
      }
      finals[which].push(lossAfter(track, race.steps));
      if (track.stopped) stopped[which]++;
    }
    yield { done: i + 1, total: seeds };
  }
  const bySeed = starts.map((_, i) => ranksOf(finals.map((own) => own[i])));
  const racers = race.racers.map(({ id }, which): RacerSeeds => {
    const sorted = losses[which].map((values) => values.sort((a, b) => a - b));
    const ranks = bySeed.map((places) => places[which]);
    return {
      id,
      median: sorted.map((values) => quantile(values, 0.5)),
      low: sorted.map((values) => quantile(values, 0.25)),
      high: sorted.map((values) => quantile(values, 0.75)),
      finals: finals[which],
      ranks,
      meanRank: ranks.reduce((sum, rank) => sum + rank, 0) / seeds,
      wins: finals[which].filter((loss, i) => Number.isFinite(loss) && finals.every((own) => own[i] >= loss)).length,
      stopped: stopped[which],
    };
  });
  return { steps, starts, racers };
}
