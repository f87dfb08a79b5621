/**
 * The earlier layer's gradient is computed with already updated weights: an update inside the backward pass, layer by
 * layer. What flows to the earlier layer must read the weights that made the prediction.
 */
import { innerProducts } from './network';
import { because, type FaultDefinition } from './types';

export const updatedWeights: FaultDefinition = {
  kind: 'updatedWeights',
  betrayedBy: 'check',
  applicable({ graph, optimizer }) {
    // The norm of all gradients together is not known before the last of them.
    if (optimizer.globalClipNorm !== undefined) return because('globalNorm');
    const moving = innerProducts(graph).some(({ inputs }) => graph.gradients.has(inputs[1]));
    return moving ? null : because('oneLayer');
  },
  updatesEarly: true,
};
