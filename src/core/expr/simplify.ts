/**
 * Simplification that keeps values.
 *
 * Where the original has a finite value, the simplified expression has the same one up to rounding; where it has none,
 * neither has the simplified one. So `x − x`, `0 · x` and `x / x` stay (x may be infinite, NaN or 0), and only like
 * terms of the same sign are collected. Two liberties are taken: 0 and −0 count as the same, and a product
 * of constants is formed before the product with the rest, unless that overflows.
 * Terms and factors keep the order in which they were written, except that a constant factor comes first and a sum
 * does not begin with a minus where another term can lead. Constants without a short decimal form (1/3, √2, π) stay.
 */
import { neg, num } from './build';
import { applyFunction } from './functions';
import { fromProduct, isPi, toProduct } from './product';
import { isShort } from './rational';
import { equal, rewrite } from './substitute';
import { simplifySum } from './sum';
import type { Call, Expr } from './types';

const isConst = (e: Expr, value: number): boolean => e.kind === 'const' && e.value === value;
/** A call of one particular function; false says nothing about whether it is a call. */
const isCall = <F extends Call['fn']>(e: Expr, fn: F): e is Call & { readonly fn: F } =>
  e.kind === 'call' && e.fn === fn;
const isWhole = (e: Expr): boolean => e.kind === 'const' && Number.isSafeInteger(e.value) && e.value > 0;

/** A power of a power multiplies exponents, and an even power loses its sign, where the exponents are whole numbers. */
function simplifyPower(e: Call): Expr {
  const [base, exponent] = e.args;
  if (isConst(exponent, 0)) return num(1);
  if (isConst(exponent, 1)) return base;
  if (!(exponent.kind === 'const' && isWhole(exponent))) return e;
  if (isCall(base, 'pow') && base.args[1].kind === 'const' && isWhole(base.args[1])) {
    return { ...e, args: [base.args[0], num(base.args[1].value * exponent.value)] };
  }
  if (exponent.value % 2 === 0) {
    if (isCall(base, 'neg') || isCall(base, 'abs')) return simplifyPower({ ...e, args: [base.args[0], exponent] });
  }
  return e;
}

/** Calls of constants are computed where the result reads well; sums and products see to their own constants. */
function foldCall(e: Call): Expr | null {
  if (['add', 'sub', 'mul', 'div', 'neg'].includes(e.fn)) return null;
  const values = e.args.flatMap((arg) => (arg.kind === 'const' && !isPi(arg) ? [arg.value] : []));
  if (values.length < e.args.length) return null;
  const value = applyFunction(e.fn, values);
  return isShort(value) ? num(value) : null;
}

/** The product form; a bare sum under a minus sign takes the sign in. */
function simplifyProduct(e: Call): Expr {
  const result = fromProduct(toProduct(e));
  if (isCall(result, 'neg') && (isCall(result.args[0], 'add') || isCall(result.args[0], 'sub'))) {
    return simplifySum(result);
  }
  return result;
}

/** One step at the root; the arguments are simplified already. */
function simplifyRoot(e: Expr): Expr {
  if (e.kind !== 'call') return e;
  const folded = foldCall(e);
  if (folded) return folded;
  const [a, b, c] = e.args;
  switch (e.fn) {
    case 'add':
    case 'sub':
      return simplifySum(e);
    case 'neg':
    case 'mul':
    case 'div':
      return simplifyProduct(e);
    case 'pow':
      return simplifyPower(e);
    case 'abs':
      if (isCall(a, 'abs')) return a;
      return isCall(a, 'neg') ? simplifyRoot({ ...e, args: a.args }) : e;
    case 'cos':
      return isCall(a, 'neg') ? { ...e, args: a.args } : e;
    case 'sin':
    case 'tanh':
    case 'erf':
      return isCall(a, 'neg') ? simplifyProduct(neg({ ...e, args: a.args })) : e;
    case 'min':
    case 'max':
      return equal(a, b) ? a : e;
    case 'where':
      if (a.kind === 'const') return a.value !== 0 ? b : c;
      return equal(b, c) ? b : e;
    default:
      return e;
  }
}

/** A simpler expression with the same values (see the head of this file for what that means). */
export const simplify = (expr: Expr): Expr => rewrite(expr, simplifyRoot);
