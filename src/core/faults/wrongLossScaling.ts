/**
 * Wrong loss scaling: the loss that is shown is the mean over the batch, the gradient is that of the sum. The division
 * by the number of samples is forgotten on the way back, and every gradient is that many times too large.
 */
import type { GraphNode } from '../graph/types';
import type { NodeSink } from '../ops/types';
import { forwardNodes } from './network';
import { because, type FaultDefinition } from './types';

/** Whether a node takes the mean over the samples. */
const isBatchMean = ({ op, attrs, phase }: Pick<GraphNode, 'op' | 'attrs' | 'phase'>): boolean =>
  phase === 'loss' && op === 'reduceMean' && (attrs.axes as readonly number[]).includes(0);

export const wrongLossScaling: FaultDefinition = {
  kind: 'wrongLossScaling',
  betrayedBy: 'check',
  applicable({ graph }) {
    if (graph.batchSize === 1) return because('oneSample');
    return forwardNodes(graph).some(isBatchMean) ? null : because('noMean');
  },
  autodiff: (batchSize) => ({
    flow({ sink, node, correct }) {
      if (!isBatchMean(node)) return correct();
      const unscaled: NodeSink = {
        node: (id) => sink.node(id),
        emit: (op, inputs, attrs, options) =>
          sink.emit(op, inputs, { ...attrs, count: Number(attrs?.count) / batchSize }, options),
      };
      return correct({ sink: unscaled });
    },
  }),
};
