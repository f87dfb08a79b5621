/**
 * A surface in space: x to the right, y into the picture, height upwards, all within a box of fixed size. What is drawn
 * on it (trails, points) is put there by the same grid, so that it lies on the surface as it is seen.
 */
import type { Field } from '@/core/racing/requests';
import type { Track, Window } from '@/core/racing/types';
import { type Scale, shareOf } from '../levels';
import { between } from '../paintField';

/** Size of the box: wider than deep, as the map is, and less high. */
export const WIDTH = 2.8;
export const DEPTH = 2;
export const HEIGHT = 0.85;

/** Shares of the scale at some cells of a field. */
export interface Grid {
  window: Window;
  columns: number;
  rows: number;
  shares: Float32Array;
  /** Place of the first cell, and from one to the next, in shares of the window. */
  first: readonly [number, number];
  step: readonly [number, number];
}

export interface Mesh {
  /** x, y (up), z of every vertex; in holes the height is 0 and no triangle has the vertex. */
  positions: Float32Array;
  /** Place within the window, 0 … 1 each: for the picture of the map that lies on it. */
  uvs: Float32Array;
  indices: Uint32Array;
}

const MOST = 160;

/** Takes every so manyth cell, so that neither side has more than 160. */
export function gridOf(field: Field, scale: Scale): Grid {
  const stride = Math.max(1, Math.ceil(Math.max(field.columns, field.rows) / MOST));
  const columns = Math.floor((field.columns - 1) / stride) + 1;
  const rows = Math.floor((field.rows - 1) / stride) + 1;
  const shares = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = field.values[row * stride * field.columns + column * stride];
      shares[row * columns + column] = shareOf(scale, value);
    }
  }
  return {
    window: field.window,
    columns,
    rows,
    shares,
    first: [0.5 / field.columns, 0.5 / field.rows],
    step: [stride / field.columns, stride / field.rows],
  };
}

/** Of shares of the window and of the scale. */
const place = (u: number, v: number, share: number): [number, number, number] => [
  (u - 0.5) * WIDTH,
  Math.min(1.2, share) * HEIGHT,
  (0.5 - v) * DEPTH,
];

/** Two triangles for every square between four cells that have a height. */
export function meshOf({ columns, rows, shares, first, step }: Grid): Mesh {
  const positions = new Float32Array(3 * columns * rows);
  const uvs = new Float32Array(2 * columns * rows);
  shares.forEach((share, at) => {
    const u = first[0] + (at % columns) * step[0];
    const v = first[1] + Math.floor(at / columns) * step[1];
    positions.set(place(u, v, Number.isNaN(share) ? 0 : share), 3 * at);
    uvs.set([u, v], 2 * at);
  });
  const indices: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const [a, b] = [row * columns + column, row * columns + column + 1];
      const [c, d] = [a + columns, b + columns];
      if (Number.isNaN(shares[a] + shares[b] + shares[c] + shares[d])) continue;
      indices.push(a, b, d, a, d, c);
    }
  }
  return { positions, uvs, indices: Uint32Array.from(indices) };
}

/** Where a point of the plane lies on the surface; null outside the window and in holes. */
export function placeOf(grid: Grid, px: number, py: number): [number, number, number] | null {
  const { window, columns, rows, shares, first, step } = grid;
  const u = (px - window.x[0]) / (window.x[1] - window.x[0]);
  const v = (py - window.y[0]) / (window.y[1] - window.y[0]);
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return null;
  const share = between(shares, columns, rows, (u - first[0]) / step[0], (v - first[1]) / step[1]);
  return Number.isNaN(share) ? null : place(u, v, share);
}

export interface SpaceTrail {
  /** Two ends of every piece: x, y, z, x, y, z. Only pieces that lie within the window. */
  pieces: Float32Array;
  /** Piece k is drawn once `steps[k]` updates are made. */
  steps: Int32Array;
}

/** Places nearer than this to the last one are skipped, in units of the box. */
const NEAR = 0.003;
/** Above the surface, so that the line is not half buried in it. */
const LIFT = 0.006;

export function spaceTrail(track: Track, grid: Grid): SpaceTrail {
  const pieces: number[] = [];
  const steps: number[] = [];
  let last: [number, number, number] | null = null;
  for (let k = 0; k <= track.steps; k++) {
    const here = placeOf(grid, track.x[k], track.y[k]);
    if (here && last) {
      if (Math.hypot(here[0] - last[0], here[1] - last[1], here[2] - last[2]) < NEAR) continue;
      pieces.push(last[0], last[1] + LIFT, last[2], here[0], here[1] + LIFT, here[2]);
      steps.push(k);
    }
    last = here;
  }
  return { pieces: Float32Array.from(pieces), steps: Int32Array.from(steps) };
}

/** How many pieces are there after some updates. */
export function piecesAt({ steps }: SpaceTrail, position: number): number {
  let [from, to] = [0, steps.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (steps[middle] <= position) from = middle + 1;
    else to = middle;
  }
  return from;
}
