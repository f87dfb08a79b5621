/** Numbers and durations as each language writes them. */

export { percent, whole } from '@/ui';

/** A measured value with `digits` significant digits, in powers of ten only where it would be long otherwise. */
export function measured(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4 ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−').replace('e+', 'e');
}

/** Seconds as the largest two units of hours, minutes and seconds that apply; each already rounded. */
export function duration(seconds: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.round(seconds));
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 };
}

/** A shape as people write it: 28×28×1. */
export const shapeText = (shape: readonly number[]) => (shape.length === 0 ? '1' : shape.join('×'));
