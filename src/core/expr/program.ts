/**
 * Expressions as straight-line programs: every distinct sub-expression once, arguments before calls.
 *
 * This is the common ground of all compiled forms: calls of constants alone are already computed in float64, and
 * equal sub-expressions are one instruction, wherever they stand in the tree.
 */
import { num } from './build';
import { applyFunction } from './functions';
import { rewrite } from './substitute';
import type { Const, Expr, FunctionName, Sym } from './types';

/** A call whose arguments are the indices of earlier instructions. */
export interface CallInstruction {
  readonly kind: 'call';
  readonly fn: FunctionName;
  readonly args: readonly number[];
}

export type Instruction = Const | Sym | CallInstruction;

/** Computes every call whose arguments are constants, exactly as `evaluate` would. */
export const foldConstants = (expr: Expr): Expr =>
  rewrite(expr, (e) => {
    if (e.kind !== 'call') return e;
    const values = e.args.flatMap((arg) => (arg.kind === 'const' ? [arg.value] : []));
    return values.length === e.args.length ? num(applyFunction(e.fn, values)) : e;
  });

const programs = new WeakMap<Expr, readonly Instruction[]>();

/** Instructions in an order in which they can run; the last one is the value of `expr`. Kept with the expression. */
export function linearize(expr: Expr): readonly Instruction[] {
  let program = programs.get(expr);
  if (!program) {
    program = instructionsOf(expr);
    programs.set(expr, program);
  }
  return program;
}

function instructionsOf(expr: Expr): Instruction[] {
  const instructions: Instruction[] = [];
  const byKey = new Map<string, number>();
  const byNode = new Map<Expr, number>();
  const put = (key: string, instruction: Instruction): number => {
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, instructions.length);
    return instructions.push(instruction) - 1;
  };
  const visit = (e: Expr): number => {
    if (e.kind === 'const') return put(`#${Object.is(e.value, -0) ? '-0' : e.value}`, e);
    if (e.kind === 'sym') return put(`$${e.name}`, e);
    let index = byNode.get(e);
    if (index === undefined) {
      const args = e.args.map(visit);
      index = put(`${e.fn} ${args.join(' ')}`, { kind: 'call', fn: e.fn, args });
      byNode.set(e, index);
    }
    return index;
  };
  visit(foldConstants(expr));
  return instructions;
}
