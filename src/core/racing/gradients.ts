/**
 * The gradients of a race: those of the surface, of a few drawn samples where it has samples, with noise where there is
 * any. What is random hangs on the seed and the number of the update alone, so that it is the same for every racer and
 * every start, in whatever order they run.
 */
import { fillNormal, permutation } from '../random';
import type { Surface } from './surfaces';
import type { RaceSpec } from './types';

/**
 * Standard normal numbers for the two coordinates of update `step` (from 1).
 * @returns x, y; to be multiplied by the standard deviation.
 */
export function drawnNoise(seed: number, step: number): Float64Array {
  return fillNormal(new Float64Array(2), { seed, purpose: 'gradientNoise', layer: '', step });
}

/** Indices of the samples that update `step` (from 1) sees: `size` different ones of `count`. */
export function drawnSamples(seed: number, step: number, count: number, size: number): Uint32Array {
  return permutation({ seed, purpose: 'raceSamples', layer: '', step }, count).subarray(0, size);
}

export interface Gradients {
  /** The gradient that update `step` (from 1) is made with at a point, written into `out`. */
  at(step: number, x: number, y: number, out: Float64Array): void;
}

/** What is drawn for a step, kept for the other racers. */
function remembered<T>(draw: (step: number) => T): (step: number) => T {
  const known: T[] = [];
  return (step) => {
    known[step] ??= draw(step);
    return known[step];
  };
}

/** @param surface of the same race. */
export function gradientsOf(
  { seed, noise, batchSize }: Pick<RaceSpec, 'seed' | 'noise' | 'batchSize'>,
  surface: Surface,
): Gradients {
  const count = surface.samples?.length ?? 0;
  const drawn =
    batchSize > 0 && batchSize < count ? remembered((step) => drawnSamples(seed, step, count, batchSize)) : null;
  const noiseAt = noise > 0 ? remembered((step) => drawnNoise(seed, step)) : null;
  return {
    at(step, x, y, out) {
      const [gx, gy] = drawn ? surface.sampleGradient(x, y, drawn(step)) : surface.gradient(x, y);
      const random = noiseAt?.(step);
      out[0] = random ? gx + noise * random[0] : gx;
      out[1] = random ? gy + noise * random[1] : gy;
    },
  };
}
