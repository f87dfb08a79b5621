/** Round axes for any range, and for powers of ten. */
import { roundStep } from '@/ui/ticks';
import type { Row } from './sample';

export interface Axis {
  domain: [number, number];
  ticks: number[];
  log: boolean;
}

const exact = (value: number) => Number(value.toPrecision(12));

/** Ticks inside an axis that ends where it is told to. */
export function fixedAxis(low: number, high: number, count = 6): Axis {
  const step = roundStep((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * step));
  return { domain: [low, high], ticks, log: false };
}

/** An axis with round ends that holds both values. */
export function roundAxis(low: number, high: number, count = 5): Axis {
  const [a, b] = high - low > 1e-12 * Math.max(1, Math.abs(high)) ? [low, high] : [low - 0.5, high + 0.5];
  const step = roundStep((b - a) / count);
  const first = Math.floor(a / step + 1e-9);
  const last = Math.ceil(b / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * step));
  return { domain: [ticks[0], ticks[ticks.length - 1]], ticks, log: false };
}

/** An axis of whole powers of ten; at most some eight of them are named. */
export function logAxis(low: number, high: number): Axis {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const stride = Math.ceil((last - first) / 7);
  const count = Math.floor((last - first) / stride);
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number(`1e${first + i * stride}`));
  return { domain: [Number(`1e${first}`), Number(`1e${last}`)], ticks, log: true };
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
