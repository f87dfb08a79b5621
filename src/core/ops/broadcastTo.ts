/** `broadcastTo`: repeats an array to fill a larger shape; the gradient sums over the repetitions. */
import { broadcastData, broadcastElement, broadcastShapes, sameShape } from '../graph/shape';
import type { Shape } from '../graph/types';
import { reduceSum, reshape } from './emit';
import { explainMove } from './move';
import { GraphError, type OpDefinition } from './types';
import { assigned, sizeTex, tuple } from './whole';

export const broadcastToOp: OpDefinition = {
  name: 'broadcastTo',
  shape([a], attrs) {
    const shape = attrs.shape as Shape;
    const common = broadcastShapes(a, shape);
    if (!common || !sameShape(common, shape))
      throw new GraphError('broadcast', { a: `[${a}]`, b: `[${shape}]`, of: '' });
    return shape;
  },
  vjp(sink, node, upstream) {
    const source = sink.node(node.inputs[0]).shape;
    const shift = node.shape.length - source.length;
    const axes = node.shape
      .map((_, axis) => axis)
      .filter((axis) => axis < shift || (source[axis - shift] === 1 && node.shape[axis] !== 1));
    if (axes.length === 0) return upstream;
    const summed = reduceSum(sink, upstream, axes, false);
    return sameShape(sink.node(summed).shape, source) ? summed : reshape(sink, summed, source);
  },
  evaluate: ([a], node) => broadcastData(a.data, a.shape, node.shape).slice(),
  explain: (context) =>
    explainMove(context, broadcastElement(context.inputs[0].node.shape, context.node.shape, context.element)),
  whole: {
    matrix: ({ node, symbols: [a] }) => `${a} \\odot \\mathbf{1}_{${sizeTex(node.shape)}}`,
    code: (context) => assigned(context, `np.broadcast_to(${context.names[0]}, ${tuple(context.node.shape)})`),
  },
};
