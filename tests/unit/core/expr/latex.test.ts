/** LaTeX as a textbook sets it, and always well-formed. */
import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { formatNumber, parse, print, substitute, sym, symbolLatex, toLatex } from '../../../../src/core/expr';
import { expressions, FUNCTION_NAMES } from './arbitrary';

const latex = (text: string) => toLatex(parse(text));

describe('toLatex', () => {
  it.each([
    ['1 / (1 + exp(-x))', '\\frac{1}{1 + e^{-x}}'],
    ['exp(-x / 2)', 'e^{-x/2}'],
    ['2 * x', '2 x'],
    ['x * 2', 'x \\cdot 2'],
    ['2 * 3', '2 \\times 3'],
    ['2 * (a / b)', '2 \\cdot \\frac{a}{b}'],
    ['alpha * x', '\\alpha x'],
    ['y * (1 - y)', 'y\\,(1 - y)'],
    ['log(x) * y', '\\ln(x) \\cdot y'],
    ['log1p(x)', '\\ln(1 + x)'],
    ['expm1(x) * a', '\\left(e^{x} - 1\\right)\\,a'],
    ['a - (b - c)', 'a - (b - c)'],
    ['a + (b + c)', 'a + b + c'],
    ['a + (-b)', 'a - b'],
    ['a + (-2) * b', 'a - 2 b'],
    ['a - (-b)', 'a - (-b)'],
    ['-(a + b)', '-(a + b)'],
    ['-(-x)', '-(-x)'],
    ['(-x)^2', '(-x)^{2}'],
    ['-x^2', '-x^{2}'],
    ['(x^2)^3', '\\left(x^{2}\\right)^{3}'],
    ['(a / b)^2', '\\left(\\frac{a}{b}\\right)^{2}'],
    ['tanh(x)^2', '\\tanh^{2}(x)'],
    ['log(x)^2', '(\\ln(x))^{2}'],
    ['sqrt(v) + epsilon', '\\sqrt{v} + \\epsilon'],
    ['abs(x)', '\\left|x\\right|'],
    ['floor(t / 2)', '\\left\\lfloor \\frac{t}{2}\\right\\rfloor'],
    ['floor(t)', '\\lfloor t \\rfloor'],
    ['max(x, 0)', '\\max(x, 0)'],
    ['sign(x)', '\\operatorname{sign}(x)'],
    ['where(x > 0, x, alpha * x)', '\\begin{cases} x & x > 0 \\\\ \\alpha x & x \\le 0 \\end{cases}'],
    [
      'where(x < -1, -1, where(x < 1, x, 1))',
      '\\begin{cases} -1 & x < -1 \\\\ x & x < 1 \\\\ 1 & x \\ge 1 \\end{cases}',
    ],
    ['where(c, 1, 2)', '\\begin{cases} 1 & c \\ne 0 \\\\ 2 & c = 0 \\end{cases}'],
    ['(x > 0) * y', '[x > 0]\\,y'],
    ['sqrt(2 / pi)', '\\sqrt{\\frac{2}{\\pi}}'],
    ['1e-7', '10^{-7}'],
    ['1e-7 * x', '10^{-7} \\cdot x'],
    ['(1e-7)^2', '\\left(10^{-7}\\right)^{2}'],
    [
      'theta - learningRate * mHat / (sqrt(vHat) + epsilon)',
      '\\theta - \\frac{\\eta \\hat{m}}{\\sqrt{\\hat{v}} + \\epsilon}',
    ],
    ['m / (1 - beta1^t)', '\\frac{m}{1 - \\beta_1^{t}}'],
  ])('%s is set %s', (text, expected) => {
    expect(latex(text)).toBe(expected);
  });

  it.each<[string, Record<string, number | string>, string]>([
    ['a * b', { a: -0.089, b: 1.1 }, '(-0.089) \\times 1.1'],
    ['a + b', { a: -0.5, b: -2 }, '-0.5 + (-2)'],
    ['a - b', { a: 1, b: -2 }, '1 - (-2)'],
    ['-a', { a: -2 }, '-(-2)'],
    ['x^2', { x: -3 }, '(-3)^{2}'],
    ['x^2', { x: 1e-5 }, '\\left(10^{-5}\\right)^{2}'],
    ['2 * x', { x: 3 }, '2 \\times 3'],
    ['a * (1 - a)', { a: 0.25 }, '0.25 \\times (1 - 0.25)'],
    ['a * x', { a: 2 }, '2 x'],
    ['exp(-x)', { x: -1 }, 'e^{-(-1)}'],
    ['a * b', { a: '-1.50', b: '2.00' }, '(-1.50) \\times 2.00'],
    ['0.044715 * x', { x: 1.23456 }, '0.044715 \\times 1.235'],
  ])('%s with %j is set %s', (text, values, expected) => {
    expect(toLatex(parse(text), { values })).toBe(expected);
  });

  it('takes symbols and a format of the caller', () => {
    const options = { symbols: { w: 'W^{(1)}_{1,2}', g: '\\frac{\\partial L}{\\partial z}' } };
    expect(toLatex(parse('w^2 * g'), options)).toBe(
      '\\left(W^{(1)}_{1,2}\\right)^{2}\\,\\frac{\\partial L}{\\partial z}',
    );
    expect(toLatex(parse('x + 0.5'), { values: { x: 2 }, format: (n) => n.toFixed(2) })).toBe('2.00 + 0.5');
  });

  it('is always well-formed, with symbols, with numbers and with odd names', () => {
    const numbers = [-2.5, 0, 1e-9, 123456789, Number.NaN, Number.NEGATIVE_INFINITY];
    fc.assert(
      fc.property(
        expressions(FUNCTION_NAMES, [
          -2,
          -0,
          0,
          0.5,
          1e-7,
          -1e30,
          Math.PI,
          -Math.PI,
          Number.NaN,
          Number.POSITIVE_INFINITY,
        ]),
        fc.constantFrom(...numbers),
        fc.string({ minLength: 1 }),
        (expr, value, name) => {
          const odd = substitute(expr, { y: sym(name) });
          for (const tex of [toLatex(odd), toLatex(expr, { values: { x: value, beta1: -value } })]) {
            expect(
              () => katex.renderToString(tex, { throwOnError: true, strict: 'ignore' }),
              print(expr),
            ).not.toThrow();
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('names and numbers', () => {
  it.each([
    ['x', 'x'],
    ['x1', 'x_1'],
    ['x_12', 'x_{12}'],
    ['beta1', '\\beta_1'],
    ['mHat', '\\hat{m}'],
    ['betaHat1', '\\hat{\\beta}_1'],
    ['beta1Hat', '\\hat{\\beta}_1'],
    ['y_hat', '\\hat{y}'],
    ['vMax', 'v_{\\max}'],
    ['w_in', 'w_{\\mathrm{in}}'],
    ['learningRate', '\\eta'],
    ['stepSize', '\\mathrm{stepSize}'],
    ['a_b_c', '\\text{a\\_b\\_c}'],
    ['constructor', '\\mathrm{constructor}'],
  ])('%s is %s', (name, expected) => {
    expect(symbolLatex(name)).toBe(expected);
  });

  it.each<[number, string]>([
    [0, '0'],
    [-0, '0'],
    [1.23456, '1.235'],
    [-0.25, '-0.25'],
    [1 / 3, '0.3333'],
    [0.001, '0.001'],
    [0.000012, '1.2\\times10^{-5}'],
    [-1e-8, '-10^{-8}'],
    [12345, '12345'],
    [123456.7, '1.235\\times10^{5}'],
    [2e9, '2\\times10^{9}'],
    [Number.NEGATIVE_INFINITY, '-\\infty'],
    [Number.NaN, '\\mathrm{NaN}'],
  ])('%d is %s', (n, expected) => {
    expect(formatNumber(n)).toBe(expected);
  });
});
