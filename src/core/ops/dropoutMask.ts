/**
 * `dropoutMask`: 0 with probability `rate`, else 1/(1 − rate) (inverted dropout, as Keras has it) or what `kept` says,
 * from the counter-based generator: the mask of a step is the same on every backend and on every replay.
 */
import { sizeOf } from '../graph/shape';
import type { GraphNode, Shape } from '../graph/types';
import { hashText, threefry } from '../random';
import type { OpDefinition } from './types';
import { assigned, sizeTex, tuple } from './whole';

/** What an element that is kept is multiplied by. */
function keptValue(attrs: GraphNode['attrs']): number {
  return (attrs.kept as number | undefined) ?? 1 / (1 - (attrs.rate as number));
}

/** The mask's values for a seed and a step; used by the interpreter and by executors that compute it on the host. */
export function fillDropoutMask(
  out: Float64Array | Float32Array,
  attrs: GraphNode['attrs'],
  seed: number,
  step: number,
) {
  const rate = attrs.rate as number;
  const hash = hashText(`dropout/${attrs.layer as string}`);
  const kept = keptValue(attrs);
  for (let i = 0; i < out.length; i++) {
    out[i] = (threefry(seed, hash, step, i)[0] >>> 8) / 0x1000000 < rate ? 0 : kept;
  }
  return out;
}

/** Inputs: the scalars `seed` and `step`. */
export const dropoutMaskOp: OpDefinition = {
  name: 'dropoutMask',
  shape: (_inputs, attrs) => attrs.shape as Shape,
  vjp: () => null,
  evaluate: ([seed, step], node) => {
    const out = new Float64Array(sizeOf(node.shape));
    fillDropoutMask(out, node.attrs, seed.data[0], step.data[0]);
    return out;
  },
  explain({ node, output, element, number }) {
    const kept = number(output[element], { node: node.id, element });
    const rate = number(node.attrs.rate as number);
    const one = node.attrs.kept === undefined ? `\\frac{1}{1 - ${rate}}` : number(node.attrs.kept as number);
    return {
      kind: 'random',
      symbols: `\\begin{cases} 0 & u < ${rate} \\\\ ${one} & u \\ge ${rate} \\end{cases}`,
      numbers: kept,
      terms: [],
      chain: null,
    };
  },
  whole: {
    matrix({ node }) {
      const { rate } = node.attrs as { rate: number };
      const draws = `\\left[ \\mathcal{U}_{${sizeTex(node.shape)}} \\ge ${rate} \\right]`;
      if (node.attrs.kept === 1) return draws;
      return `${node.attrs.kept === undefined ? `\\frac{1}{1 - ${rate}}` : node.attrs.kept} \\, ${draws}`;
    },
    code(context) {
      const { rate, kept } = context.node.attrs as { rate: number; kept?: number };
      const draws = `(rng.random(${tuple(context.node.shape)}) >= ${rate})`;
      return assigned(context, kept === undefined ? `${draws} / (1 - ${rate})` : `${draws} * ${kept}`);
    },
  },
};
