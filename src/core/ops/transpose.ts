/** `transpose`: permutes the axes; axis i of the output is axis perm[i] of the input. */
import { positionOf, sizeOf, stridesOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { transpose } from './emit';
import { explainMove } from './move';
import { GraphError, type OpDefinition } from './types';
import { assigned, indexedBy, lettersOf, transposed } from './whole';

function sourceOf(source: Shape, target: Shape, perm: readonly number[], element: number): number {
  const strides = stridesOf(source);
  return positionOf(target, element).reduce((sum, coordinate, axis) => sum + coordinate * strides[perm[axis]], 0);
}

export const transposeOp: OpDefinition = {
  name: 'transpose',
  shape([a], attrs) {
    const perm = attrs.perm as number[];
    if (perm.length !== a.length || [...perm].sort((p, q) => p - q).some((axis, i) => axis !== i)) {
      throw new GraphError('transposeAxes', { shape: `[${a}]`, perm: `[${perm}]` });
    }
    return perm.map((axis) => a[axis]);
  },
  vjp(sink, node, upstream) {
    const perm = node.attrs.perm as number[];
    return transpose(
      sink,
      upstream,
      perm.map((_, axis) => perm.indexOf(axis)),
    );
  },
  evaluate([a], node) {
    const perm = node.attrs.perm as number[];
    return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => a.data[sourceOf(a.shape, node.shape, perm, i)]);
  },
  explain: (context) => {
    const source = context.inputs[0].node.shape;
    return explainMove(
      context,
      sourceOf(source, context.node.shape, context.node.attrs.perm as number[], context.element),
    );
  },
  whole: {
    matrix({ node, symbols: [a] }) {
      const perm = node.attrs.perm as number[];
      if (perm.length === 2 && perm[0] === 1) return transposed(a);
      const letters = lettersOf(perm.length);
      return indexedBy(
        a,
        perm.map((_, axis) => letters[perm.indexOf(axis)]),
      );
    },
    code: (context) =>
      assigned(context, `${context.names[0]}.transpose(${(context.node.attrs.perm as number[]).join(', ')})`),
  },
};
