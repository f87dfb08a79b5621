/** Simplified expressions have the values of the originals, and read better. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Environment, equal, evaluate, parse, print, simplify } from '../../../../src/core/expr';
import { bounded, environments, expressions, FUNCTION_NAMES, NAMES } from './arbitrary';

describe('simplify', () => {
  it('keeps values up to rounding', () => {
    let compared = 0;
    fc.assert(
      fc.property(expressions(), environments(), (expr, env) => {
        const before = bounded(expr, env);
        // The two liberties: signs of zeros, and constants that overflow only together.
        if (before.zero || !(before.peak < 1e100)) return;
        const simple = simplify(expr);
        const after = bounded(simple, env);
        if (Number.isFinite(before.value) && before.error < 1e-6) {
          compared++;
          const where = `${print(expr)} → ${print(simple)}`;
          expect(Math.abs(after.value - before.value), where).toBeLessThanOrEqual(before.error + after.error);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(compared).toBeGreaterThan(5000);
  });

  it('is finite exactly where the original is, at 0, ±∞ and NaN', () => {
    const special = fc.constantFrom(0, 1, -2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const arithmetic = FUNCTION_NAMES.filter(
      (fn) => !['exp', 'expm1', 'sin', 'cos', 'log', 'log1p', 'erf'].includes(fn),
    );
    fc.assert(
      fc.property(
        expressions(arithmetic, [-2, -1, 0, 1, 2, 4], 4),
        fc.tuple(special, special, special),
        (expr, values) => {
          const env: Environment = Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));
          const before = bounded(expr, env);
          if (before.zero) return;
          const simple = simplify(expr);
          expect(Number.isFinite(evaluate(simple, env)), `${print(expr)} → ${print(simple)}`).toBe(
            Number.isFinite(before.value),
          );
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('has nothing left to do on what it returns', () => {
    fc.assert(
      fc.property(expressions(), (expr) => {
        const once = simplify(expr);
        const twice = simplify(once);
        expect(equal(once, twice), `${print(expr)} → ${print(once)} → ${print(twice)}`).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['x + 0', 'x'],
    ['0 + x', 'x'],
    ['x * 1', 'x'],
    ['x / 1', 'x'],
    ['x^1', 'x'],
    ['x^0', '1'],
    ['-(-x)', 'x'],
    ['x - (-y)', 'x + y'],
    ['-x + 1', '1 - x'],
    ['-(x - y)', 'y - x'],
    ['2 * x * 3', '6 * x'],
    ['x * 2 / 4', 'x / 2'],
    ['x / 3 * 6', '2 * x'],
    ['x + x', '2 * x'],
    ['x * y + y * x', '2 * x * y'],
    ['x * x^2', 'x^3'],
    ['(x^2)^3', 'x^6'],
    ['(-x)^2', 'x^2'],
    ['1 + x + 2', '3 + x'],
    ['1 / 3 + 1 / 6', '1 / 2'],
    ['sqrt(4) * x', '2 * x'],
    ['sqrt(2) * x', 'sqrt(2) * x'],
    ['2 * pi', '2 * pi'],
    ['-pi - 1', '-pi - 1'],
    ['-pi * x * 2', '-(2 * pi * x)'],
    ['abs(-x)', 'abs(x)'],
    ['tanh(-x)', '-tanh(x)'],
    ['max(x, x)', 'x'],
    ['where(1 < 2, x, y)', 'x'],
    ['where(x > 0, y, y)', 'y'],
    ['x * (1 / y)', 'x / y'],
    // Not simplified, because a value would change where x is 0, infinite or NaN.
    ['x - x', 'x - x'],
    ['0 * x', '0 * x'],
    ['x / x', 'x / x'],
    ['0 / x', '0 / x'],
    ['sqrt(x)^2', 'sqrt(x)^2'],
    ['1e300 * (1e300 * x)', '1e+300 * (1e+300 * x)'],
  ])('%s becomes %s', (text, expected) => {
    expect(print(simplify(parse(text)))).toBe(expected);
  });
});
