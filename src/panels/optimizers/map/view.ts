/** Between the plane and the pixels of a map: y grows upwards in the one and downwards in the other. */
import type { Point, Window } from '@/core/racing/types';

/** Of the map in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** `px = left + x · across`, `py = top + y · up`; `up` is negative. */
export interface Projection {
  left: number;
  across: number;
  top: number;
  up: number;
}

export function projectionOf({ x, y }: Window, { width, height }: Size): Projection {
  const across = width / (x[1] - x[0]);
  const up = -height / (y[1] - y[0]);
  return { left: -x[0] * across, across, top: -y[1] * up, up };
}

/** Where in the plane a pixel lies. */
export function pointAt({ x, y }: Window, { width, height }: Size, px: number, py: number): Point {
  return { x: x[0] + (px / width) * (x[1] - x[0]), y: y[1] - (py / height) * (y[1] - y[0]) };
}

export const isInside = ({ x, y }: Window, point: Point): boolean =>
  point.x >= x[0] && point.x <= x[1] && point.y >= y[0] && point.y <= y[1];

/** Float64 tells places apart down to some 1e-16 of their size; far out, maps say nothing. */
const LEAST_SHARE = 1e-9;
const LEAST_SPAN = 1e-12;
const MOST_SPAN = 1e7;

function zoomedAxis([low, high]: readonly [number, number], factor: number, at: number): [number, number] {
  const least = Math.max(LEAST_SPAN, LEAST_SHARE * Math.max(Math.abs(low), Math.abs(high)));
  const span = Math.min(Math.max(MOST_SPAN, high - low), Math.max(Math.min(least, high - low), (high - low) * factor));
  const share = (at - low) / (high - low);
  return [at - share * span, at + (1 - share) * span];
}

/** The window `factor` times as wide and high, with `at` staying where it is. Both axes keep to the same proportion. */
export function zoomed(window: Window, factor: number, at: Point): Window {
  const next = { x: zoomedAxis(window.x, factor, at.x), y: zoomedAxis(window.y, factor, at.y) };
  const grown = ([low, high]: readonly [number, number], [a, b]: readonly [number, number]) => (b - a) / (high - low);
  const both = [grown(window.x, next.x), grown(window.y, next.y)];
  // Where one axis has come to its end, neither goes on.
  const reached = factor < 1 ? Math.max(...both) : Math.min(...both);
  return { x: zoomedAxis(window.x, reached, at.x), y: zoomedAxis(window.y, reached, at.y) };
}

/** The window moved by shares of its own width and height. */
export function panned({ x, y }: Window, right: number, up: number): Window {
  const [dx, dy] = [right * (x[1] - x[0]), up * (y[1] - y[0])];
  return { x: [x[0] + dx, x[1] + dx], y: [y[0] + dy, y[1] + dy] };
}

export const middleOf = ({ x, y }: Window): Point => ({ x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 });

/** Decimals down to a share of a span, or less. */
function rounded(value: number, span: number, share: number): number {
  return Number(value.toFixed(Math.min(15, Math.max(0, Math.ceil(-Math.log10(span * share))))));
}

/** Rounded to what a pixel can tell: a thousandth of the window or so. */
export const roundedTo = ({ x, y }: Window, point: Point): Point => ({
  x: rounded(point.x, x[1] - x[0], 1 / 500),
  y: rounded(point.y, y[1] - y[0], 1 / 500),
});

/** The same window with ends that are short to write, as its address does; a pixel is not moved by a tenth of itself. */
export function tidy({ x, y }: Window): Window {
  const axis = ([low, high]: readonly [number, number]): [number, number] => [
    rounded(low, high - low, 1 / 20_000),
    rounded(high, high - low, 1 / 20_000),
  ];
  return { x: axis(x), y: axis(y) };
}

/**
 * Where the way from a point inside to one outside crosses the window's edge; `to` may be infinite, and is then taken
 * as straight out along that axis.
 */
export function edgeCrossing({ x, y }: Window, from: Point, to: Point): Point {
  const step = (a: number, b: number) => (Number.isNaN(b) ? 0 : b === a ? 0 : b - a);
  const [dx, dy] = [step(from.x, to.x), step(from.y, to.y)];
  const finite = Number.isFinite(dx) && Number.isFinite(dy);
  const [vx, vy] = finite
    ? [dx, dy]
    : [Number.isFinite(dx) ? 0 : Math.sign(dx), Number.isFinite(dy) ? 0 : Math.sign(dy)];
  const until = (at: number, v: number, [low, high]: readonly [number, number]) =>
    v > 0 ? (high - at) / v : v < 0 ? (low - at) / v : Number.POSITIVE_INFINITY;
  const t = Math.min(until(from.x, vx, x), until(from.y, vy, y), finite ? 1 : Number.POSITIVE_INFINITY);
  return Number.isFinite(t) ? { x: from.x + t * vx, y: from.y + t * vy } : from;
}
