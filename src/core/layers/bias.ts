/** What layers with a kernel end with: the bias is added along the last axis, then the activation is applied. */
import { applyActivation } from '../activations';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import type { NodeSink } from '../ops/types';

/**
 * @param sum the weighted sums, `[batch, …, units]`.
 * @param bias `[units]`, or undefined for none.
 */
export function biasAndActivation(
  sink: NodeSink,
  sum: number,
  bias: number | undefined,
  activation: string,
  symbol: (base: string) => string,
): number {
  const z =
    bias === undefined
      ? sum
      : elementwise(
          sink,
          { expr: parse('s + b'), args: { s: sum, b: bias }, definition: 'biasAdd' },
          { symbol: symbol('z') },
        );
  return applyActivation(sink, activation, z, { symbol: symbol('a') });
}
