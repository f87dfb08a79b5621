/** Decimals survive float32; what was never a short decimal stays what it is. */
import { describe, expect, it } from 'vitest';
import { asTyped } from '@/core/interpreter/typed';

describe('a number as it was typed', () => {
  it('comes back from float32', () => {
    const typed = [0.05, 0.1, 0.35, -0.8, 0.99, 1e-7, 123.456, 1.5e20, 0.000123456, 0, 1, -42];
    for (const value of typed) expect(asTyped(Math.fround(value))).toBe(value);
    expect(Object.is(asTyped(-0), -0)).toBe(true);
  });

  it('is left alone where it was no short decimal', () => {
    for (const value of [1 / 3, 0.1234567, Math.PI, 2 ** -20].map(Math.fround)) expect(asTyped(value)).toBe(value);
    // Not a float32 number at all: it was typed just now.
    expect(asTyped(0.1234567891)).toBe(0.1234567891);
    for (const value of [Number.NaN, Infinity, -Infinity]) expect(asTyped(value)).toBe(value);
  });

  it('rounds back to the same float32 number', () => {
    for (let i = 1; i < 3000; i++) {
      const value = Math.fround(Math.sin(i) * 10 ** ((i % 13) - 6));
      expect(Math.fround(asTyped(value))).toBe(value);
    }
  });
});
