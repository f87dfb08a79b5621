/** The text form: read, written, and refused with a place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E, ExprSyntaxError, equal, MAX_LENGTH, num, parse, print } from '../../../../src/core/expr';
import { expressions, FUNCTION_NAMES } from './arbitrary';

function failure(text: string, names?: string[]): ExprSyntaxError {
  try {
    parse(text, names);
  } catch (error) {
    if (error instanceof ExprSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe('parse', () => {
  it.each([
    ['a - b - c', '(a - b) - c'],
    ['a / b * c', '(a / b) * c'],
    ['a^b^c', 'a^(b^c)'],
    ['-x^2', '-(x^2)'],
    ['2^-x^2', '2^(-(x^2))'],
    ['-a * b', '(-a) * b'],
    ['a + b < c * d', '(a + b) < (c * d)'],
    ['ln(x)', 'log(x)'],
    ['+x', 'x'],
    ['a−b·c÷d', 'a - b * c / d'],
    ['a ≤ b', 'a <= b'],
    [' x\n+\t1 ', 'x+1'],
    ['.5 + 1.e2 + 1E-3', '0.5 + 100 + 0.001'],
  ])('%s reads as %s', (text, same) => {
    expect(equal(parse(text), parse(same))).toBe(true);
  });

  it('keeps a minus with its number, but not with a base or a bracket', () => {
    expect(equal(parse('-2'), num(-2))).toBe(true);
    expect(equal(parse('-2 * x'), E.mul(-2, 'x'))).toBe(true);
    expect(equal(parse('-2^2'), E.neg(E.pow(2, 2)))).toBe(true);
    expect(equal(parse('-(2)'), E.neg(2))).toBe(true);
    expect(equal(parse('-pi'), num(-Math.PI))).toBe(true);
  });

  it('reads full-width characters as what they stand for, and points at them where they were typed', () => {
    expect(print(parse('（ｘ＋１）＾２，'.slice(0, -1)))).toBe(print(parse('(x+1)^2')));
    expect(print(parse('max（x，y）'))).toBe('max(x, y)');
    expect(() => parse('x＋＝1')).toThrow(expect.objectContaining({ position: 2, params: { character: '＝' } }));
  });

  it('takes identifiers of any script, names of functions included', () => {
    expect(equal(parse('θ_1 + 学习率 * max'), E.add('θ_1', E.mul('学习率', 'max')))).toBe(true);
  });

  it.each<[string, string, number, number, object]>([
    ['', 'unexpectedEnd', 0, 0, {}],
    ['x +', 'unexpectedEnd', 3, 0, {}],
    ['(x', 'unexpectedEnd', 2, 0, {}],
    ['2 x', 'unexpectedToken', 2, 1, { token: 'x' }],
    ['x )', 'unexpectedToken', 2, 1, { token: ')' }],
    ['max(,x)', 'unexpectedToken', 4, 1, { token: ',' }],
    ['a < b <= c', 'unexpectedToken', 6, 2, { token: '<=' }],
    ['x * relu(y)', 'unknownFunction', 4, 4, { name: 'relu' }],
    ['toString(x)', 'unknownFunction', 0, 8, { name: 'toString' }],
    ['1 + max(x)', 'wrongArity', 4, 3, { name: 'max', expected: 2, actual: 1 }],
    ['exp()', 'wrongArity', 0, 3, { name: 'exp', expected: 1, actual: 0 }],
    ['x = 1', 'unexpectedCharacter', 2, 1, { character: '=' }],
    ['x + 🙂', 'unexpectedCharacter', 4, 2, { character: '🙂' }],
    ['1e999', 'numberTooLarge', 0, 5, { token: '1e999' }],
    [`${'('.repeat(201)}x`, 'tooDeep', 200, 1, { limit: 200 }],
    [`${'-'.repeat(300)}x`, 'tooDeep', 200, 1, { limit: 200 }],
    [`x${'^x'.repeat(300)}`, 'tooDeep', 401, 1, { limit: 200 }],
    [`x${'+x'.repeat(300)}`, 'tooDeep', 399, 1, { limit: 200 }],
    ['x'.repeat(MAX_LENGTH + 5), 'tooLong', MAX_LENGTH, 5, { limit: MAX_LENGTH, length: MAX_LENGTH + 5 }],
  ])('refuses %j: %s at %d', (text, code, position, length, params) => {
    const error = failure(text);
    expect([error.code, error.position, error.length]).toEqual([code, position, length]);
    expect(error.params).toEqual(params);
  });

  it('allows only the names it was given', () => {
    expect(equal(parse('x * pi', ['x']), E.mul('x', Math.PI))).toBe(true);
    expect(failure('x + yy', ['x'])).toMatchObject({
      code: 'unknownName',
      position: 4,
      length: 2,
      params: { name: 'yy' },
    });
  });

  it('answers any text with an expression or a fault inside the text', () => {
    const word = fc.constantFrom(
      ...'+-*/^(),<>=! .1e9x'.split(''),
      '<=',
      '==',
      'max',
      'where',
      'exp',
      'pi',
      '12.5e-3',
      'é',
      '\u{1d53c}',
      '\ud800',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(word, { maxLength: 40 }).map((w) => w.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExprSyntaxError);
          const { position, length } = error as ExprSyntaxError;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position + length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('print', () => {
  it('is read back as the same tree', () => {
    const constants = [-3, -0, 0, 0.1, 1 / 3, 1e-7, 1e21, -5e-324, 1.7976931348623157e308, Math.PI, -Math.PI];
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    fc.assert(
      fc.property(expressions(FUNCTION_NAMES, [...constants, ...odd], 8), (expr) => {
        expect(equal(parse(print(expr)), expr), print(expr)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    'a - (b - c)',
    '(a + b) * c',
    'a / (b * c)',
    '(a^b)^c',
    '(-x)^2',
    '-(2)',
    'a * (-b)',
    'x^-2',
    '(a < b) * c',
    'where(x > 0, x, alpha * expm1(x))',
  ])('writes %s with no more brackets than that', (text) => {
    expect(print(parse(text))).toBe(text);
  });
});
