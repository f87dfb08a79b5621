/** The structure of expressions: which symbols they hold, whether two are the same, and putting one into another. */
import type { Expr } from './types';

/** The symbols of `expr`, each once, in order of first appearance. */
export function symbols(expr: Expr): string[] {
  const names = new Set<string>();
  const seen = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (e.kind === 'sym') names.add(e.name);
    else if (e.kind === 'call' && !seen.has(e)) {
      seen.add(e);
      e.args.forEach(visit);
    }
  };
  visit(expr);
  return [...names];
}

/** Whether `name` occurs in `expr`. */
export const dependsOn = (expr: Expr, name: string): boolean => symbols(expr).includes(name);

/** Whether two expressions are the same tree. Constants are compared as `Object.is` does: NaN is NaN, −0 is not 0. */
export function equal(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  if (a.kind === 'const') return b.kind === 'const' && Object.is(a.value, b.value);
  if (a.kind === 'sym') return b.kind === 'sym' && a.name === b.name;
  return b.kind === 'call' && a.fn === b.fn && a.args.every((arg, i) => equal(arg, b.args[i]));
}

/** Rebuilds `expr` with every call's arguments mapped first, then the node itself; unchanged parts are shared. */
export function rewrite(expr: Expr, visit: (e: Expr) => Expr): Expr {
  const done = new Map<Expr, Expr>();
  const walk = (e: Expr): Expr => {
    const known = done.get(e);
    if (known) return known;
    let inner = e;
    if (e.kind === 'call') {
      const args = e.args.map(walk);
      if (args.some((arg, i) => arg !== e.args[i])) inner = { ...e, args };
    }
    const result = visit(inner);
    done.set(e, result);
    return result;
  };
  return walk(expr);
}

/** Puts `map[name]` in for every symbol that has an entry, all at once (entries are not substituted into again). */
export const substitute = (expr: Expr, map: Readonly<Record<string, Expr>>): Expr =>
  rewrite(expr, (e) => (e.kind === 'sym' && Object.hasOwn(map, e.name) ? map[e.name] : e));
