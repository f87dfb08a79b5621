/** Links say what a symbol stands for, and are gone from what is copied. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { formulaNumber, latexOf, linkedNumber, linkedSymbol, parse, toLatex, unlinked } from '@/core/expr';

describe('latexOf', () => {
  it.each([
    ['\\fwd{a} + \\bwd{b}', 'a + b'],
    [
      '\\displaystyle \\bwd{\\frac{\\partial L}{\\partial \\el{3}{0}{z_{1}}}} \\cdot \\fwd{\\mark{w}}',
      '\\frac{\\partial L}{\\partial z_{1}} \\cdot w',
    ],
    ['\\el{1}{2}{x_{1}}^{2}', 'x_{1}^{2}'],
    ['e^\\el{1}{2}{ab}', 'e^{ab}'],
    ['\\fwd{\\alpha}x', '\\alpha x'],
    ['\\elv{1}{2}{-0.123}{-0.12} \\{ \\elbow', '-0.12 \\{ \\elbow'],
    ['\\el{1}{2}{a \\{ b}', 'a \\{ b'],
    ['\\htmlClass{tex-fwd}{x}', 'x'],
  ])('%s becomes %s', (tex, plain) => {
    expect(latexOf(tex)).toBe(plain);
    expect(() => katex.renderToString(plain.replace('\\elbow', ''), { throwOnError: true })).not.toThrow();
  });

  it('takes only the links away where the colours stay', () => {
    expect(unlinked('\\fwd{\\el{1}{2}{a}}')).toBe('\\fwd{a}');
  });
});

it('links change nothing about signs and brackets', () => {
  const expr = parse('a * b + c^2 - d');
  const symbols = { a: 'a_{1}', b: '\\frac{x}{y}', c: 'W^{(1)}', d: 'd' };
  const linked = Object.fromEntries(Object.entries(symbols).map(([k, tex], i) => [k, linkedSymbol(i, 0, tex)]));
  expect(unlinked(toLatex(expr, { symbols: linked }))).toBe(toLatex(expr, { symbols }));
  const values = { a: '-0.5', b: '2', c: '-1.5', d: '10^{-7}' };
  const put = Object.fromEntries(Object.entries(values).map(([k, tex], i) => [k, linkedNumber(i, 0, 1, tex)]));
  expect(unlinked(toLatex(expr, { values: put }))).toBe(toLatex(expr, { values }));
});

it.each([
  [0.05, '0.05'],
  [0.5, '0.5'],
  [-0.125, '-0.125'],
  [0.1 + 0.2, '0.3000'],
  [0.49999999, '0.5000'],
  [0.12345, '0.12345'],
  [0.123456, '0.1235'],
  [0.1234567, '0.1235'],
  [12.3456789, '12.35'],
  [3, '3'],
  [1234567.8, '1.235\\times10^{6}'],
  [0.000123456, '1.235\\times10^{-4}'],
  [Number.NaN, '\\mathrm{NaN}'],
])('%d is put in as %s', (value, tex) => {
  expect(formulaNumber(value)).toBe(tex);
});
