/** `reshape`: the same numbers in another shape. */
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { reshape } from './emit';
import { explainMove } from './move';
import { GraphError, type OpDefinition } from './types';
import { assigned, sizeTex } from './whole';

export const reshapeOp: OpDefinition = {
  name: 'reshape',
  shape([a], attrs) {
    const shape = attrs.shape as Shape;
    if (sizeOf(a) !== sizeOf(shape)) throw new GraphError('reshapeSize', { from: `[${a}]`, to: `[${shape}]` });
    return shape;
  },
  vjp: (sink, node, upstream) => reshape(sink, upstream, sink.node(node.inputs[0]).shape),
  evaluate: ([a]) => a.data.slice(),
  explain: (context) => explainMove(context, context.element),
  whole: {
    matrix: ({ node, symbols: [a] }) => `\\operatorname{reshape}_{${sizeTex(node.shape)}}\\left(${a}\\right)`,
    code: (context) => assigned(context, `${context.names[0]}.reshape(${context.node.shape.join(', ') || '()'})`),
  },
};
