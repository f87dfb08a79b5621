/** The picture of a range test: loss over the logarithm of the learning rate. */
import { axisUpTo } from '@/ui';

export interface RangePoint {
  rate: number;
  loss: number;
}

/** A loss this many times the first one flattens all that is to be seen, and leaves the picture. */
const EXPLODED = 2.5;

/** Whole powers of ten from `from` to `to`, both within; every second one where there are many. */
export function decades(from: number, to: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const stride = last - first > 6 ? 2 : 1;
  return Array.from({ length: Math.max(0, Math.floor((last - first) / stride) + 1) }, (_, i) =>
    Number(`1e${first + i * stride}`),
  );
}

/** Points with a loss that can be drawn. */
export function pointsOf(rates: readonly number[], losses: readonly number[]): RangePoint[] {
  return rates.flatMap((rate, i) => (Number.isFinite(losses[i]) ? [{ rate, loss: losses[i] }] : []));
}

/** From 0 up to what the smoothed losses reach before they explode. */
export function lossAxis(smoothed: readonly RangePoint[]): { top: number; ticks: number[] } {
  const cap = EXPLODED * (smoothed[0]?.loss ?? 1);
  const largest = smoothed.reduce((most, { loss }) => (loss <= cap ? Math.max(most, loss) : most), 0);
  return axisUpTo(largest > 0 ? largest * 1.15 : 1);
}

/** Smoothed loss at a rate of the test: that of the measured rate nearest to it. */
export function lossAt(points: readonly RangePoint[], rate: number): number | null {
  if (points.length === 0) return null;
  const distance = (point: RangePoint) => Math.abs(Math.log(point.rate / rate));
  return points.reduce((a, b) => (distance(b) < distance(a) ? b : a)).loss;
}
