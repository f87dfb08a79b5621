/**
 * Builders: one function for each function of the language, so that formulas read as formulas.
 *
 * Arguments are expressions, numbers (constants) or strings (symbol names). Builders never simplify: what is written
 * is what is shown; `simplify` is a separate step.
 */
import { ExprError } from './errors';
import { ARITY, type Call, type Const, type Expr, type FunctionName, type Sym } from './types';

/** What a builder takes: an expression, a number for a constant, or a string for a symbol. */
export type Operand = Expr | number | string;

/** The constant `value`. */
export const num = (value: number): Const => ({ kind: 'const', value });

/** The symbol `name`. */
export const sym = (name: string): Sym => ({ kind: 'sym', name });

/** Turns an operand into an expression. */
export function toExpr(operand: Operand): Expr {
  if (typeof operand === 'number') return num(operand);
  return typeof operand === 'string' ? sym(operand) : operand;
}

/** A call of `fn`; throws `wrongArity` unless the number of arguments is the function's. */
export function call(fn: FunctionName, ...args: readonly Operand[]): Call {
  if (args.length !== ARITY[fn]) throw new ExprError('wrongArity', { fn, expected: ARITY[fn], actual: args.length });
  return { kind: 'call', fn, args: args.map(toExpr) };
}

type Unary = (a: Operand) => Call;
type Binary = (a: Operand, b: Operand) => Call;
const unary =
  (fn: FunctionName): Unary =>
  (a) =>
    call(fn, a);
const binary =
  (fn: FunctionName): Binary =>
  (a, b) =>
    call(fn, a, b);
const chain =
  (fn: FunctionName) =>
  (first: Operand, ...rest: readonly Operand[]): Expr =>
    rest.reduce<Expr>((left, right) => call(fn, left, right), toExpr(first));

/** a + b + …, grouped from the left. */
export const add = chain('add');
/** a · b · …, grouped from the left. */
export const mul = chain('mul');
export const sub = binary('sub');
export const div = binary('div');
export const pow = binary('pow');
export const neg = unary('neg');
export const sqrt = unary('sqrt');
export const exp = unary('exp');
/** Natural logarithm. */
export const log = unary('log');
/** log(1 + a), accurate near 0. */
export const log1p = unary('log1p');
/** exp(a) − 1, accurate near 0. */
export const expm1 = unary('expm1');
export const sin = unary('sin');
export const cos = unary('cos');
export const tanh = unary('tanh');
/** The error function (2/√π)∫₀ᵃ e^(−s²) ds. */
export const erf = unary('erf');
export const abs = unary('abs');
/** −1, 0 or 1. */
export const sign = unary('sign');
export const floor = unary('floor');
export const min = binary('min');
export const max = binary('max');
/** `a` where `condition` ≠ 0, else `b`. */
export const where = (condition: Operand, a: Operand, b: Operand): Call => call('where', condition, a, b);
export const lt = binary('lt');
export const le = binary('le');
export const gt = binary('gt');
export const ge = binary('ge');
export const eq = binary('eq');
export const ne = binary('ne');
