/**
 * The chain rule of one number: the paths along which it acts on the loss, each with what comes from above (upstream)
 * and what happens here (local). Read off an explanation, whatever the operation was.
 */
import { formulaNumber, linkedNumber, linkedSymbol, unlinked } from '@/core/expr';
import type { Explanation, Factor, Trace } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';

export interface Path {
  upstream: Factor;
  upstreamSymbol: string;
  /** LaTeX of its value. */
  upstreamNumber: string;
  local: number;
  /** LaTeX of the local derivative as such, ∂z/∂a, or null where the upstream gradient belongs to no single node. */
  localRatio: string | null;
  /** LaTeX of what the local derivative is here, with symbols and with numbers. */
  localSymbol: string;
  localNumbers: string;
  product: number;
}

/**
 * The paths of an explained gradient; empty for values, for the seed and for sums of paths.
 * @param linked whether symbols and numbers carry the element they stand for, as those of the explanation then do.
 */
export function pathsOf(trace: Trace, explanation: Explanation, linked = false): Path[] {
  const { graph, values } = trace;
  const node = graph.nodes[explanation.node];
  if (node.phase !== 'backward') return [];
  const isBackward = (factor: Factor) => graph.nodes[factor.node].phase === 'backward';
  const symbol = (id: number, element: number) => {
    const tex = elementSymbol(graph, id, element);
    return linked ? linkedSymbol(id, element, tex) : tex;
  };
  const symbolOf = (factor: Factor) => symbol(factor.node, factor.element);
  const numberOf = ({ node: id, element, value }: Factor) =>
    linked ? linkedNumber(id, element, value, formulaNumber(value)) : formulaNumber(value);
  const targetRef = targetOf(trace, explanation.node);
  const target = targetRef === null ? null : symbol(targetRef, explanation.element);
  const ratio = (upstream: Factor) => {
    const of = graph.nodes[upstream.node].gradientOf;
    if (of === null || target === null) return null;
    return `\\frac{\\partial ${symbol(of, upstream.element)}}{\\partial ${target}}`;
  };
  if (explanation.chain) {
    return explanation.chain.map(({ upstream, local, localSymbols, localNumbers }) => ({
      upstream,
      upstreamSymbol: symbolOf(upstream),
      upstreamNumber: numberOf(upstream),
      local,
      localRatio: ratio(upstream),
      localSymbol: localSymbols,
      localNumbers,
      product: upstream.value * local,
    }));
  }
  if (node.op === 'elementwise') return [];
  return explanation.terms.flatMap(({ factors }): Path[] => {
    const upstream = factors.find(isBackward);
    if (upstream === undefined || factors.length > 2) return [];
    const other = factors.find((factor) => factor !== upstream);
    const local = other === undefined ? 1 : values[other.node][other.element];
    return [
      {
        upstream,
        upstreamSymbol: symbolOf(upstream),
        upstreamNumber: numberOf(upstream),
        local,
        localRatio: ratio(upstream),
        localSymbol: other === undefined ? '1' : symbolOf(other),
        localNumbers: other === undefined ? '1' : numberOf({ ...other, value: local }),
        product: upstream.value * local,
      },
    ];
  });
}

/** The node that a gradient or a path belongs to, element by element, or null. */
function targetOf(trace: Trace, id: number): number | null {
  const node = trace.graph.nodes[id];
  const target = node.gradientOf ?? node.flow?.to ?? null;
  return target === null || trace.values[target].length !== trace.values[id].length ? null : target;
}

/** A factor that is a sum, or negative, needs brackets in a product. */
function bracketed(tex: string): string {
  let depth = 0;
  for (const c of unlinked(tex)) {
    if (c === '{' || c === '(') depth++;
    else if (c === '}' || c === ')') depth--;
    else if (depth === 0 && (c === '+' || c === '-')) return `\\left(${tex}\\right)`;
  }
  return tex;
}

/** Sums of more paths than this are shortened. */
const WRITTEN = 4;

/**
 * The chain rule as LaTeX, upstream in the colour of the backward pass and local in that of the forward pass: as
 * derivatives, with the symbols of what they are here, and with numbers. Null where there are no paths.
 */
export function chainRule(paths: readonly Path[]): { rule: string; symbols: string; numbers: string } | null {
  if (paths.length === 0) return null;
  // The same paths in every line, in their order: the largest where there are too many.
  const { shown, rest, restCount } = largestTerms(paths, (path) => path.product, WRITTEN);
  const written = paths.filter((path) => shown.includes(path));
  const sum = (write: (path: Path) => string, others: string) =>
    [...written.map(write), ...(restCount > 0 ? [others] : [])].join(' + ');
  const dots = `\\underbrace{\\cdots}_{${restCount}}`;
  // In braces: a line may end between products, not inside of one.
  const product = (upstream: string, local: string) =>
    `{\\bwd{${bracketed(upstream)}} \\cdot \\fwd{${bracketed(local)}}}`;
  return {
    rule: sum((path) => product(path.upstreamSymbol, path.localRatio ?? path.localSymbol), dots),
    symbols: sum((path) => product(path.upstreamSymbol, path.localSymbol), dots),
    numbers: sum(
      (path) => product(path.upstreamNumber, path.localNumbers),
      `\\Big[\\underbrace{\\cdots}_{${restCount}} = ${formulaNumber(rest)}\\Big]`,
    ),
  };
}

/** Terms of the largest magnitude first, at most `limit`, and what the others add up to. */
export function largestTerms<T>(items: readonly T[], value: (item: T) => number, limit: number) {
  if (items.length <= limit) return { shown: [...items], rest: 0, restCount: 0 };
  const sorted = [...items].sort((a, b) => Math.abs(value(b)) - Math.abs(value(a)));
  const rest = sorted.slice(limit - 1).reduce((sum, item) => sum + value(item), 0);
  return { shown: sorted.slice(0, limit - 1), rest, restCount: items.length - limit + 1 };
}
