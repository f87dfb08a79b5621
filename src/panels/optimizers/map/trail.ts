/**
 * The way of a racer on the map: only those of its places that a pixel tells apart, with the length up to each, so that
 * dashes go on where the last frame left them. Ten thousand updates become as few points as can be seen.
 */
import type { Track, Window } from '@/core/racing/types';
import { edgeCrossing, isInside, type Projection } from './view';

export interface Trail {
  /** Updates made at each kept place; rises from 0. */
  steps: Int32Array;
  /** Pixels of each, and pixels of way up to it. */
  x: Float32Array;
  y: Float32Array;
  length: Float32Array;
  count: number;
}

/** Places nearer than this to the last kept one are skipped. */
const NEAR = 0.8;
/** Farther out than this no line is drawn to, which canvases could not draw. */
const FAR = 30_000;

const within = (value: number) => Math.min(FAR, Math.max(-FAR, value));

export function trailOf({ x, y, steps }: Track, { left, across, top, up }: Projection): Trail {
  const most = steps + 1;
  const trail: Trail = {
    steps: new Int32Array(most),
    x: new Float32Array(most),
    y: new Float32Array(most),
    length: new Float32Array(most),
    count: 0,
  };
  let [lastX, lastY, way] = [0, 0, 0];
  for (let k = 0; k <= steps; k++) {
    const px = within(left + x[k] * across);
    const py = within(top + y[k] * up);
    if (Number.isNaN(px) || Number.isNaN(py)) break;
    const distance = Math.hypot(px - lastX, py - lastY);
    if (trail.count > 0 && distance < NEAR) continue;
    if (trail.count > 0) way += distance;
    const i = trail.count++;
    trail.steps[i] = k;
    trail.x[i] = lastX = px;
    trail.y[i] = lastY = py;
    trail.length[i] = way;
  }
  return trail;
}

/** Index of the last kept place at or before an update; −1 where there is none. */
export function indexAt({ steps, count }: Trail, position: number): number {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (steps[middle] <= position) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** The kept place nearest to a pixel among those up to an update, if it is near enough. */
export function nearestOn(
  trail: Trail,
  px: number,
  py: number,
  position: number,
  reach: number,
): { step: number; distance: number } | null {
  let best = reach * reach;
  let found = -1;
  const last = indexAt(trail, position);
  for (let i = 0; i <= last; i++) {
    const dx = trail.x[i] - px;
    const dy = trail.y[i] - py;
    const square = dx * dx + dy * dy;
    if (square <= best) {
      best = square;
      found = i;
    }
  }
  return found < 0 ? null : { step: trail.steps[found], distance: Math.sqrt(best) };
}

/** Where a racer that was stopped is marked: where it is, or where it left the window for the last time. */
export function endOf(track: Track, window: Window): { x: number; y: number } | null {
  let last = track.steps;
  const at = (k: number) => ({ x: track.x[k], y: track.y[k] });
  while (last >= 0 && !isInside(window, at(last))) last--;
  if (last < 0) return null;
  return last === track.steps ? at(last) : edgeCrossing(window, at(last), at(last + 1));
}
