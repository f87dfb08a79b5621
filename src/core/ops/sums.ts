/**
 * LaTeX of long sums: the largest terms in full, the rest summed and counted, so that the formula of a neuron with 784
 * inputs still fits a line and still adds up.
 */
import type { Term } from '../graph/types';
import type { ExplainContext } from './types';

/** Sums of up to this many terms are written out. */
const FULL = 6;
/** Of longer sums, so many of the largest terms are. */
const LARGEST = 3;

function product(factors: string[]): string {
  return factors.join(' \\cdot ');
}

function withSign(text: string): string {
  return text.startsWith('-') ? `(${text})` : text;
}

/**
 * Writes a sum of products with symbols and with numbers.
 * @returns LaTeX of both; `general` replaces the symbolic form of a sum that is too long to be written out.
 */
export function writeSum(
  context: ExplainContext,
  terms: Term[],
  general: string,
): { symbols: string; numbers: string } {
  const { number } = context;
  const nodes = new Map(context.inputs.map(({ node }) => [node.id, node]));
  const symbolic = (t: Term) => product(t.factors.map((f) => context.symbol(nodes.get(f.node)!, f.element)));
  // Only what follows a sign or a dot needs its own sign in parentheses.
  const numeric = (t: Term, place: number) =>
    product(t.factors.map((f, i) => (place === 0 && i === 0 ? number(f.value) : withSign(number(f.value)))));
  if (terms.length <= FULL) {
    return { symbols: terms.map(symbolic).join(' + ') || '0', numbers: terms.map(numeric).join(' + ') || '0' };
  }
  const order = terms.map((t, i) => ({ i, size: Math.abs(t.value) })).sort((a, b) => b.size - a.size || a.i - b.i);
  const shown = order
    .slice(0, LARGEST)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
  const kept = new Set(shown);
  const rest = terms.reduce((sum, t, i) => (kept.has(i) ? sum : sum + t.value), 0);
  const restText = `\\Big[\\underbrace{\\cdots}_{${terms.length - LARGEST}} = ${number(rest)}\\Big]`;
  return {
    symbols: general,
    numbers: `${shown.map((i, place) => numeric(terms[i], place)).join(' + ')} + ${restText}`,
  };
}
