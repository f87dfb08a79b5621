/** A few numbers as coloured squares with the numbers in them: a patch, a kernel, their products, a pool's window. */
import { type ColorScale, colorOf, useThemeName } from '@/theme';
import { measured } from '@/ui';
import classes from './cell.module.css';

interface NumberGridProps {
  label: string;
  /** Row order; null is padding. */
  values: readonly (number | null)[];
  columns: number;
  scale: ColorScale;
  /** The square that is marked. */
  marked?: number | null;
}

/** Decimals that keep their places while the numbers change, more of them where all numbers are small. */
function brief(value: number, largest: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 99.95) return measured(value, 2);
  // Exactly 0 is said as such: after a ReLU most cells are.
  if (value === 0) return '0';
  const decimals = largest < 0.0995 ? 3 : largest < 9.995 ? 2 : 1;
  const text = value
    .toFixed(decimals)
    .replace(/^-(0\.0*)$/, '$1')
    .replace('-', '−');
  return decimals === 3 ? text.replace('0.', '.') : text;
}

/** Relative luminance above which black reads better than white. */
const BRIGHT = 0.36;

function inkOn([red, green, blue]: readonly number[]): string {
  const linear = (c: number) => (c / 255) ** 2.2;
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return luminance > BRIGHT * 0.5 ? '#000' : '#fff';
}

export function NumberGrid({ label, values, columns, scale, marked = null }: NumberGridProps) {
  const theme = useThemeName();
  const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const text = values.map((value) => (value === null ? '–' : measured(value, 3))).join(', ');
  return (
    <div
      className={classes.grid}
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      role="img"
      aria-label={`${label}: ${text}`}
      data-small={columns > 4}
    >
      {values.map((value, i) => {
        if (value === null) return <span key={i} className={classes.padding} />;
        const colour = colorOf(value, scale, theme);
        return (
          <span
            key={i}
            style={{ background: `rgb(${colour.join(' ')})`, color: inkOn(colour) }}
            data-marked={i === marked}
          >
            {brief(value, largest)}
          </span>
        );
      })}
    </div>
  );
}
