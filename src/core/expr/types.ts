/**
 * The expression language: elementwise mathematics as immutable trees.
 *
 * Every activation, elementwise loss, optimizer and schedule is written once, in these trees. The same tree is
 * evaluated, differentiated, simplified, printed as LaTeX and compiled, so that what is shown is what runs.
 */

/** Functions of the language with their number of arguments. Comparisons yield 1 or 0; `where(c, a, b)` takes a when c ≠ 0. */
export const ARITY = {
  add: 2,
  sub: 2,
  mul: 2,
  div: 2,
  pow: 2,
  neg: 1,
  sqrt: 1,
  exp: 1,
  log: 1,
  log1p: 1,
  expm1: 1,
  sin: 1,
  cos: 1,
  tanh: 1,
  erf: 1,
  abs: 1,
  sign: 1,
  floor: 1,
  min: 2,
  max: 2,
  where: 3,
  lt: 2,
  le: 2,
  gt: 2,
  ge: 2,
  eq: 2,
  ne: 2,
} as const;

export type FunctionName = keyof typeof ARITY;

export interface Const {
  readonly kind: 'const';
  readonly value: number;
}

/** A named value: an argument (`x`), a setting (`beta1`) or a state (`m`). */
export interface Sym {
  readonly kind: 'sym';
  readonly name: string;
}

export interface Call {
  readonly kind: 'call';
  readonly fn: FunctionName;
  readonly args: readonly Expr[];
}

export type Expr = Const | Sym | Call;

/** Values for the symbols of an expression. */
export type Environment = Readonly<Record<string, number>>;
