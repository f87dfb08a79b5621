/**
 * Compiling expressions: to closures, to any other target through an `Emitter`, and apart into what the host computes.
 *
 * Nothing here writes source text that is later evaluated; pages with a strict content security policy can run it.
 */
import { sym } from './build';
import { ExprError } from './errors';
import { FUNCTIONS, type Value3 } from './functions';
import { foldConstants, linearize } from './program';
import { equal, symbols } from './substitute';
import type { Expr, FunctionName } from './types';

/**
 * A function of `args`, in that order, with the value `evaluate` would give.
 * Throws `missingSymbol` at once for a symbol that is not an argument.
 */
export function compile(expr: Expr, args: readonly string[]): (...values: number[]) => number {
  const program = linearize(expr);
  // Registers live as long as the function: a call of it makes no garbage. No function of the language calls another.
  const registers = new Float64Array(program.length);
  const inputs: { register: number; argument: number }[] = [];
  const steps: { f: Value3; out: number; a: number; b: number; c: number }[] = [];
  program.forEach((instruction, out) => {
    if (instruction.kind === 'const') registers[out] = instruction.value;
    else if (instruction.kind === 'sym')
      inputs.push({ register: out, argument: argumentIndex(args, instruction.name) });
    else {
      const [a, b = a, c = a] = instruction.args;
      steps.push({ f: FUNCTIONS[instruction.fn], out, a, b, c });
    }
  });
  const last = program.length - 1;
  return (...values) => {
    for (const { register, argument } of inputs) registers[register] = values[argument];
    for (const { f, out, a, b, c } of steps) registers[out] = f(registers[a], registers[b], registers[c]);
    return registers[last];
  };
}

/** The position of a symbol among the arguments; throws `missingSymbol`. */
export function argumentIndex(args: readonly string[], name: string): number {
  const index = args.indexOf(name);
  if (index < 0) throw new ExprError('missingSymbol', { name });
  return index;
}

/** A target of `emit`: how a constant and a call are written there. */
export interface Emitter<T> {
  constant(value: number): T;
  call(fn: FunctionName, args: T[]): T;
}

/**
 * Lowers `expr` to a target: symbols are looked up in `env`, equal sub-expressions are emitted once, and calls of
 * constants alone arrive as one float64 constant. Throws `missingSymbol`.
 */
export function emit<T>(expr: Expr, emitter: Emitter<T>, env: Readonly<Record<string, T>>): T {
  const values: T[] = [];
  for (const instruction of linearize(expr)) {
    if (instruction.kind === 'const') values.push(emitter.constant(instruction.value));
    else if (instruction.kind === 'sym') {
      if (!Object.hasOwn(env, instruction.name)) throw new ExprError('missingSymbol', { name: instruction.name });
      values.push(env[instruction.name]);
    } else {
      values.push(
        emitter.call(
          instruction.fn,
          instruction.args.map((i) => values[i]),
        ),
      );
    }
  }
  return values[values.length - 1];
}

/** A sub-expression the host computes, under the symbol that stands for it. */
export interface Hosted {
  name: string;
  expr: Expr;
}

/**
 * Takes out what depends on host symbols alone, such as `1 - beta1^t`, to be computed once a step in float64.
 * The largest sub-expressions with at least one call and none but host symbols and constants become fresh symbols
 * (equal ones share one); calls of constants alone become constants and need no host.
 */
export function hoist(expr: Expr, isHost: (name: string) => boolean): { expr: Expr; hosted: Hosted[] } {
  const taken = new Set(symbols(expr));
  const hosted: Hosted[] = [];
  const ofHost = new Map<Expr, boolean>();
  const done = new Map<Expr, Expr>();
  const onHost = (e: Expr): boolean => {
    if (e.kind !== 'call') return e.kind === 'const' || isHost(e.name);
    let answer = ofHost.get(e);
    if (answer === undefined) {
      answer = e.args.every(onHost);
      ofHost.set(e, answer);
    }
    return answer;
  };
  const standIn = (e: Expr): Expr => {
    const known = hosted.find((h) => equal(h.expr, e));
    if (known) return sym(known.name);
    let i = hosted.length;
    while (taken.has(`host${i}`)) i++;
    const name = `host${i}`;
    taken.add(name);
    hosted.push({ name, expr: e });
    return sym(name);
  };
  const walk = (e: Expr): Expr => {
    if (e.kind !== 'call') return e;
    let result = done.get(e);
    if (!result) {
      result = onHost(e) ? standIn(e) : { ...e, args: e.args.map(walk) };
      done.set(e, result);
    }
    return result;
  };
  return { expr: walk(foldConstants(expr)), hosted };
}
