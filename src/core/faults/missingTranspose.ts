/**
 * A missing transpose: δ·W for δ·Wᵀ on the way back through a dense layer. With a square kernel the shapes fit, and
 * nothing complains; every other kernel is multiplied rightly, as its product could not be computed at all.
 */
import { matMul } from '../ops/emit';
import { innerDense, isDenseProduct } from './network';
import { because, type FaultDefinition } from './types';

export const missingTranspose: FaultDefinition = {
  kind: 'missingTranspose',
  betrayedBy: 'check',
  applicable({ graph }) {
    const shapes = innerDense(graph).map(({ inputs }) => graph.nodes[inputs[1]].shape);
    if (shapes.length === 0) return because('oneDense');
    // A single number is its own transpose.
    if (shapes.some(([rows, columns]) => rows === columns && rows > 1)) return null;
    const [[rows, columns]] = shapes;
    return because('notSquare', { rows, columns, batch: graph.batchSize });
  },
  autodiff: () => ({
    flow({ sink, node, index, upstream, correct }) {
      if (index !== 0 || !isDenseProduct(node, (id) => sink.node(id))) return correct();
      const [rows, columns] = sink.node(node.inputs[1]).shape;
      return rows === columns ? matMul(sink, upstream, node.inputs[1]) : correct();
    },
  }),
};
