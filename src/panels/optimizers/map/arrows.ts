/**
 * What is drawn at the chosen racer: the direction of steepest descent, the velocity, the last step, and the box of
 * its step sizes. Numbers of all magnitudes become arrows of a readable length, by a round factor that the legend says.
 */
import type { RacerSpec, Track } from '@/core/racing/types';
import { effectiveRates, stateAt, velocityName } from './adaptive';
import type { Projection } from './view';

export type ArrowName = 'gradient' | 'velocity' | 'step' | 'box';

/** Something with an x and a y part, in units of the plane before it is scaled. */
export interface Vector {
  x: number;
  y: number;
}

export interface Vectors {
  /** −g: the gradient of the next update, or of the surface where there is no next. */
  gradient: Vector | null;
  /** −velocity, or −m. */
  velocity: Vector | null;
  step: Vector | null;
  /** Half the width and height of the box. */
  box: Vector | null;
}

const vector = (x: number, y: number): Vector | null => (Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null);

/**
 * @param position updates made, 0 … steps of the track.
 * @param slope the surface's own gradient at a point.
 */
export function vectorsAt(
  racer: RacerSpec,
  track: Track,
  position: number,
  slope: (x: number, y: number) => [number, number],
): Vectors {
  const k = Math.min(position, track.steps);
  const [gx, gy] = k < track.steps ? [track.gradientX[k + 1], track.gradientY[k + 1]] : slope(track.x[k], track.y[k]);
  const name = velocityName(racer, track);
  const rates = effectiveRates(racer, track, k);
  return {
    gradient: vector(-gx, -gy),
    velocity: name === null ? null : vector(-stateAt(track, name, k, 0), -stateAt(track, name, k, 1)),
    step: k === 0 ? null : vector(track.x[k] - track.x[k - 1], track.y[k] - track.y[k - 1]),
    box: rates && vector(Math.abs(rates[0]), Math.abs(rates[1])),
  };
}

/** How long arrows are, in pixels: about this once scaled, and left alone between the two others. */
const WANTED = 72;
const [SHORT, LONG] = [20, 150];
/** What would have to be drawn larger than this is nothing. */
const MOST_FACTOR = 1e6;
const LADDER = [5, 2, 1];

/** The largest of 1, 2, 5, 10, … times a power of ten that is at most `most`. */
export function roundFactor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const step = LADDER.find((candidate) => candidate * power <= most * (1 + 1e-9)) ?? 1;
  return Number((step * power).toPrecision(3));
}

/**
 * By what a vector is multiplied to be seen; 1 where its length is seen as it is. The factor of the last frame is kept
 * while it serves, so that arrows grow and shrink with what they show. Null for what has no length.
 */
export function factorOf({ x, y }: Vector, { across, up }: Projection, before: number | null): number | null {
  const length = Math.hypot(x * across, y * up);
  if (!(length > 0) || !Number.isFinite(length)) return null;
  for (const factor of [1, before]) {
    if (factor !== null && length * factor >= SHORT && length * factor <= LONG) return factor;
  }
  const factor = roundFactor(WANTED / length);
  return factor > MOST_FACTOR ? null : factor;
}
