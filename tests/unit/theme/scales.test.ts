/** Colour scales: ordered by lightness, symmetric, and never mistaken about what is no number. */
import { describe, expect, it } from 'vitest';
import { colorOf, colorTable, NOT_A_NUMBER, paint, scaleFor } from '@/theme/scales';

/** Relative luminance, as WCAG 2 defines it. */
function luminance([r, g, b]: readonly number[]): number {
  const [lr, lg, lb] = [r, g, b].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
}

const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];

describe('colour scales', () => {
  it.each(['light', 'dark'] as const)('are told apart by lightness alone, in %s', (theme) => {
    const sequential = steps.map((x) => luminance(colorOf(x, { kind: 'sequential', max: 1 }, theme)));
    for (let i = 1; i < steps.length; i++) expect(sequential[i]).toBeGreaterThan(sequential[i - 1]);
    for (const sign of [1, -1]) {
      const side = steps.map((x) => luminance(colorOf(sign * x, { kind: 'diverging', max: 1 }, theme)));
      for (let i = 1; i < steps.length; i++) {
        if (theme === 'light') expect(side[i]).toBeLessThan(side[i - 1]);
        else expect(side[i]).toBeGreaterThan(side[i - 1]);
      }
    }
  });

  it('are orange for positive and purple for negative values', () => {
    const [r, , b] = colorOf(0.6, { kind: 'diverging', max: 1 }, 'light');
    expect(r).toBeGreaterThan(b);
    const [r2, , b2] = colorOf(-0.6, { kind: 'diverging', max: 1 }, 'light');
    expect(b2).toBeGreaterThan(r2);
  });

  it('are symmetric around zero, and clamp beyond their ends', () => {
    const scale = { kind: 'diverging', max: 2 } as const;
    const table = colorTable('diverging', 'light');
    expect(colorOf(99, scale, 'light')).toEqual([...table.slice(-3)]);
    expect(colorOf(-99, scale, 'light')).toEqual([...table.slice(0, 3)]);
    const [r, g, b] = colorOf(0, scale, 'light');
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(12);
  });

  it('show a value that is not a number as no colour of theirs', () => {
    const pixels = new Uint8ClampedArray(8);
    paint([Number.NaN, 1], { kind: 'gray', max: 1 }, 'light', pixels);
    expect([...pixels.slice(0, 3)]).toEqual([...NOT_A_NUMBER]);
    expect([...pixels.slice(4)]).toEqual([255, 255, 255, 255]);
  });

  it('hold the values they are made for', () => {
    expect(scaleFor('diverging', [-3, 1, Number.NaN])).toEqual({ kind: 'diverging', max: 3 });
    expect(scaleFor('sequential', [1, 4])).toEqual({ kind: 'sequential', min: 0, max: 4 });
  });

  it('paint a constant without dividing by nothing', () => {
    expect(colorOf(0, scaleFor('diverging', [0, 0]), 'light')).toEqual(
      colorOf(0, { kind: 'diverging', max: 1 }, 'light'),
    );
    expect(colorOf(0, scaleFor('sequential', [0]), 'light')).toEqual([0, 0, 4]);
  });
});
