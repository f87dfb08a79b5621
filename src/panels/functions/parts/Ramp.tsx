/** What the colours of a map mean: its scale as a strip, with the numbers at its ends. */
import { colorTable, type ScaleKind, useThemeName } from '@/theme';
import { measured } from '@/ui';
import classes from './parts.module.css';

const STOPS = 12;

export function Ramp({ kind, low, high }: { kind: ScaleKind; low: number; high: number }) {
  const table = colorTable(kind, useThemeName());
  const colours = Array.from({ length: STOPS }, (_, i) => {
    const at = Math.round((i / (STOPS - 1)) * 255) * 3;
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
  });
  return (
    <span className={classes.ramp}>
      <span className="num">{measured(low)}</span>
      <span aria-hidden style={{ background: `linear-gradient(90deg, ${colours.join(', ')})` }} />
      <span className="num">{measured(high)}</span>
    </span>
  );
}
