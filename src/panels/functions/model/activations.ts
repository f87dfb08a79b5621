/**
 * Activations as functions of one number: value, derivative and their formulas, all from the definitions in core. Those of
 * a whole vector (softmax) are in vectors.ts.
 */
import { ACTIVATIONS } from '@/core/activations';
import { leakySlope } from '@/core/activations/leakyReLU';
import { compile, differentiate, type Expr, simplify, toLatex } from '@/core/expr';

export interface ScalarFunction {
  kind: string;
  f(x: number): number;
  derivative(x: number): number;
  /** LaTeX of the function's name before its argument; empty for the identity. */
  symbol: string;
  expr: Expr;
  slope: Expr;
  /** Values of the symbols beside x. */
  constants: Readonly<Record<string, number>>;
  /** Whether it is written in words that its slope uses the output, y. */
  usesOutput: boolean;
}

export const ACTIVATION_KINDS: readonly string[] = Object.keys(ACTIVATIONS);
export const isElementwise = (kind: string): boolean => ACTIVATIONS[kind]?.elementwise !== undefined;

/** The slope that the activation itself has; the layer of the same name lets it be chosen. */
export const LEAKY_SLOPE = 0.3;

const usesSymbol = (expr: Expr, name: string): boolean =>
  expr.kind === 'sym' ? expr.name === name : expr.kind === 'call' && expr.args.some((arg) => usesSymbol(arg, name));

/** An elementwise activation; `alpha` is the slope of LeakyReLU below 0. */
export function activationFunction(kind: string, alpha = LEAKY_SLOPE): ScalarFunction {
  const { symbol, elementwise } = ACTIVATIONS[kind];
  if (!elementwise) throw new Error(`${kind} is a function of a whole vector`);
  const leaky = kind === 'leakyReLU';
  const expr = leaky ? leakySlope('alpha') : elementwise.expr;
  const constants: Record<string, number> = leaky ? { alpha } : {};
  const computed = leaky ? expr : (elementwise.stable ?? expr);
  const slope = elementwise.derivative ?? simplify(differentiate(computed, 'x'));
  const names = Object.keys(constants);
  const values = Object.values(constants);
  const value = compile(computed, ['x', ...names]);
  const slopeOf = compile(slope, ['x', 'y', ...names]);
  const f = (x: number) => value(x, ...values);
  return {
    kind,
    f,
    derivative: (x) => slopeOf(x, f(x), ...values),
    symbol,
    expr,
    slope,
    constants,
    usesOutput: usesSymbol(slope, 'y'),
  };
}

export interface Lines {
  /** LaTeX of the left side, the formula in letters, the same with numbers put in, and the result. */
  left: string;
  symbols: string;
  numbers: string;
  value: number;
}

const called = (symbol: string, argument: string): string => (symbol === '' ? argument : `${symbol}(${argument})`);

/** Function and derivative at a place, as formulas with letters and with numbers. */
export function formulasAt(fn: ScalarFunction, x: number, format: (value: number) => string): Lines[] {
  const y = fn.f(x);
  const values = { x, ...fn.constants };
  const symbols = { y: called(fn.symbol, 'x') };
  return [
    {
      left: fn.symbol === '' ? 'f(x)' : called(fn.symbol, 'x'),
      symbols: toLatex(fn.expr, { symbols }),
      numbers: toLatex(fn.expr, { values, format }),
      value: y,
    },
    {
      left: fn.symbol === '' ? "f'(x)" : `${fn.symbol}'(x)`,
      symbols: toLatex(fn.slope, { symbols }),
      numbers: toLatex(fn.slope, { values: { ...values, y }, format }),
      value: fn.derivative(x),
    },
  ];
}
