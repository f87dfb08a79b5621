/** Points of a square patch of the input plane, for the decision surface of a network with two inputs. */

import { targetForm } from '@/core/losses/targets';
import type { NetworkSpec } from '@/core/network/spec';

/** A square patch of the plane, the same in both directions. */
export interface Patch {
  from: number;
  to: number;
}

/** The patch to show: what the samples span, and half as much around it. */
export function patchAround(inputs: ArrayLike<number>): Patch {
  const values = Array.from(inputs);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || 1) / 2;
  return { from: low - margin, to: high + margin };
}

/**
 * side × side points (x, y), row by row from the top: y falls from `to` to `from`, x rises. Points are the centres of
 * the cells, so that the picture's edges are exactly `from` and `to`.
 */
export function gridPoints(side: number, patch: Patch): Float32Array {
  const points = new Float32Array(2 * side * side);
  const cell = (patch.to - patch.from) / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      points[at] = patch.from + (column + 0.5) * cell;
      points[at + 1] = patch.to - (row + 0.5) * cell;
    }
  }
  return points;
}

/** One unit's value at every point, of `units` values a point. */
export function pickUnit(values: Float32Array, units: number, unit: number): Float32Array {
  return Float32Array.from({ length: values.length / units }, (_, point) => values[point * units + unit]);
}

/** How values of one unit are coloured: the value in the middle, and what is a full colour above and below it. */
export interface Range {
  middle: number;
  /** Null: as far as the values go. */
  reach: number | null;
}

/** Beyond 0 and 1, so that full answers are strong colours and not the darkest ones, on which samples would drown. */
const SHARE: Range = { middle: 0.5, reach: 0.8 };
const SIGNED: Range = { middle: 0, reach: 1.6 };
const OPEN: Range = { middle: 0, reach: null };

/** Activations between 0 and 1, and those between −1 and 1. */
const SHARES: ReadonlySet<string> = new Set(['sigmoid', 'hardSigmoid', 'step', 'softmax']);
const SIGNS: ReadonlySet<string> = new Set(['tanh', 'softsign', 'sign']);

/** By what a unit's activation can give. */
export function unitRange(activation: string | null): Range {
  if (activation !== null && SHARES.has(activation)) return SHARE;
  return activation !== null && SIGNS.has(activation) ? SIGNED : OPEN;
}

/** Of the network's answer: the middle is where it changes from no to yes. */
export function answerRange({ loss }: Pick<NetworkSpec, 'loss'>, activation: string | null): Range {
  const range = unitRange(activation);
  if (targetForm(loss) === 'sign' || loss.fromLogits === true) return range === SHARE ? OPEN : range;
  // Targets are 0 and 1: half-way between them, whatever else the output could be.
  return range === SHARE ? SHARE : { middle: SHARE.middle, reach: range === SIGNED ? SHARE.reach : null };
}
