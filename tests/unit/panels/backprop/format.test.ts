/** How differences are written, whatever the two numbers are. */
import { describe, expect, it } from 'vitest';
import { apart, difference } from '@/panels/backprop/model/format';

describe('how far two numbers are apart', () => {
  it('is nothing for the same infinity, and NaN only where something is not a number', () => {
    expect(difference(apart(-Infinity, -Infinity))).toBe('0');
    expect(apart(Infinity, -Infinity)).toBe(Infinity);
    expect(apart(2, 3)).toBe(-1);
    expect(apart(NaN, 1)).toBeNaN();
  });
});
