/** The generator against its published vectors, and its distributions against theory. */
import { describe, expect, it } from 'vitest';
import { fillNormal, fillTruncatedNormal, fillUniform, permutation, threefry, uniform } from '@/core/random';

const key = { seed: 7, purpose: 'test', layer: 'a', step: 0 };

function moments(values: Float64Array) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe('threefry-2x32-20', () => {
  // Known answers of the Random123 distribution (kat_vectors, threefry2x32 20).
  it.each([
    [
      [0, 0, 0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [-1, -1, -1, -1],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])('key and counter %j give %j', ([k0, k1, c0, c1], expected) => {
    expect(threefry(k0, k1, c0, c1)).toEqual(expected);
  });
});

describe('streams', () => {
  it('are uniform: mean 1/2, variance 1/12, every tenth equally full', () => {
    const values = fillUniform(new Float64Array(50000), key);
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
    const bins = new Array(10).fill(0);
    for (const v of values) bins[Math.floor(v * 10)]++;
    for (const count of bins) expect(Math.abs(count - 5000)).toBeLessThan(350);
  });

  it('do not depend on what was drawn before', () => {
    const all = fillUniform(new Float64Array(100), key);
    expect(uniform(key, 57)).toBe(all[57]);
  });

  it('differ by seed, purpose, layer and step', () => {
    const first = uniform(key, 0);
    for (const change of [{ seed: 8 }, { purpose: 'other' }, { layer: 'b' }, { step: 1 }]) {
      expect(uniform({ ...key, ...change }, 0)).not.toBe(first);
    }
  });

  it('are normal with the asked mean and deviation', () => {
    const { mean, variance } = moments(fillNormal(new Float64Array(50000), key, 2, 3));
    expect(Math.abs(mean - 2)).toBeLessThan(0.06);
    expect(Math.abs(variance - 9)).toBeLessThan(0.3);
  });

  it('truncated normals stay within two deviations and have 0.8796 of the deviation', () => {
    const values = fillTruncatedNormal(new Float64Array(50000), key, 0, 1);
    expect(Math.max(...values)).toBeLessThanOrEqual(2);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.abs(Math.sqrt(moments(values).variance) - 0.8796)).toBeLessThan(0.01);
  });

  it('permutations hold every index once and are fair in the first place', () => {
    const order = permutation(key, 1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const firsts = new Array(5).fill(0);
    for (let seed = 0; seed < 5000; seed++) firsts[permutation({ ...key, seed }, 5)[0]]++;
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
