/**
 * The activations' derivative is forgotten: the gradient passes relu, tanh, sigmoid or softmax as if they were not there.
 * A loss computed from logits has its activation's derivative built in; where that activation is the only one, the loss
 * is taken of the probabilities instead, so that there is something to forget.
 */
import { ACTIVATIONS } from '../activations';
import type { GraphNode } from '../graph/types';
import { forwardNodes } from './network';
import { because, type FaultDefinition } from './types';

/** Whether a node is an activation, whose first input is what it is applied to. */
function isActivation({ op, attrs, phase, role }: GraphNode): boolean {
  if (phase !== 'forward' || role !== null) return false;
  const name = op === 'elementwise' ? String(attrs.definition) : op;
  return name === 'prelu' || Object.hasOwn(ACTIVATIONS, name);
}

export const forgottenDerivative: FaultDefinition = {
  kind: 'forgottenDerivative',
  betrayedBy: 'check',
  applicable({ graph }) {
    const wanted = forwardNodes(graph).some((node) => {
      const passed = graph.gradients.has(node.inputs[0]) && graph.gradients.has(node.id);
      return isActivation(node) && (passed || node.id === graph.output);
    });
    return wanted ? null : because('noActivation');
  },
  logits({ builder, output, logits }) {
    const others = builder.nodes.some((node) => node.id !== output && isActivation(node));
    return others ? logits : null;
  },
  autodiff: () => ({
    flow: ({ node, index, upstream, correct }) => (index === 0 && isActivation(node) ? upstream : correct()),
  }),
};
