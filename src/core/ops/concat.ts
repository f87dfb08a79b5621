/** `concat`: arrays set one after another along an axis. On the way back each gets its own piece of the gradient. */
import { elementAt, positionOf, sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { slice } from './emit';
import { GraphError, type OpDefinition } from './types';
import { assigned } from './whole';

/** Which input an element comes from, and which element of it. */
function sourceOf(inputs: readonly Shape[], output: Shape, axis: number, element: number) {
  const position = positionOf(output, element);
  let input = 0;
  while (position[axis] >= inputs[input][axis]) position[axis] -= inputs[input++][axis];
  return { input, element: elementAt(inputs[input], position) };
}

export const concatOp: OpDefinition = {
  name: 'concat',
  shape(inputs, attrs) {
    const axis = attrs.axis as number;
    const [first, ...rest] = inputs;
    for (const shape of rest) {
      if (shape.length !== first.length || shape.some((n, i) => i !== axis && n !== first[i])) {
        throw new GraphError('mergeShapes', { a: `[${first.slice(1)}]`, b: `[${shape.slice(1)}]` });
      }
    }
    return first.map((n, i) => (i === axis ? inputs.reduce((sum, shape) => sum + shape[axis], 0) : n));
  },
  vjp(sink, node, upstream, index) {
    const axis = node.attrs.axis as number;
    const { shape } = sink.node(node.inputs[index]);
    const before = node.inputs.slice(0, index).reduce((sum, input) => sum + sink.node(input).shape[axis], 0);
    return slice(sink, upstream, { begin: shape.map((_, i) => (i === axis ? before : 0)), size: shape });
  },
  evaluate(inputs, node) {
    const shapes = inputs.map(({ shape }) => shape);
    return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => {
      const from = sourceOf(shapes, node.shape, node.attrs.axis as number, i);
      return inputs[from.input].data[from.element];
    });
  },
  explain({ node, inputs, element, symbol, number }) {
    const shapes = inputs.map(({ tensor }) => tensor.shape);
    const from = sourceOf(shapes, node.shape, node.attrs.axis as number, element);
    const { node: source, tensor } = inputs[from.input];
    const factor = { node: source.id, element: from.element, value: tensor.data[from.element] };
    return {
      kind: 'move',
      symbols: symbol(source, from.element),
      numbers: number(factor.value, factor),
      terms: [{ factors: [factor], value: factor.value }],
      chain: node.phase === 'backward' ? [{ upstream: factor, local: 1, localSymbols: '1', localNumbers: '1' }] : null,
    };
  },
  whole: {
    matrix: ({ symbols }) => `\\left[ ${symbols.join(' \\mid ')} \\right]`,
    code: (context) =>
      assigned(context, `np.concatenate([${context.names.join(', ')}], axis=${context.node.attrs.axis})`),
  },
};
