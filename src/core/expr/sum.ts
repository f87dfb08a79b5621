/** Sums as lists of terms: signs are carried inwards, like terms collected, and a positive term leads where one can. */
import { add, sub } from './build';
import { factorsKey, fromProduct, type Product, toProduct } from './product';
import { multiply, ONE, plus, type Rational } from './rational';
import type { Call, Expr } from './types';

/** The terms of a sum with their signs, in the order written. */
function termsOf(e: Expr, sign: 1 | -1, into: Product[]): boolean {
  if (e.kind === 'call' && (e.fn === 'add' || e.fn === 'sub')) {
    return termsOf(e.args[0], sign, into) && termsOf(e.args[1], e.fn === 'sub' ? (-sign as 1 | -1) : sign, into);
  }
  if (e.kind === 'call' && e.fn === 'neg') return termsOf(e.args[0], -sign as 1 | -1, into);
  const term = toProduct(e);
  const coefficient = multiply(term.coefficient, { n: sign, d: 1 });
  if (coefficient) into.push({ ...term, coefficient });
  return coefficient !== null;
}

const isConstant = (term: Product): boolean => term.above.length === 0 && term.below.length === 0;

/**
 * Like terms are those with the same factors and the same sign: 3x − x is not 2x where x is infinite.
 * Constants are finite and always alike.
 */
const likeness = (term: Product): string =>
  isConstant(term) ? '' : `${Math.sign(term.coefficient.n)} ${factorsKey(term)}`;

/** Like terms added up, each at the place of the first; null where a coefficient would overflow. */
function collect(terms: readonly Product[]): Product[] | null {
  const byFactors = new Map<string, Product>();
  for (const term of terms) {
    const key = likeness(term);
    const known = byFactors.get(key);
    const coefficient: Rational | null = known ? plus(known.coefficient, term.coefficient) : term.coefficient;
    if (!coefficient) return null;
    byFactors.set(key, { ...(known ?? term), coefficient });
  }
  const collected = [...byFactors.values()];
  const kept = collected.filter((term) => !(isConstant(term) && term.coefficient.n === 0));
  return kept.length > 0 ? kept : [{ coefficient: { n: 0, d: 1 }, above: [], below: [] }];
}

/** Simplifies a call of add, sub or neg whose arguments are simplified. */
export function simplifySum(e: Call): Expr {
  const written: Product[] = [];
  if (!termsOf(e, 1, written)) return e;
  const terms = collect(written);
  if (!terms) return e;
  const lead = terms.findIndex((term) => term.coefficient.n >= 0);
  if (lead > 0) terms.unshift(...terms.splice(lead, 1));
  const [first, ...rest] = terms;
  return rest.reduce<Expr>((sum, term) => {
    if (term.coefficient.n >= 0) return add(sum, fromProduct(term));
    return sub(sum, fromProduct({ ...term, coefficient: multiply(term.coefficient, { n: -1, d: 1 }) ?? ONE }));
  }, fromProduct(first));
}
