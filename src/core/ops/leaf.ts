/** Leaves: values that come from outside (input, target, weights, optimizer state, scalars) or are constant. */
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { GraphError, type OpDefinition } from './types';
import { sizeTex, tuple } from './whole';

export const leafOp: OpDefinition = {
  name: 'leaf',
  shape: (_inputs, attrs) => attrs.shape as Shape,
  vjp: () => null,
  evaluate(_inputs, node) {
    if (node.attrs.values !== undefined) return Float64Array.from(node.attrs.values as number[]);
    if (node.attrs.value === undefined) throw new GraphError('missingFeed', { node: node.name });
    return new Float64Array(sizeOf(node.shape)).fill(node.attrs.value as number);
  },
  explain: ({ node, number, output, element }) => ({
    kind: 'leaf',
    symbols: number(output[element], { node: node.id, element }),
    numbers: number(output[element], { node: node.id, element }),
    terms: [],
    chain: null,
  }),
  whole: {
    matrix: ({ node }) =>
      node.attrs.value === undefined ? `\\mathbb{R}^{${sizeTex(node.shape)}}` : String(node.attrs.value),
    code({ out, node: { attrs, shape } }) {
      if (attrs.values !== undefined)
        return [`${out} = np.array([${(attrs.values as number[]).join(', ')}]).reshape(${shape.join(', ')})`];
      if (attrs.value === undefined) return [`assert np.shape(${out}) == ${tuple(shape)}`];
      return [`${out} = ${shape.length === 0 ? attrs.value : `np.full(${tuple(shape)}, ${attrs.value})`}`];
    },
  },
};
