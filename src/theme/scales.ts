/**
 * Colour scales for canvases: value to RGB by a table of 256 colours. `diverging` runs purple, neutral, orange for signed
 * values and is neutral at zero, which is light on light and dark on dark; `sequential` is for magnitudes, dark to
 * bright; `gray` is for pictures such as MNIST's digits. Both coloured maps keep their order for colour-blind eyes.
 */
export type ScaleKind = 'diverging' | 'sequential' | 'gray';
export type ThemeName = 'light' | 'dark';

/** How values become colours: `min` and `max` are the ends; diverging scales are symmetric, from −max to max. */
export interface ColorScale {
  kind: ScaleKind;
  max: number;
  /** Default 0; not used by diverging scales. */
  min?: number;
}

// Diverging: after ColorBrewer's PuOr, through --neg and --pos of tokens.css; sequential: matplotlib's inferno.
const STOPS: Record<ScaleKind, Record<ThemeName, readonly string[]>> = {
  diverging: {
    light: [
      '#3f1f7a',
      '#5f3bab',
      '#7b56c2',
      '#a48fd8',
      '#d3c9ec',
      '#f7f7f8',
      '#fbdcb0',
      '#f0b162',
      '#e08214',
      '#b35f06',
      '#7f3f04',
    ],
    dark: [
      '#d9c8ff',
      '#b79df0',
      '#9170d6',
      '#6549a0',
      '#3b2f60',
      '#20252e',
      '#553a14',
      '#8f5a10',
      '#d08a22',
      '#f2a541',
      '#ffd9a0',
    ],
  },
  sequential: {
    light: [
      '#000004',
      '#1b0c41',
      '#4a0c6b',
      '#781c6d',
      '#a52c60',
      '#cf4446',
      '#ed6925',
      '#fb9b06',
      '#f7d13d',
      '#fcffa4',
    ],
    dark: [
      '#000004',
      '#1b0c41',
      '#4a0c6b',
      '#781c6d',
      '#a52c60',
      '#cf4446',
      '#ed6925',
      '#fb9b06',
      '#f7d13d',
      '#fcffa4',
    ],
  },
  gray: {
    light: ['#0d1017', '#ffffff'],
    dark: ['#0b0d12', '#ffffff'],
  },
};

const SIZE = 256;
const tables = new Map<string, Uint8ClampedArray>();

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The 256 colours of a scale, three bytes each, from low to high. */
export function colorTable(kind: ScaleKind, theme: ThemeName): Uint8ClampedArray {
  const key = `${kind} ${theme}`;
  const known = tables.get(key);
  if (known) return known;
  const stops = STOPS[kind][theme].map(channels);
  const table = new Uint8ClampedArray(SIZE * 3);
  for (let i = 0; i < SIZE; i++) {
    const at = (i / (SIZE - 1)) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++) table[i * 3 + c] = stops[left][c] + (stops[left + 1][c] - stops[left][c]) * (at - left);
  }
  tables.set(key, table);
  return table;
}

/** Where `value` lies on the scale, 0 to 255; values beyond the ends are clamped. Not a number is −1. */
export function scaleIndex(value: number, scale: ColorScale): number {
  if (Number.isNaN(value)) return -1;
  const low = scale.kind === 'diverging' ? -Math.abs(scale.max) : (scale.min ?? 0);
  const span = Math.abs(scale.max) - low || scale.max - low;
  const share = span > 0 ? (value - low) / span : scale.kind === 'diverging' ? 0.5 : 0;
  return Math.round(Math.min(1, Math.max(0, share)) * (SIZE - 1));
}

/** RGB of a value that is not a number: a colour of no scale. */
export const NOT_A_NUMBER: readonly [number, number, number] = [230, 30, 120];

/** The colour of one value as RGB, 0 to 255. */
export function colorOf(value: number, scale: ColorScale, theme: ThemeName): [number, number, number] {
  const index = scaleIndex(value, scale);
  if (index < 0) return [...NOT_A_NUMBER];
  const table = colorTable(scale.kind, theme);
  return [table[index * 3], table[index * 3 + 1], table[index * 3 + 2]];
}

/** The colour of one value as CSS. */
export function cssColorOf(value: number, scale: ColorScale, theme: ThemeName): string {
  return `rgb(${colorOf(value, scale, theme).join(' ')})`;
}

/** Paints values into RGBA pixels, one pixel a value; `pixels` has four bytes for each. */
export function paint(values: ArrayLike<number>, scale: ColorScale, theme: ThemeName, pixels: Uint8ClampedArray): void {
  const table = colorTable(scale.kind, theme);
  for (let i = 0; i < values.length; i++) {
    const index = scaleIndex(values[i], scale);
    pixels[i * 4] = index < 0 ? NOT_A_NUMBER[0] : table[index * 3];
    pixels[i * 4 + 1] = index < 0 ? NOT_A_NUMBER[1] : table[index * 3 + 1];
    pixels[i * 4 + 2] = index < 0 ? NOT_A_NUMBER[2] : table[index * 3 + 2];
    pixels[i * 4 + 3] = 255;
  }
}

/** Beyond the ends of a picture by more than rounding. */
const ROUNDING = 1e-5;

/** The scale of a network's input: a picture while it lies in 0 … 1; what preprocessing has moved out of it is signed. */
export function pictureScale(values: ArrayLike<number>): ColorScale {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < -ROUNDING || values[i] > 1 + ROUNDING) return scaleFor('diverging', values);
  }
  return { kind: 'gray', max: 1 };
}

/** A scale that just holds the values: symmetric for diverging, from 0 (or the lowest, if below) for the others. */
export function scaleFor(kind: ScaleKind, values: ArrayLike<number>): ColorScale {
  let low = 0;
  let high = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return kind === 'diverging' ? { kind, max: Math.max(-low, high) } : { kind, min: low, max: high };
}
