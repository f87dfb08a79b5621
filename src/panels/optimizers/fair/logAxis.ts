/** A logarithmic axis: where a value lies between the ends, and the powers of ten on it. */
export interface LogAxis {
  low: number;
  high: number;
  /** Share of the way from low to high, clipped to it; NaN for what has no logarithm. */
  at(value: number): number;
  ticks: number[];
}

/** Most powers of ten that are written on an axis. */
const MOST_TICKS = 6;

/** An axis that holds every positive finite value; null where there is none. */
export function logAxisOf(values: readonly number[]): LogAxis | null {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logs.length === 0) return null;
  const low = Math.floor(Math.min(...logs) - 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.max(...logs) + 1e-9));
  const every = Math.ceil((high - low) / MOST_TICKS);
  const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 10 ** (low + i * every));
  return {
    low: 10 ** low,
    high: 10 ** high,
    at: (value) => Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low))),
    ticks,
  };
}

/** A power of ten as it is written on an axis: 10⁻³. */
export function powerOfTen(value: number): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const exponent = Math.round(Math.log10(value));
  const text = [...String(Math.abs(exponent))].map((digit) => digits[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${text}`;
}
