/** Derivatives against central differences, and the conventions at kinks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, type Environment, type Expr, evaluate, parse, print } from '../../../../src/core/expr';
import { bounded, environments, expressions, FUNCTION_NAMES } from './arbitrary';

/** Whether every root, logarithm and power is well inside its domain: at the edge a slope is infinite or 0/0. */
function inside(expr: Expr, env: Environment): boolean {
  if (expr.kind !== 'call') return true;
  if (!expr.args.every((arg) => inside(arg, env))) return false;
  const [a, b] = expr.args;
  const value = evaluate(a, env);
  if (expr.fn === 'sqrt' || expr.fn === 'log') return value > 1e-2;
  if (expr.fn === 'log1p') return value > -0.99;
  if (expr.fn !== 'pow') return true;
  if (b.kind === 'const' && Number.isInteger(b.value)) return b.value >= 0 || Math.abs(value) > 1e-2;
  return value > 1e-2;
}

const derivative = (text: string, name = 'x') => differentiate(parse(text), name);

describe('differentiate', () => {
  it('agrees with central differences where those are trustworthy', () => {
    let compared = 0;
    fc.assert(
      fc.property(expressions(FUNCTION_NAMES, undefined, 5), environments(), (expr, env) => {
        const h = 1e-4;
        const at = (dx: number): number => evaluate(expr, { ...env, x: env.x + dx });
        const slope = (step: number): number => (at(step) - at(-step)) / (2 * step);
        const numeric = (4 * slope(h / 2) - slope(h)) / 3;
        const scale = 1 + Math.abs(numeric);
        if (!inside(expr, env)) return;
        // Smooth here: no kink or jump within the step, nothing huge or undefined on the way.
        if (!(bounded(expr, env).peak < 1e3) || !Number.isFinite(numeric)) return;
        if (Math.abs(slope(h) - slope(h / 2)) > 1e-5 * scale) return;
        if (Math.abs((at(h) - at(0)) / h - (at(0) - at(-h)) / h) > 1e-2 * scale) return;
        const dx = differentiate(expr, 'x');
        const exact = bounded(dx, env);
        // A slope that is a difference of huge numbers tells nothing.
        if (exact.error > 1e-7) return;
        compared++;
        expect(Math.abs(exact.value - numeric), `${print(expr)} → ${print(dx)}`).toBeLessThanOrEqual(2e-6 * scale);
      }),
      { numRuns: 4000 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it.each([
    ['abs(x)', 0, 0],
    ['max(x, 0)', 0, 0],
    ['max(0, x)', 0, 1],
    ['min(x, 0)', 0, 0],
    ['max(x, 0)', 2, 1],
    ['min(x, 0)', -2, 1],
    ['floor(x)', 1, 0],
    ['sign(x)', 0, 0],
    ['where(x > 0, x^2, -x)', 0, -1],
    ['x^2', 0, 0],
    ['x^1', 0, 1],
    ['(x - 5)^3', 5, 0],
  ])('d/dx %s at %d is %d', (text, x, slope) => {
    expect(evaluate(derivative(text), { x })).toBe(slope);
  });

  it.each([
    ['tanh(x)', '1 - tanh(x)^2'],
    ['1 / (1 + exp(-x))', 'exp(-x) / (1 + exp(-x))^2'],
    ['x^3', '3 * x^2'],
    ['x * x', '2 * x'],
    ['x^n', 'n * x^(n - 1)'],
    ['log(x)', '1 / x'],
    ['(y - x)^2 / 2', 'x - y'],
    ['max(x, 0)', 'where(x > 0, 1, 0)'],
    ['where(x > 0, x, alpha * expm1(x))', 'where(x > 0, 1, alpha * exp(x))'],
    ['floor(x) * 3 + (x < 2)', '0'],
    ['a * y', '0'],
  ])('d/dx %s reads %s', (text, expected) => {
    expect(print(derivative(text))).toBe(expected);
  });

  it('keeps constant exponents free of logarithms, so that negative bases work', () => {
    expect(evaluate(derivative('x^3'), { x: -2 })).toBe(12);
    expect(evaluate(derivative('x^n'), { x: -2, n: 3 })).toBe(12);
    expect(evaluate(derivative('b^x'), { x: 2, b: Math.E })).toBeCloseTo(Math.E ** 2, 12);
  });

  it('grows no faster than the tree it comes from allows', () => {
    let text = 'x';
    for (let i = 0; i < 30; i++) text = `tanh(${text})`;
    expect(evaluate(derivative(text), { x: 0 })).toBe(1);
  });
});
