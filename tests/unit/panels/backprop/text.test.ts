/** How numbers and symbols are written. */
import { describe, expect, it } from 'vitest';
import { amount, difference, long, short, weight } from '@/panels/backprop/model/format';
import { plain } from '@/panels/backprop/model/symbols';

describe('numbers', () => {
  it('are short in pictures', () => {
    expect([1, 0, -0, 0.6, -0.5, 0.64565631, -0.0979392].map(short)).toEqual([
      '1',
      '0',
      '0',
      '0.6000',
      '−0.5000',
      '0.6457',
      '−0.0979',
    ]);
    expect([0.000438567, -1.5e-9, 123456.7, 1234.56, 123.456].map(short)).toEqual([
      '4.39e−4',
      '−1.50e−9',
      '1.23e5',
      '1234.6',
      '123.46',
    ]);
    expect([Number.NaN, Infinity, -Infinity].map(short)).toEqual(['NaN', '∞', '−∞']);
  });
  it('keep what was typed as a weight', () => {
    expect([0.8, -0.6, 1.1, 0.15, 0.1234, 2, 0.000001].map(weight)).toEqual([
      '0.80',
      '−0.60',
      '1.10',
      '0.15',
      '0.1234',
      '2',
      '1.00e−6',
    ]);
  });
  it('are long in checks, and differences have one digit', () => {
    expect(long(-0.0979392364)).toBe('−0.097939236');
    expect(long(1.23456789123e-7)).toBe('1.23456789e−7');
    expect(difference(2.6e-9)).toBe('3e−9');
    expect(difference(0)).toBe('0');
    expect(amount(-0.000979392)).toBe('0.00098');
    expect(amount(1.234e-9)).toBe('1.2e−9');
  });
});

describe('symbols in plain text', () => {
  it.each([
    ['h_1', 'h₁'],
    ['\\hat{y}', 'ŷ'],
    ['\\hat{y}_{1,10}', 'ŷ₁,₁₀'],
    ['W^{(1)}_{2,1}', 'W⁽¹⁾₂,₁'],
    ['\\frac{\\partial L}{\\partial h_{1}}', '∂L/∂h₁'],
    ['\\mathcal{L}', 'L'],
    ['\\eta\\,g', 'ηg'],
    ['x_{\\text{hidden}}', 'x_hidden'],
    ['\\sqrt{\\hat v}', '√v̂'],
  ])('%s → %s', (tex, text) => expect(plain(tex)).toBe(text));
});
