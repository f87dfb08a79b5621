/** Round axes for any range, and for powers of ten. */
import { measured } from '@/ui/format';
import { roundStep, ticksBetween } from '@/ui/ticks';
import type { Row } from './sample';

export interface Axis {
  domain: [number, number];
  ticks: number[];
  log: boolean;
}

const exact = (value: number) => Number(value.toPrecision(12));

/** Ticks inside an axis that ends where it is told to. */
export function fixedAxis(low: number, high: number, count = 6): Axis {
  return { domain: [low, high], ticks: ticksBetween(low, high, count), log: false };
}

/** An axis with round ends that holds both values. */
export function roundAxis(low: number, high: number, count = 5): Axis {
  const [a, b] = high - low > 1e-12 * Math.max(1, Math.abs(high)) ? [low, high] : [low - 0.5, high + 0.5];
  const step = roundStep((b - a) / count);
  const first = Math.floor(a / step + 1e-9);
  const last = Math.ceil(b / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * step));
  return { domain: roomy(ticks[0], ticks[ticks.length - 1], a, b), ticks, log: false };
}

/** A little room where a curve would run along the very end, half of it cut off. */
function roomy(low: number, high: number, least: number, most: number): [number, number] {
  const span = high - low;
  return [low - (least - low < 0.01 * span ? 0.02 * span : 0), high + (high - most < 0.01 * span ? 0.02 * span : 0)];
}

/** An axis of whole powers of ten; at most some eight of them are named. */
export function logAxis(low: number, high: number): Axis {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const stride = Math.ceil((last - first) / 7);
  const count = Math.floor((last - first) / stride);
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number(`1e${first + i * stride}`));
  const [bottom, top] = roomy(first, last, Math.log10(low), Math.log10(high));
  return { domain: [10 ** bottom, 10 ** top], ticks, log: true };
}

const RAISED: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** A tick as short as it can be written; on a logarithmic axis far-off ones are powers of ten. */
export function writeTick(value: number, log: boolean): string {
  const power = Math.round(Math.log10(value));
  if (!log || (power >= -3 && power <= 3)) return measured(value, 3);
  return `10${[...String(power)].map((digit) => RAISED[digit]).join('')}`;
}

/** Least and largest value of the rows that are drawn, or null when there is none. */
export function extent(rows: readonly Row[], shown: (k: number) => boolean = () => true): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of rows) {
    y.forEach((value, k) => {
      if (value === null || !shown(k)) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    });
  }
  return low <= high ? [low, high] : null;
}

/** Share of an axis at which a value lies, 0 at its low end; outside 0 … 1 beyond the ends. */
export function shareOf(axis: Axis, value: number): number {
  const [low, high] = axis.log ? axis.domain.map(Math.log10) : axis.domain;
  return ((axis.log ? Math.log10(value) : value) - low) / (high - low);
}
