/**
 * Explanations, each made once: the sentence, the formula, the pictures and the marks of a step all ask for the same
 * few, and that of a filter's weight has hundreds of terms.
 */
import type { Explanation, Trace } from '@/core/graph/types';
import { explain } from '@/core/interpreter/explain';
import { boxed } from './hidden';

/** So many are kept for the latest traces; then it begins anew. */
const KEPT = 64;
const made = new WeakMap<readonly Float64Array[], Map<string, Explanation>>();

/**
 * How one element of a node came about.
 * @param linked whether the formula's symbols and numbers carry the element they stand for.
 */
export function explained(trace: Trace, node: number, element: number, linked = false): Explanation {
  let own = made.get(trace.values);
  if (own === undefined) {
    own = new Map();
    made.set(trace.values, own);
  }
  const key = `${node} ${element} ${linked}`;
  let explanation = own.get(key);
  if (explanation === undefined) {
    if (own.size >= KEPT) own.clear();
    explanation = explain(trace, node, element, { linked });
    explanation = { ...explanation, numbers: boxed(trace, explanation.numbers) };
    own.set(key, explanation);
  }
  return explanation;
}
