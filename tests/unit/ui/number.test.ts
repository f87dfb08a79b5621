/** Numbers as they are typed, written and stepped in number fields. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, stepNumber, writeNumber } from '@/ui/number';

describe('reading numbers as people type them', () => {
  it.each([
    ['0.001', 0.001],
    [' 1e-3 ', 0.001],
    ['.5', 0.5],
    ['0,5', 0.5],
    ['０．５', 0.5],
    ['１２', 12],
    ['−3', -3],
    ['+3', 3],
    ['1 000', 1000],
  ])('%s is %d', (text, value) => {
    expect(readNumber(text, {})).toEqual({ value });
  });

  it.each(['', 'abc', '1.2.3', '1e', '--1', 'Infinity', 'NaN', '0x10', '1e999', '12%', '1+1'])('%s is none', (text) => {
    expect(readNumber(text, {})).toEqual({ problem: 'notANumber' });
  });

  it('says what is wrong with a number out of its range', () => {
    const rule = { min: 1, max: 10, integer: true };
    expect(readNumber('1.5', rule)).toEqual({ problem: 'notAnInteger' });
    expect(readNumber('0', rule)).toEqual({ problem: 'tooSmall' });
    expect(readNumber('11', rule)).toEqual({ problem: 'tooLarge' });
    expect(readNumber('10', rule)).toEqual({ value: 10 });
  });

  it('reads percentages with and without their sign', () => {
    expect(readNumber('10%', { percent: true })).toEqual({ value: 0.1 });
    expect(readNumber('10', { percent: true })).toEqual({ value: 0.1 });
    expect(readNumber('90 %', { percent: true, max: 0.9 })).toEqual({ value: 0.9 });
    expect(readNumber('91%', { percent: true, max: 0.9 })).toEqual({ problem: 'tooLarge' });
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (value) => {
        const read = readNumber(writeNumber(value), {});
        expect(read).toHaveProperty('value');
        if ('value' in read) expect(Math.abs(read.value - value)).toBeLessThanOrEqual(1e-11 * Math.abs(value));
      }),
    );
  });

  it('hides what binary fractions add', () => {
    expect(writeNumber(0.1 + 0.2)).toBe('0.3');
    expect(writeNumber(0.07, { percent: true })).toBe('7%');
    expect(writeNumber(1e-7)).toBe('1e-7');
  });
});

describe('stepping numbers', () => {
  it('walks 1, 2, 5 at every magnitude, up and down', () => {
    const walk = (from: number, direction: 1 | -1) => {
      const seen = [from];
      for (let i = 0; i < 5; i++) seen.push(stepNumber(seen[i], direction, { step: 'log' }));
      return seen;
    };
    expect(walk(0.001, 1)).toEqual([0.001, 0.002, 0.005, 0.01, 0.02, 0.05]);
    expect(walk(0.001, -1)).toEqual([0.001, 0.0005, 0.0002, 0.0001, 0.00005, 0.00002]);
    expect(stepNumber(0.003, 1, { step: 'log' })).toBe(0.005);
    expect(stepNumber(0.003, -1, { step: 'log' })).toBe(0.002);
    expect(stepNumber(0.003, 1, { step: 'log' }, true)).toBe(0.03);
  });

  it('stays in the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(1 as const, -1 as const),
        fc.boolean(),
        fc.constantFrom('log' as const, 1, 3),
        (value, direction, large, step) => {
          const next = stepNumber(value, direction, { min: 1, max: 20, integer: true, step }, large);
          expect(next).toBeGreaterThanOrEqual(1);
          expect(next).toBeLessThanOrEqual(20);
          expect(Number.isInteger(next)).toBe(true);
        },
      ),
    );
  });
});
