/** Numbers and durations as each language writes them. */

export { measured, percent, whole } from '@/ui';

/** Seconds as the largest two units of hours, minutes and seconds that apply; each already rounded. */
export function duration(seconds: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.round(seconds));
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 };
}

/** A shape as people write it: 28×28×1. */
export const shapeText = (shape: readonly number[]) => (shape.length === 0 ? '1' : shape.join('×'));
