/**
 * Expressions as WGSL, the shading language of WebGPU: the lines that compute one element. It takes what the language has
 * exactly (arithmetic, roots, exponentials, extremes, comparisons, choices); what it has only roughly, such as tanh of a
 * large number or log1p, has no such form.
 */
import { linearize } from './program';
import type { Expr, FunctionName } from './types';

/** Lines that declare what is needed, and the term that has the value. */
export interface WgslText {
  lines: string;
  value: string;
}

const COMPARISONS: Partial<Record<FunctionName, string>> = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' };
const OPERATORS: Partial<Record<FunctionName, string>> = { add: '+', sub: '-', mul: '*', div: '/' };
const UNARY: Partial<Record<FunctionName, string>> = {
  neg: '-',
  abs: 'abs',
  sqrt: 'sqrt',
  exp: 'exp',
  floor: 'floor',
  sign: 'sign',
};
/** Powers that are products or roots; the language's own power is undefined for negative numbers. */
const POWERS: Readonly<Record<number, (x: string) => string>> = {
  1: (x) => x,
  2: (x) => `${x} * ${x}`,
  3: (x) => `${x} * ${x} * ${x}`,
  0.5: (x) => `sqrt(${x})`,
};

/** A float32 literal; null for what the language has no literal for. */
function literal(value: number): string | null {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) return null;
  const text = Object.is(rounded, -0) ? '-0' : String(rounded);
  return `f32(${/[.e]/.test(text) ? text : `${text}.0`})`;
}

/** Extremes as everywhere else: what is not a number stays so, where the language may take the other operand. */
const extreme = (a: string, b: string, comparison: string) =>
  `select(select(${b}, ${a}, ${a} ${comparison} ${b}), ${a} + ${b}, isnan(${a}) || isnan(${b}))`;

/** A call as a term, given its arguments' terms and the value of the second where it is a constant. */
function callOf(fn: FunctionName, args: readonly string[], second: number | null): string | null {
  const [a, b, c] = args;
  const comparison = COMPARISONS[fn];
  if (comparison) return `select(0.0, 1.0, ${a} ${comparison} ${b})`;
  if (OPERATORS[fn]) return `${a} ${OPERATORS[fn]} ${b}`;
  if (UNARY[fn]) return `${UNARY[fn]}(${a})`;
  if (fn === 'where') return `select(${c}, ${b}, ${a} != 0.0)`;
  if (fn === 'max') return extreme(a, b, '>');
  if (fn === 'min') return extreme(a, b, '<');
  const power = fn === 'pow' && second !== null ? POWERS[second] : undefined;
  return power ? power(a) : null;
}

/**
 * @param term the WGSL term for each symbol. The text uses a function `isnan(f32) -> bool`.
 * @returns null when the expression needs what the language does not have.
 */
export function toWgsl(expr: Expr, term: (name: string) => string): WgslText | null {
  const instructions = linearize(expr);
  const terms: string[] = [];
  const lines: string[] = [];
  for (const [index, instruction] of instructions.entries()) {
    if (instruction.kind === 'const') {
      const text = literal(instruction.value);
      if (text === null) return null;
      terms.push(text);
      continue;
    }
    let value: string | null = null;
    if (instruction.kind === 'sym') value = term(instruction.name);
    else {
      const last = instructions[instruction.args[1] ?? 0];
      const args = instruction.args.map((arg) => terms[arg]);
      value = callOf(instruction.fn, args, last.kind === 'const' ? last.value : null);
    }
    if (value === null) return null;
    lines.push(`let v${index} = ${value};`);
    terms.push(`v${index}`);
  }
  return { lines: lines.join('\n'), value: terms[terms.length - 1] };
}
