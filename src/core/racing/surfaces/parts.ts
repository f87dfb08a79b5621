/** The size of an expression as it would be written out. */
import type { Expr } from '../../expr';

/** How many parts an expression is written out to, counted up to a little over `limit`; shared ones count each time. */
export function partsOf(expr: Expr, limit: number): number {
  let parts = 1;
  if (expr.kind === 'call') {
    for (const arg of expr.args) {
      parts += partsOf(arg, limit - parts);
      if (parts > limit) return parts;
    }
  }
  return parts;
}
