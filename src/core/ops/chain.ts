/** The way back through a sum of products: for every path the gradient that arrives times the other factor. */
import type { Explanation, Term } from '../graph/types';
import type { ExplainContext } from './types';

/**
 * @param upstream index of the factor (and of the operation's input) that is the arriving gradient.
 * @returns null outside the backward phase.
 */
export function productChain(context: ExplainContext, terms: Term[], upstream: 0 | 1): Explanation['chain'] {
  const { node, inputs, symbol, number } = context;
  if (node.phase !== 'backward') return null;
  const other = inputs[1 - upstream].node;
  return terms.map(({ factors }) => {
    const local = factors[1 - upstream];
    return {
      upstream: factors[upstream],
      local: local.value,
      localSymbols: symbol(other, local.element),
      localNumbers: number(local.value, local),
    };
  });
}
