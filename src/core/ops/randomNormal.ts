/**
 * `randomNormal`: noise with mean 0, from the counter-based generator: that of a step is the same on every backend and on
 * every replay.
 */
import { sizeOf } from '../graph/shape';
import type { GraphNode, Shape } from '../graph/types';
import { fillNormal } from '../random';
import type { OpDefinition } from './types';
import { assigned, sizeTex, tuple } from './whole';

/** The noise of a seed and a step; used by the interpreter and by executors that compute it on the host. */
export function fillRandomNormal(
  out: Float64Array | Float32Array,
  attrs: GraphNode['attrs'],
  seed: number,
  step: number,
): Float64Array | Float32Array {
  const key = { seed, purpose: 'noise', layer: attrs.layer as string, step };
  const values = fillNormal(new Float64Array(out.length), key, 0, attrs.stddev as number);
  // In float32, so that interpreter and engine add the very same noise.
  values.forEach((value, i) => {
    out[i] = Math.fround(value);
  });
  return out;
}

/** Inputs: the scalars `seed` and `step`. */
export const randomNormalOp: OpDefinition = {
  name: 'randomNormal',
  shape: (_inputs, attrs) => attrs.shape as Shape,
  vjp: () => null,
  evaluate([seed, step], node) {
    return fillRandomNormal(
      new Float64Array(sizeOf(node.shape)),
      node.attrs,
      seed.data[0],
      step.data[0],
    ) as Float64Array;
  },
  explain: ({ node, output, element, number }) => ({
    kind: 'random',
    symbols: `\\varepsilon \\sim \\mathcal{N}\\left(0, ${number(node.attrs.stddev as number)}^2\\right)`,
    numbers: number(output[element], { node: node.id, element }),
    terms: [],
    chain: null,
  }),
  whole: {
    matrix: ({ node }) => `\\mathcal{N}_{${sizeTex(node.shape)}}\\left(0, ${node.attrs.stddev}^2\\right)`,
    code: (context) =>
      assigned(context, `rng.normal(0, ${context.node.attrs.stddev}, size=${tuple(context.node.shape)})`),
  },
};
