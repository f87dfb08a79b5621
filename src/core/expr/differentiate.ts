/**
 * Symbolic differentiation: the chain rule, once for every function of the language.
 *
 * Conventions where a derivative does not exist: that of abs at 0 is 0; max(a, b) follows a only where a > b and
 * min(a, b) only where a < b, so a tie follows b and relu written as max(x, 0) has slope 0 at 0; floor, sign and
 * comparisons have slope 0 everywhere; `where` differentiates its branches and not its condition.
 */
import { add, cos, div, exp, gt, log, lt, mul, neg, num, pow, sign, sin, sqrt, sub, where } from './build';
import { simplify } from './simplify';
import type { Call, Expr } from './types';

const ZERO = num(0);
const isConst = (e: Expr, value: number): boolean => e.kind === 'const' && e.value === value;

// A zero that comes from "does not depend on the variable" is exact, so here, unlike in `simplify`, it removes its product.
const plus = (a: Expr, b: Expr): Expr => (isConst(a, 0) ? b : isConst(b, 0) ? a : add(a, b));
const minus = (a: Expr, b: Expr): Expr => {
  if (isConst(b, 0)) return a;
  if (isConst(a, 0)) return negated(b);
  return a.kind === 'const' && isConst(b, a.value) ? ZERO : sub(a, b);
};
const negated = (a: Expr): Expr => (isConst(a, 0) ? ZERO : neg(a));
const times = (a: Expr, b: Expr): Expr =>
  isConst(a, 0) || isConst(b, 0) ? ZERO : isConst(a, 1) ? b : isConst(b, 1) ? a : mul(a, b);
const over = (a: Expr, b: Expr): Expr => (isConst(a, 0) ? ZERO : div(a, b));
const choose = (c: Expr, a: Expr, b: Expr): Expr => (isConst(a, 0) && isConst(b, 0) ? ZERO : where(c, a, b));

/** d(u^v): without a logarithm where the exponent is independent of the variable. */
function powerRule(u: Expr, v: Expr, du: Expr, dv: Expr): Expr {
  const byBase = isConst(du, 0)
    ? ZERO
    : v.kind === 'const'
      ? v.value === 0
        ? ZERO
        : v.value === 1
          ? du
          : times(mul(v, v.value === 2 ? u : pow(u, v.value - 1)), du)
      : times(mul(v, pow(u, sub(v, 1))), du);
  const byExponent = isConst(dv, 0) ? ZERO : times(mul(pow(u, v), log(u)), dv);
  return plus(byBase, byExponent);
}

/** d(e) from its arguments and their derivatives. */
function chainRule(e: Call, d: readonly Expr[]): Expr {
  const [u, v] = e.args;
  const [du, dv] = d;
  switch (e.fn) {
    case 'add':
      return plus(du, dv);
    case 'sub':
      return minus(du, dv);
    case 'mul':
      return plus(times(du, v), times(u, dv));
    case 'div':
      if (isConst(dv, 0)) return over(du, v);
      if (isConst(du, 0)) return negated(over(times(u, dv), pow(v, 2)));
      return over(minus(times(du, v), times(u, dv)), pow(v, 2));
    case 'pow':
      return powerRule(u, v, du, dv);
    case 'neg':
      return negated(du);
    case 'sqrt':
      return over(du, mul(2, e));
    case 'exp':
      return times(e, du);
    case 'log':
      return over(du, u);
    case 'log1p':
      return over(du, add(1, u));
    case 'expm1':
      return times(exp(u), du);
    case 'sin':
      return times(cos(u), du);
    case 'cos':
      return negated(times(sin(u), du));
    case 'tanh':
      return times(sub(1, pow(e, 2)), du);
    case 'erf':
      return times(mul(div(2, sqrt(Math.PI)), exp(neg(pow(u, 2)))), du);
    case 'abs':
      return times(sign(u), du);
    case 'max':
      return choose(gt(u, v), du, dv);
    case 'min':
      return choose(lt(u, v), du, dv);
    case 'where':
      return choose(u, dv, d[2]);
    case 'sign':
    case 'floor':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'eq':
    case 'ne':
      return ZERO;
  }
}

/** The derivative of `expr` with respect to the symbol `name`, simplified; other symbols count as constants. */
export function differentiate(expr: Expr, name: string): Expr {
  const done = new Map<Expr, Expr>();
  const walk = (e: Expr): Expr => {
    if (e.kind === 'const') return ZERO;
    if (e.kind === 'sym') return num(e.name === name ? 1 : 0);
    let result = done.get(e);
    if (!result) {
      result = chainRule(e, e.args.map(walk));
      done.set(e, result);
    }
    return result;
  };
  return simplify(walk(expr));
}
