/** `oneHot`: a class number becomes a vector with a 1 in its place; a number that is no class becomes all zeros. */
import { sizeOf } from '../graph/shape';
import type { OpDefinition } from './types';
import { assigned } from './whole';

/** Input: class numbers `[…]`, whole numbers held as floats; output `[…, depth]`. No gradient flows to the numbers. */
export const oneHotOp: OpDefinition = {
  name: 'oneHot',
  shape: ([indices], attrs) => [...indices, attrs.depth as number],
  vjp: () => null,
  evaluate([indices], node) {
    const depth = node.attrs.depth as number;
    const out = new Float64Array(sizeOf(node.shape));
    indices.data.forEach((index, i) => {
      if (Number.isInteger(index) && index >= 0 && index < depth) out[i * depth + index] = 1;
    });
    return out;
  },
  explain({ node, inputs: [{ node: source, tensor }], output, element, symbol, number }) {
    const depth = node.attrs.depth as number;
    const from = Math.floor(element / depth);
    const factor = { node: source.id, element: from, value: tensor.data[from] };
    return {
      kind: 'select',
      // Classes are counted from 0, as in the data.
      symbols: `\\left[${symbol(source, from)} = ${element % depth}\\right]`,
      numbers: `\\left[${number(factor.value, factor)} = ${element % depth}\\right] = ${number(output[element], { node: node.id, element })}`,
      terms: [{ factors: [factor], value: output[element] }],
      chain: null,
    };
  },
  whole: {
    matrix: ({ node, symbols: [t] }) => `\\left[ ${t} = (0, \\ldots, ${(node.attrs.depth as number) - 1}) \\right]`,
    code: (context) =>
      assigned(context, `(${context.names[0]}[..., None] == np.arange(${context.node.attrs.depth})).astype(float)`),
  },
};
