/** The float64 meaning of every function, and of expressions as a whole. */
import { describe, expect, it } from 'vitest';
import { E, ExprError, equal, evaluate, num, parse, substitute, sym, symbols } from '../../../../src/core/expr';
import { erf } from '../../../../src/core/expr/erf';

// From the Taylor series in 80-digit decimal arithmetic, rounded to float64.
const ERF: [x: number, value: number][] = [
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.46875, 0.49261347321793797],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [-1.5, -0.9661051464753108],
  [2, 0.9953222650189527],
  [3.9, 0.9999999652077514],
  [4.2, 0.9999999971445058],
  [5.5, 0.9999999999999927],
];

describe('evaluate', () => {
  it.each(ERF)('erf(%d) is right to about 1e-15', (x, value) => {
    expect(Math.abs(erf(x) - value)).toBeLessThanOrEqual(2.3e-16 * Math.abs(value) * 2);
  });

  it('erf is odd, saturates and passes NaN on', () => {
    for (const x of [0.2, 0.7, 3, 4.5, 7]) expect(erf(-x)).toBe(-erf(x));
    expect([erf(0), erf(6), erf(Number.POSITIVE_INFINITY), erf(-40), erf(Number.NaN)]).toEqual([
      0,
      1,
      1,
      -1,
      Number.NaN,
    ]);
    // No step where one approximation hands over to the next.
    for (const seam of [0.46875, 4, 6]) expect(erf(seam + 1e-9) - erf(seam - 1e-9)).toBeLessThan(3e-9);
  });

  it.each([
    ['2 + 3 * 4 - 1', 13],
    ['7 / 2', 3.5],
    ['2^-1', 0.5],
    ['-3^2', -9],
    ['sqrt(16) + exp(0) + ln(1)', 5],
    ['log1p(1e-20)', 1e-20],
    ['expm1(1e-20)', 1e-20],
    ['sin(0) + cos(0) + tanh(0)', 1],
    ['abs(-2) + sign(-3) + sign(0)', 1],
    ['floor(-1.5)', -2],
    ['min(2, 3) + 10 * max(2, 3)', 32],
    ['where(2, 5, 6)', 5],
    ['where(0, 5, 6)', 6],
    ['(1 < 2) + 10 * (2 <= 1) + 100 * (2 > 1) + 1000 * (1 >= 1)', 1101],
    ['(1 == 1) + 10 * (1 != 1)', 1],
    ['where(NaN == NaN, 1, 2)', 2],
  ])('%s = %d', (text, value) => {
    expect(evaluate(parse(text))).toBe(value);
  });

  it('min and max pass NaN on', () => {
    expect(evaluate(parse('max(NaN, 1)'))).toBeNaN();
    expect(evaluate(parse('min(1, NaN)'))).toBeNaN();
  });

  it('names the symbol without a value, inherited properties included', () => {
    for (const name of ['y', 'toString']) {
      const attempt = () => evaluate(E.add('x', sym(name)), { x: 1 });
      expect(attempt).toThrow(ExprError);
      expect(attempt).toThrow(expect.objectContaining({ code: 'missingSymbol', params: { name } }));
    }
  });
});

describe('structure', () => {
  it('lists symbols once, in order', () => {
    expect(symbols(parse('b * a + sqrt(b) - c'))).toEqual(['b', 'a', 'c']);
  });

  it('substitutes at once, not in sequence', () => {
    const swapped = substitute(parse('a - b'), { a: sym('b'), b: sym('a') });
    expect(equal(swapped, parse('b - a'))).toBe(true);
  });

  it('tells trees apart by constants, NaN and the sign of zero included', () => {
    expect(equal(num(Number.NaN), num(Number.NaN))).toBe(true);
    expect(equal(num(0), num(-0))).toBe(false);
    expect(equal(parse('a + b'), parse('b + a'))).toBe(false);
    expect(equal(parse('min(a, b)'), parse('max(a, b)'))).toBe(false);
  });

  it('refuses calls with the wrong number of arguments', () => {
    expect(() => E.call('max', 'x')).toThrow(expect.objectContaining({ code: 'wrongArity' }));
  });

  it('chains sums and products from the left', () => {
    expect(equal(E.add('a', 'b', 2), parse('a + b + 2'))).toBe(true);
    expect(equal(E.mul('a'), sym('a'))).toBe(true);
  });
});
