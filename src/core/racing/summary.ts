/**
 * A race at a moment, in codes for words: who leads, how far each is from the nearest minimum, who was stopped and why,
 * who stands still and who swings to and fro. What is said to a screen reader and under the curves comes from here.
 */
import { surfaceOf } from './surfaces';
import type { Point, Race, Stop, Track } from './types';

/**
 * What a racer is doing. `stopped`: it was. `arrived`: it is at a minimum. `stalled`: for the last share of its updates it
 * has come no further down. `swinging`: it keeps turning back on itself. `climbing`: it is higher than where it started.
 */
export type Doing = 'stopped' | 'arrived' | 'swinging' | 'stalled' | 'climbing' | 'descending';

export interface Standing {
  id: string;
  /** From 1; racers with the same loss share a place. Those that were stopped come last. */
  place: number;
  loss: number;
  at: Point;
  /** To the nearest minimum; null where the surface has none that is known. */
  distance: number | null;
  doing: Doing;
  /** Where it was stopped up to this moment. */
  stopped: Stop | null;
}

export interface Summary {
  /** Updates made. */
  step: number;
  /** From the first place to the last. */
  standings: Standing[];
  /** Id of the one in front; null where two or more share the first place, or all were stopped. */
  leader: string | null;
}

/** So many of the updates before a moment tell what a racer is doing. */
const SHARE = 0.2;
const FEWEST = 10;
/** Of the way of the window: as good as there. */
const NEAR = 1e-3;
/** Progress of less than this share of the way down so far is none. */
const NO_PROGRESS = 1e-3;

/** Distance to the nearest of some points; null where there are none. */
export function distanceToNearest(minima: readonly Point[], { x, y }: Point): number | null {
  return minima.length === 0 ? null : Math.min(...minima.map((at) => Math.hypot(x - at.x, y - at.y)));
}

/** Whether most moves turn back on the one before, between two updates. */
function swings({ x, y }: Track, from: number, to: number): boolean {
  let [back, turns] = [0, 0];
  for (let k = from + 2; k <= to; k++) {
    const [ax, ay] = [x[k - 1] - x[k - 2], y[k - 1] - y[k - 2]];
    const [bx, by] = [x[k] - x[k - 1], y[k] - y[k - 1]];
    if ((ax === 0 && ay === 0) || (bx === 0 && by === 0)) continue;
    turns++;
    if (ax * bx < 0 || ay * by < 0) back++;
  }
  return turns >= FEWEST / 2 && back > 0.6 * turns;
}

/** @param calm whether every gradient is the surface's: where it is not, everybody turns back now and then. */
function doingOf(track: Track, k: number, near: boolean, calm: boolean): Doing {
  if (near) return 'arrived';
  const from = Math.max(0, k - Math.max(FEWEST, Math.ceil(SHARE * k)));
  if (calm && k >= FEWEST && swings(track, from, k)) return 'swinging';
  if (track.loss[k] > track.loss[0]) return 'climbing';
  const [start, before, now] = [track.loss[0], track.loss[from], track.loss[k]];
  return k >= FEWEST && before - now <= NO_PROGRESS * Math.abs(start - now) ? 'stalled' : 'descending';
}

/** The race after `step` updates of each; a racer that was stopped before is where it was stopped. */
export function summarize(race: Race, step: number): Summary {
  const surface = surfaceOf(race.spec.surface);
  const size = Math.hypot(surface.window.x[1] - surface.window.x[0], surface.window.y[1] - surface.window.y[0]);
  const calm = race.spec.noise === 0 && race.spec.batchSize === 0;
  const standings = race.tracks.map((track): Standing => {
    const k = Math.min(step, track.steps);
    const stopped = track.stopped && track.stopped.step <= step ? track.stopped : null;
    const at = { x: track.x[k], y: track.y[k] };
    const distance = distanceToNearest(surface.minima, at);
    const near = distance !== null && distance <= NEAR * size;
    return {
      id: track.id,
      place: 0,
      loss: track.loss[k],
      at,
      distance,
      doing: stopped ? 'stopped' : doingOf(track, k, near, calm),
      stopped,
    };
  });
  // Those that were stopped last; among them the one that got furthest first. NaN is behind every number.
  const value = ({ loss }: Standing) => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
  const compare = (a: Standing, b: Standing): number => {
    if ((a.stopped === null) !== (b.stopped === null)) return a.stopped ? 1 : -1;
    if (a.stopped && b.stopped) return b.stopped.step - a.stopped.step;
    return value(a) === value(b) ? 0 : value(a) - value(b);
  };
  standings.sort(compare);
  standings.forEach((standing, i) => {
    standing.place = i > 0 && compare(standings[i - 1], standing) === 0 ? standings[i - 1].place : i + 1;
  });
  const [first, second] = standings;
  const alone = first !== undefined && first.stopped === null && second?.place !== 1;
  return { step, standings, leader: alone ? first.id : null };
}
