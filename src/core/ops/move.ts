/** Operations that only move numbers (reshape, transpose, broadcast) share one explanation: this is that number. */
import type { ElementExplanation, ExplainContext } from './types';

export function explainMove(context: ExplainContext, from: number): ElementExplanation {
  const { inputs, number } = context;
  const [{ node, tensor }] = inputs;
  const value = tensor.data[from];
  const factor = { node: node.id, element: from, value };
  return {
    kind: 'move',
    symbols: context.symbol(node, from),
    numbers: number(value, factor),
    terms: [{ factors: [factor], value }],
    chain:
      context.node.phase === 'backward' ? [{ upstream: factor, local: 1, localSymbols: '1', localNumbers: '1' }] : null,
  };
}
