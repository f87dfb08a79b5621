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

/** A factor: an element's value, or a number that stands for no element. */
interface Written {
  value: number;
  node?: number;
  element?: number;
}
type WrittenTerm = { factors: readonly Written[]; value: number };

/** LaTeX of a number that stands after a sign or a dot: negative ones need brackets there. */
function signed({ number }: ExplainContext, { value, node, element }: Written, first: boolean): string {
  const text = number(value, node === undefined || element === undefined ? undefined : { node, element });
  return !first && value < 0 ? `(${text})` : text;
}

/** The largest terms of a sum that is too long to be written out, in their order, and what the others add up to. */
export function largestTerms(terms: readonly { value: number }[]): { shown: number[]; rest: number } {
  const order = terms.map((t, i) => ({ i, size: Math.abs(t.value) })).sort((a, b) => b.size - a.size || a.i - b.i);
  const shown = order
    .slice(0, LARGEST)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
  const kept = new Set(shown);
  return { shown, rest: terms.reduce((sum, t, i) => (kept.has(i) ? sum : sum + t.value), 0) };
}

/** Terms that are left out, counted and summed. */
export const restOf = ({ number }: ExplainContext, count: number, rest: number): string =>
  `\\Big[\\underbrace{\\cdots}_{${count}} = ${number(rest)}\\Big]`;

/** Whether a sum of so many terms is written out. */
export const isShort = (count: number): boolean => count <= FULL;

/** A sum of products with numbers put in. */
export function sumOfNumbers(context: ExplainContext, terms: readonly WrittenTerm[]): string {
  const written = (t: WrittenTerm, place: number) =>
    product(t.factors.map((factor, i) => signed(context, factor, place === 0 && i === 0)));
  if (terms.length <= FULL) return terms.map(written).join(' + ') || '0';
  const { shown, rest } = largestTerms(terms);
  const kept = shown.map((i, place) => written(terms[i], place)).join(' + ');
  return `${kept} + ${restOf(context, terms.length - shown.length, rest)}`;
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
  const nodes = new Map(context.inputs.map(({ node }) => [node.id, node]));
  const symbolic = (t: Term) => product(t.factors.map((f) => context.symbol(nodes.get(f.node)!, f.element)));
  return {
    symbols: terms.length <= FULL ? terms.map(symbolic).join(' + ') || '0' : general,
    numbers: sumOfNumbers(context, terms),
  };
}
