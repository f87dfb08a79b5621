/** Evaluation in float64: the reference that compiled forms are tested against. */
import { ExprError } from './errors';
import { applyFunction } from './functions';
import type { Environment, Expr } from './types';

/**
 * The value of `expr` with the symbols' values from `env`.
 * Throws ExprError `missingSymbol` (params: name) when a symbol has no value.
 */
export function evaluate(expr: Expr, env: Environment = {}): number {
  if (expr.kind === 'const') return expr.value;
  if (expr.kind === 'sym') {
    if (!Object.hasOwn(env, expr.name)) throw new ExprError('missingSymbol', { name: expr.name });
    return env[expr.name];
  }
  return applyFunction(
    expr.fn,
    expr.args.map((arg) => evaluate(arg, env)),
  );
}
