/**
 * Softmax twice: the network ends with softmax, and the loss applies it again to what it takes for logits, as with
 * PyTorch's `CrossEntropyLoss` behind a softmax layer. The same happens with sigmoid and `BCEWithLogitsLoss`. Gradients
 * are right for the loss that is shown, but that loss cannot come near 0: probabilities lie between 0 and 1, so that the
 * second softmax is never surer than e : 1.
 */

import { lossOf } from '../losses';
import type { FaultDefinition } from './types';
import { because } from './types';

export const doubleSoftmax: FaultDefinition = {
  kind: 'doubleSoftmax',
  betrayedBy: 'curve',
  applicable({ network, graph }) {
    const { knows } = lossOf(network.loss).definition;
    const { op, attrs } = graph.nodes[graph.output];
    const last = op === 'elementwise' ? attrs.definition : op;
    return knows !== undefined && last === knows ? null : because('noProbabilities');
  },
  logits: ({ output, logits }) => (logits === null ? null : output),
};
