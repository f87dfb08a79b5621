/** The colours of both themes against WCAG 2 AA: 4.5 to 1 for text, 3 to 1 for marks. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src/theme/tokens.css', import.meta.url), 'utf8');

function variables(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name, hex]) => [name, hex]),
  );
}

const light = variables(css.slice(css.indexOf(':root'), css.indexOf('[data-theme')));
const dark = { ...light, ...variables(css.slice(css.indexOf('[data-theme'))) };

const high = readFileSync(new URL('../../../src/theme/contrast.css', import.meta.url), 'utf8');
const secondTheme = high.indexOf('[data-theme');
const lightHigh = { ...light, ...variables(high.slice(0, secondTheme)) };
const darkHigh = { ...dark, ...variables(high.slice(0, secondTheme)), ...variables(high.slice(secondTheme)) };

function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4]
    .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, theme) => {
  it.each(['ink', 'ink2', 'ink3', 'fwd', 'bwd', 'upd', 'loss', 'pos-ink', 'neg-ink'])(
    'has text in --%s that can be read on page, panel and chip',
    (text) => {
      for (const ground of ['bg', 'panel', 'chip'])
        expect(contrast(theme[text], theme[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([
    ['fwd', 'fwd-soft'],
    ['bwd', 'bwd-soft'],
    ['upd', 'upd-soft'],
    ['warn', 'warn-soft'],
  ])('has text in --%s that can be read on --%s', (text, ground) => {
    expect(contrast(theme[text], theme[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['pos', 'neg', 'ring', 'line3'])('has marks in --%s that can be seen on a panel', (mark) => {
    expect(contrast(theme[mark], theme.panel)).toBeGreaterThanOrEqual(mark === 'pos' ? 2.5 : 3);
  });
});

describe.each([
  ['light', lightHigh],
  ['dark', darkHigh],
])('the %s theme in high contrast', (_, theme) => {
  it.each(['ink', 'ink2', 'ink3', 'fwd', 'bwd', 'upd', 'loss', 'pos-ink', 'neg-ink'])(
    'has text in --%s that can be read from the back of a room',
    (text) => {
      for (const ground of ['bg', 'panel', 'chip'])
        expect(contrast(theme[text], theme[ground])).toBeGreaterThanOrEqual(7);
    },
  );

  it.each(['fwd', 'bwd', 'upd'])('has text in --ink and --%s on its soft ground', (phase) => {
    for (const text of ['ink', phase]) expect(contrast(theme[text], theme[`${phase}-soft`])).toBeGreaterThanOrEqual(7);
  });
});
