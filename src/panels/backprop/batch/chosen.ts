/** Samples chosen in words: by number, by ranges, or at random. */
import { permutation } from '@/core/random';

/** What a text chooses, or what is wrong with it. */
export type Chosen = { indices: number[] } | { problem: 'empty' | 'unreadable' | 'outside' | 'tooMany'; text: string };

/**
 * Reads numbers and ranges, counted from 1: `3`, `1-8`, `1–4, 12, 20-22`. The order is kept, repetitions are dropped.
 * @param count samples there are.
 * @param most samples that may be chosen.
 */
export function readChosen(text: string, count: number, most: number): Chosen {
  // Spaces around a dash belong to the range.
  const joined = text
    .normalize('NFKC')
    .replace(/\s*[-–—~]\s*/g, '-')
    .split(/[\s,，、;；]+/);
  const parts = joined.filter((part) => part !== '');
  if (parts.length === 0) return { problem: 'empty', text };
  const indices = new Set<number>();
  for (const part of parts) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return { problem: 'unreadable', text: part };
    const [first, last] = [Number(from), Number(to)];
    if (first < 1 || last < first || last > count) return { problem: 'outside', text: part };
    if (last - first >= most) return { problem: 'tooMany', text: part };
    for (let n = first; n <= last; n++) indices.add(n - 1);
  }
  return indices.size > most ? { problem: 'tooMany', text } : { indices: [...indices] };
}

/** `n` different samples of `count`, the same for the same draw. */
export function drawSamples(count: number, n: number, draw: number): number[] {
  const order = permutation({ seed: draw, purpose: 'samples', layer: 'stepper', step: 0 }, count);
  return [...order.subarray(0, Math.min(n, count))];
}

/** Chosen samples as a person would write them: `1–4, 9`. */
export function writeChosen(indices: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const index of indices) {
    const last = runs[runs.length - 1];
    if (last && index === last[1] + 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1}–${to + 1}`)).join(', ');
}
