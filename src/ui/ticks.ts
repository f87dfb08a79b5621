/** Round numbers for the axes of charts. */

/** The smallest of 1, 2, 2.5, 5, 10, … times a power of ten that is at least `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9))!;
}

/** 0, step, 2·step, …: `count` of them after 0. */
export const multiples = (step: number, count: number) =>
  Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));

/** Round numbers from `low` to `high` (which is larger), about `count` of them. */
export function ticksBetween(low: number, high: number, count: number): number[] {
  const step = roundStep((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** About five round numbers from 0, none beyond `last` (> 0). With `integer`, whole ones. */
export function ticksUpTo(last: number, integer = false): number[] {
  const least = roundStep((integer ? Math.max(last, 1) : last) / 5);
  const step = integer ? Math.max(1, Math.ceil(least)) : least;
  return multiples(step, Math.floor(last / step + 1e-9));
}

/** An axis from 0 to a round number that holds `largest` (> 0), with about five ticks, the top among them. */
export function axisUpTo(largest: number): { top: number; ticks: number[] } {
  const step = roundStep(largest / 5);
  const count = Math.ceil(largest / step - 1e-9);
  const ticks = multiples(step, count);
  return { top: ticks[count], ticks };
}
