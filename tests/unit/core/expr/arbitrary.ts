/** Random expressions and environments, and evaluation that knows how far rounding can have carried a value. */
import fc from 'fast-check';
import { ARITY, type Environment, type Expr, type FunctionName, num, sym } from '../../../../src/core/expr';
import { FUNCTIONS } from '../../../../src/core/expr/functions';

export const FUNCTION_NAMES = Object.keys(ARITY) as FunctionName[];
export const NAMES = ['x', 'y', 'beta1'];

const CONSTANTS = [-3, -2, -1, -0.5, 0, 0.25, 1 / 3, 0.5, 1, 2, 3, 10, Math.PI, 1e-7];

/** Expressions over NAMES with the given functions and constants. */
export function expressions(
  functions: readonly FunctionName[] = FUNCTION_NAMES,
  constants: readonly number[] = CONSTANTS,
  maxDepth = 6,
): fc.Arbitrary<Expr> {
  return fc.letrec<{ expr: Expr }>((tie) => ({
    expr: fc.oneof(
      { maxDepth, depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom<Expr>(...NAMES.map(sym), ...constants.map(num)),
      fc
        .constantFrom(...functions)
        .chain((fn) =>
          fc
            .tuple(...Array.from({ length: ARITY[fn] }, () => tie('expr')))
            .map((args): Expr => ({ kind: 'call', fn, args })),
        ),
    ),
  })).expr;
}

/** Values that are neither special nor equal to a constant of the expressions. */
export const environments = (from = -3, to = 3): fc.Arbitrary<Environment> =>
  fc
    .tuple(...NAMES.map(() => fc.integer({ min: from * 1000, max: to * 1000 }).map((i) => (i + 0.137) / 1000)))
    .map((values) => Object.fromEntries(NAMES.map((name, i) => [name, values[i]])));

export interface Bounded {
  value: number;
  /** How far rounding in another order of the same operations may have carried the value. */
  error: number;
  /** The largest magnitude on the way. */
  peak: number;
  /** Something was divided by zero, or a zero raised to a power or taken the logarithm of. */
  zero: boolean;
}

/** Evaluates with a first-order bound of the rounding error, from the values at the corners of each call's arguments. */
export function bounded(expr: Expr, env: Environment): Bounded {
  if (expr.kind !== 'call') {
    const value = expr.kind === 'const' ? expr.value : env[expr.name];
    return { value, error: Math.abs(value) * 2 ** -52, peak: Math.abs(value), zero: false };
  }
  const args = expr.args.map((arg) => bounded(arg, env));
  const f = FUNCTIONS[expr.fn];
  const [a, b, c] = args.map((arg) => arg.value);
  const value = f(a, b, c);
  let error =
    (Math.abs(value) +
      Math.max(...args.map((arg) => (expr.fn === 'sub' || expr.fn === 'add' ? Math.abs(arg.value) : 0)))) *
    2 ** -49;
  for (let corner = 0; corner < 3 ** args.length; corner++) {
    const moved = args.map((arg, i) => arg.value + arg.error * ((Math.floor(corner / 3 ** i) % 3) - 1));
    const off = Math.abs(f(moved[0], moved[1], moved[2]) - value);
    if (!Number.isNaN(off)) error = Math.max(error, off * 1.01 + Math.abs(value) * 2 ** -49);
    else if (!Number.isNaN(value)) error = Number.POSITIVE_INFINITY;
  }
  const exposed = expr.fn === 'div' ? b === 0 : (expr.fn === 'pow' || expr.fn === 'log') && a === 0;
  return {
    value,
    error,
    peak: Math.max(Math.abs(value), ...args.map((arg) => arg.peak)),
    zero: exposed || args.some((arg) => arg.zero),
  };
}
