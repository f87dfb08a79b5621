/** A sign error: t − ŷ for ŷ − t. The gradient of the loss to the prediction has the wrong sign, and all that follows. */
import { neg, num, sym } from '../expr';
import { elementwise } from '../ops/emit';
import type { FaultDefinition } from './types';

export const signError: FaultDefinition = {
  kind: 'signError',
  betrayedBy: 'check',
  applicable: () => null,
  autodiff: () => ({
    flow({ sink, node, index, correct }) {
      const flowed = correct();
      const target = sink.node(node.inputs[index]);
      // What weights cost by themselves does not pass the prediction.
      if (flowed === null || node.phase !== 'loss' || target.phase !== 'forward' || target.role !== null) return flowed;
      return elementwise(sink, {
        expr: neg(sym('upstream')),
        args: { upstream: flowed },
        definition: 'wrong sign',
        local: num(-1),
      });
    },
  }),
};
