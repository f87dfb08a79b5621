/**
 * Gradients not zeroed: every update uses the sum of all gradients so far, as in PyTorch when `zero_grad` is forgotten.
 * The sum is a state of its own for each weight.
 */
import { parse } from '../expr';
import type { GraphBuilder } from '../graph/builder';
import type { StateInfo } from '../graph/types';
import { elementwise, leaf } from '../ops/emit';
import type { WeightToUpdate } from '../optimizers/emit';
import type { FaultDefinition } from './types';

const STATE = 'accumulatedGradient';

/** Whether a state belongs to this mistake, and to no optimizer. */
export const isAccumulated = (name: string): boolean => name.endsWith(`/${STATE}`);

const SUM = parse('G + g');

/** Emits the sum of a weight's gradients so far, which takes the gradient's place. */
function accumulated(builder: GraphBuilder, { name, node, layer, gradient }: WeightToUpdate) {
  const { shape, symbol } = builder.node(node);
  const place = { phase: 'backward', layer, prefix: `backward/${name}` } as const;
  return builder.within(place, () => {
    const state = leaf(builder, 'state', `${name}/${STATE}`, shape, `G^{${symbol}}`);
    builder.annotate(gradient, { gradientOf: null, symbol: `\\frac{\\partial L_t}{\\partial ${symbol}}` });
    const sum = elementwise(
      builder,
      { expr: SUM, args: { G: state, g: gradient }, definition: 'accumulated gradient' },
      { name: `backward/${name}/accumulated`, symbol: `\\frac{\\partial L}{\\partial ${symbol}}` },
    );
    builder.annotate(sum, { gradientOf: node });
    return { state, sum };
  });
}

export const gradientsNotZeroed: FaultDefinition = {
  kind: 'gradientsNotZeroed',
  betrayedBy: 'checkLater',
  applicable: () => null,
  gradients(builder, weights) {
    const gradients = new Map<number, number>();
    const states: StateInfo[] = [];
    for (const weight of weights) {
      const { state, sum } = accumulated(builder, weight);
      gradients.set(weight.node, sum);
      const { shape } = builder.node(state);
      const name = `${weight.name}/${STATE}`;
      states.push({ name, weight: weight.name, state: STATE, node: state, update: sum, shape, initial: 0 });
    }
    return { gradients, states };
  },
};
