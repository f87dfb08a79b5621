/**
 * What each function of the language means in float64: the one table every way of computing an expression is held to.
 *
 * Conventions: comparisons yield 1 or 0 (0 when an operand is NaN, except `ne`); sign(0) = 0; `where` takes its second
 * argument when the first is not 0; min and max yield NaN when an operand is NaN; pow is JavaScript's
 * (a^0 = 1 for every a, 1^±∞ = NaN), with a² computed as a·a.
 */
import { erf } from './erf';
import type { FunctionName } from './types';

/** A function of up to three arguments; it ignores those it does not have. */
export type Value3 = (a: number, b: number, c: number) => number;

export const FUNCTIONS: Readonly<Record<FunctionName, Value3>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => (b === 2 ? a * a : a ** b),
  neg: (a) => -a,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  erf,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  where: (c, a, b) => (c !== 0 ? a : b),
  lt: (a, b) => (a < b ? 1 : 0),
  le: (a, b) => (a <= b ? 1 : 0),
  gt: (a, b) => (a > b ? 1 : 0),
  ge: (a, b) => (a >= b ? 1 : 0),
  eq: (a, b) => (a === b ? 1 : 0),
  ne: (a, b) => (a !== b ? 1 : 0),
};

/** The value of one call. */
export const applyFunction = (fn: FunctionName, args: readonly number[]): number =>
  FUNCTIONS[fn](args[0], args[1], args[2]);
