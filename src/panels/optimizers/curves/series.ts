/**
 * What is drawn of a race over its updates: a measure of every racer, thinned out to what a line can show with its extremes
 * kept, on axes that a racer which runs away cannot spoil.
 */
import { distanceToNearest } from '@/core/racing/summary';
import type { Surface } from '@/core/racing/surfaces';
import type { Track } from '@/core/racing/types';
import { roundStep, ticksBetween } from '@/ui/ticks';
import { logAxisOf } from '../fair/logAxis';

/** `gradient` is the norm of the gradient there, without noise; `rate` the learning rate of the update that led there. */
export const MEASURES = ['loss', 'distance', 'gradient', 'rate'] as const;
export type Measure = (typeof MEASURES)[number];

/** One racer's value after k updates. */
export function valueAt(track: Track, surface: Surface, measure: Measure, k: number): number {
  switch (measure) {
    case 'loss':
      return track.loss[k];
    case 'distance':
      return distanceToNearest(surface.minima, { x: track.x[k], y: track.y[k] }) ?? Number.NaN;
    case 'gradient':
      return Math.hypot(...surface.gradient(track.x[k], track.y[k]));
    case 'rate':
      return track.learningRate[k];
  }
}

/** A racer that is drawn, with its place in the race, which its colour follows. */
export interface Shown {
  track: Track;
  index: number;
}

export interface Series {
  id: string;
  index: number;
  /** After k updates; not finite where there is none. */
  values: Float64Array;
  stopped: boolean;
}

export function seriesOf(shown: readonly Shown[], surface: Surface, measure: Measure): Series[] {
  return shown.map(({ track, index }) => ({
    id: track.id,
    index,
    values: Float64Array.from({ length: track.steps + 1 }, (_, k) => valueAt(track, surface, measure, k)),
    stopped: track.stopped !== null,
  }));
}

export interface CurvePoint {
  x: number;
  y: number;
}

/** Points of a line at most. */
export const MOST_POINTS = 300;

/** At most so many of the finite values, in order: of every stretch the smallest and the largest, and both ends. */
export function thinned(values: ArrayLike<number>, most = MOST_POINTS): CurvePoint[] {
  const finite: CurvePoint[] = [];
  for (let x = 0; x < values.length; x++) if (Number.isFinite(values[x])) finite.push({ x, y: values[x] });
  if (finite.length <= most) return finite;
  const stretches = Math.floor((most - 2) / 2);
  const inner = finite.length - 2;
  const kept = [finite[0]];
  for (let i = 0; i < stretches; i++) {
    const from = 1 + Math.floor((i * inner) / stretches);
    const to = 1 + Math.floor(((i + 1) * inner) / stretches);
    let [low, high] = [from, from];
    for (let at = from; at < to; at++) {
      if (finite[at].y < finite[low].y) low = at;
      if (finite[at].y >= finite[high].y) high = at;
    }
    kept.push(finite[Math.min(low, high)]);
    if (low !== high) kept.push(finite[Math.max(low, high)]);
  }
  kept.push(finite[finite.length - 1]);
  return kept;
}

export interface ValueAxis {
  domain: [number, number];
  ticks: number[];
  log: boolean;
}

/** How many times the largest value of the calmest racer another may reach and still be shown whole. */
const ROOM = { log: 1e4, linear: 20 } as const;
/** What lies so many times below the top of a logarithmic axis is at its bottom. */
const DEEPEST = 1e-16;

const extremes = (values: Float64Array): [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
};

const firstFinite = (values: Float64Array): number => values.find(Number.isFinite) ?? Number.NaN;

/** The larger end of what is shown: as far as the racers go that stay within `room` times the calmest of them. */
function endOf(begun: readonly number[], reached: readonly number[], room: number): number {
  const first = Math.max(...begun);
  const calmest = Math.min(...reached.map((most) => Math.max(most, first)));
  return Math.max(first, ...reached.filter((most) => most <= room * Math.abs(calmest)));
}

/**
 * An axis for what goes on in the race. Racers that were stopped do not count: where all were, it shows as much as ten times
 * what they began with. Null where there is nothing to show, or nothing positive on a logarithmic one.
 */
export function valueAxis(series: readonly Series[], log: boolean): ValueAxis | null {
  const begun = series.map(({ values }) => firstFinite(values)).filter(Number.isFinite);
  if (begun.length === 0) return null;
  const start = 10 * Math.max(...begun.map(Math.abs));
  const running = series.filter(({ stopped }) => !stopped).map(({ values }) => extremes(values));
  const spans = running.filter(([low, high]) => low <= high);
  const room = log ? ROOM.log : ROOM.linear;
  const highs = spans.length === 0 ? [start] : spans.map(([, high]) => high);
  const high = endOf(begun, highs, room);
  if (log) {
    let low = high;
    for (const { values } of series) {
      for (const value of values) if (value < low && value > 0 && value >= high * DEEPEST) low = value;
    }
    const axis = high > 0 ? logAxisOf([low, high]) : null;
    return axis && { domain: [axis.low, axis.high], ticks: axis.ticks, log };
  }
  const negative = series.some(({ values }) => values.some((value) => value < 0));
  const falls = spans.length === 0 ? [start] : spans.map(([low]) => -low);
  const low = negative
    ? Math.min(
        0,
        -endOf(
          begun.map((value) => -value),
          falls,
          room,
        ),
      )
    : 0;
  const step = roundStep((high - low || 1) / 5);
  const domain: [number, number] = [Math.floor(low / step) * step, Math.max(1, Math.ceil(high / step)) * step];
  return { domain, ticks: ticksBetween(...domain, 5), log };
}

/** Where a value lies between the ends of an axis, 0 … 1 within. */
export function shareOf({ domain: [low, high], log }: ValueAxis, value: number): number {
  if (!log) return (value - low) / (high - low);
  return value > 0 ? Math.log(value / low) / Math.log(high / low) : -1;
}

/** A value as it is drawn: a little beyond the end where it is outside, however far. */
export function within({ domain: [low, high], log }: ValueAxis, value: number): number {
  const [bottom, top] = log ? [low / 1.5, high * 1.5] : [low - 0.1 * (high - low), high + 0.1 * (high - low)];
  return Math.min(top, Math.max(bottom, value));
}

/** Where a racer leaves the picture for good, or null: the update, and whether at the top or the bottom. */
export function exitOf({ values, stopped }: Series, axis: ValueAxis): { step: number; top: boolean } | null {
  const [low, high] = axis.domain;
  const outside = (value: number) => !(value <= high) || (!axis.log && value < low);
  let step = values.length;
  while (step > 0 && outside(values[step - 1])) step--;
  if (step === values.length) return stopped ? { step: step - 1, top: false } : null;
  return { step, top: !(values[step] < low) };
}
