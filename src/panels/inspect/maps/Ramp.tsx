/** What the colours of maps mean: the scale as a strip, with the numbers at its ends. */
import { colorTable, useThemeName } from '@/theme';
import { measured } from '@/ui';
import classes from './maps.module.css';

interface RampProps {
  kind: 'diverging' | 'sequential';
  /** The upper end, or words for it where it is different everywhere. */
  max: number | string;
  label: string;
}

const STOPS = 12;

export function Ramp({ kind, max, label }: RampProps) {
  const table = colorTable(kind, useThemeName());
  const colours = Array.from({ length: STOPS }, (_, i) => {
    const at = Math.round((i / (STOPS - 1)) * 255) * 3;
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
  });
  const upper = typeof max === 'number' ? measured(max) : max;
  return (
    <span className={classes.ramp} role="img" aria-label={label}>
      <span className="num">{kind === 'sequential' ? '0' : `−${upper}`}</span>
      <span className={classes.strip} style={{ background: `linear-gradient(90deg, ${colours.join(', ')})` }} />
      <span className="num">{upper}</span>
    </span>
  );
}
