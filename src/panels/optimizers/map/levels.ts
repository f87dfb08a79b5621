/**
 * How heights become shares of a scale, and where the lines between the bands run. On logarithmic levels a height is
 * counted from the lowest there is, so that every tenfold approach to a minimum is one more step down.
 */
import { measured } from '@/ui/format';
import { ticksBetween } from '@/ui/ticks';
import type { Levels } from '../store';

export interface Level {
  /** The value of f along the line. */
  value: number;
  /** Its place on the scale, 0 … 1. */
  share: number;
  /** Whole powers of ten, or every fifth line. */
  strong: boolean;
}

export interface Scale {
  kind: Levels;
  /** What logarithmic heights are counted from. */
  base: number;
  /** Ends of the scale: values of f, or powers of ten of the height above the base. */
  low: number;
  high: number;
  /** In rising order. */
  levels: Level[];
}

/** So many powers of ten are told apart. */
const MOST_DECADES = 6;
/** About so many linear bands. */
const BANDS = 18;

/** Where no minimum is known, heights are counted from so far below the lowest, as a share of all heights. */
const BELOW = 0.01;

/** Lines within a power of ten, by how many powers there are to show. */
const mantissas = (decades: number): readonly number[] =>
  decades <= 1.5 ? [1, 1.5, 2, 3, 4, 5, 7] : decades <= 2.5 ? [1, 1.5, 2, 3, 5, 7] : decades <= 4 ? [1, 2, 5] : [1, 3];

function logLevels(low: number, high: number, base: number): Level[] {
  const found: Level[] = [];
  const within = mantissas(high - low);
  for (let power = Math.floor(low); power <= high; power++) {
    for (const mantissa of within) {
      const share = (power + Math.log10(mantissa) - low) / (high - low);
      if (share <= 0 || share >= 1) continue;
      found.push({ value: base + mantissa * 10 ** power, share, strong: mantissa === 1 });
    }
  }
  return found;
}

/**
 * The scale of a field.
 *
 * @param least,most its smallest and largest finite values; NaN where it has none.
 * @param lowest the smallest value known of f anywhere, such as at its minima; infinity where none is known.
 */
export function scaleOf(kind: Levels, least: number, most: number, lowest = Number.POSITIVE_INFINITY): Scale {
  if (!(most > least)) {
    const middle = Number.isFinite(least) ? least : 0;
    return { kind: 'linear', base: middle, low: middle - 0.5, high: middle + 0.5, levels: [] };
  }
  if (kind === 'linear') {
    const ticks = ticksBetween(least, most, BANDS);
    const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
    const levels = ticks
      .map((value) => ({
        value,
        share: (value - least) / (most - least),
        strong: Math.abs(Math.round(value / step) % 5) === 0,
      }))
      .filter(({ share }) => share > 0 && share < 1);
    return { kind, base: 0, low: least, high: most, levels };
  }
  // Without a minimum to count from, the lowest place is as much a matter of the window as any other.
  const base = Number.isFinite(lowest) ? Math.min(lowest, least) : least - BELOW * (most - least);
  const high = Math.log10(most - base);
  const nearest = least > base ? Math.log10(least - base) : Number.NEGATIVE_INFINITY;
  const low = Math.min(high - 1, Math.max(nearest, high - MOST_DECADES));
  return { kind, base, low, high, levels: logLevels(low, high, base) };
}

/** Where a value lies on the scale: 0 at its low end, 1 at its high one, not clamped above; NaN where f has no value. */
export function shareOf({ kind, base, low, high }: Scale, value: number): number {
  if (!Number.isFinite(value)) return Number.NaN;
  if (kind === 'linear') return (value - low) / (high - low);
  return Math.max(0, (Math.log10(Math.max(value - base, 0)) - low) / (high - low));
}

/** Which band a share belongs to: 0 below the first line. */
export function bandOf(levels: readonly Level[], share: number): number {
  let [from, to] = [0, levels.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (levels[middle].share <= share) from = middle + 1;
    else to = middle;
  }
  return from;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** A power of ten as it is written by hand: 10⁻³. */
const power = (exponent: number) =>
  `10${exponent < 0 ? '⁻' : ''}${[...String(Math.abs(exponent))].map((digit) => RAISED[Number(digit)]).join('')}`;

/** The value of a level in words: powers of ten where there is nothing below them. */
export function levelText({ kind, base }: Scale, { value, strong }: Level): string {
  if (kind === 'linear' || Math.abs(base) > 1e-12 || !strong) return measured(value, 3);
  const exponent = Math.round(Math.log10(value));
  return exponent >= -2 && exponent <= 3 ? measured(10 ** exponent) : power(exponent);
}
