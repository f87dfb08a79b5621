/**
 * The plane of learning rate and momentum over a bowl: at each point, what a distance from the minimum is multiplied by
 * with every update, in the slower of the bowl's directions; and for each momentum the largest stable rate, which is the
 * critical line (Goh: Why momentum really works, Distill 2017). Both come from the optimizer's own lines (stability.ts).
 */
import type { Progress } from '../interpreter/checks';
import type { OptimizerSpec } from '../network/spec';
import { spectralRadius, stableRate } from './stability';

export interface PlaneInput {
  /** With a setting `momentum`; its own and its rate do not count. */
  optimizer: OptimizerSpec;
  /** Curvatures of the bowl, all positive. */
  curvatures: readonly number[];
  rates: readonly number[];
  /** 0 ≤ μ < 1 each. */
  momenta: readonly number[];
}

export interface Plane {
  /** Spectral radius, row-major `[momenta, rates]`. */
  values: Float64Array;
  /** Largest stable rate for each momentum; null where there is none. */
  limits: (number | null)[];
  /** The point of the grid that shrinks a distance most. */
  best: { rate: number; momentum: number; radius: number };
}

/** @throws GraphError when the optimizer or a setting is not known. */
export function* plane({ optimizer, curvatures, rates, momenta }: PlaneInput): Generator<Progress, Plane> {
  const values = new Float64Array(momenta.length * rates.length);
  const limits: Plane['limits'] = [];
  const largest = Math.max(...curvatures);
  let best = { rate: rates[0], momentum: momenta[0], radius: Number.POSITIVE_INFINITY };
  for (const [row, momentum] of momenta.entries()) {
    const own = { ...optimizer, momentum };
    for (const [column, rate] of rates.entries()) {
      const radius = Math.max(...curvatures.map((curvature) => spectralRadius(own, rate, curvature) ?? Number.NaN));
      values[row * rates.length + column] = radius;
      if (radius < best.radius) best = { rate, momentum, radius };
    }
    limits.push(stableRate(own, largest));
    yield { done: row + 1, total: momenta.length };
  }
  return { values, limits, best };
}
