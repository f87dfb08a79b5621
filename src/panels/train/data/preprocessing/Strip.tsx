/** What the colours of signed values mean: the scale as a strip, with the numbers at its ends. */
import { colorTable, useThemeName } from '@/theme';
import { measured } from '@/ui';
import classes from './preprocessing.module.css';

const STOPS = 12;

export function Strip({ max, label }: { max: number; label: string }) {
  const table = colorTable('diverging', useThemeName());
  const colours = Array.from({ length: STOPS }, (_, i) => {
    const at = Math.round((i / (STOPS - 1)) * 255) * 3;
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
  });
  return (
    <span className={classes.strip} role="img" aria-label={label}>
      <span className="num">−{measured(max)}</span>
      <span style={{ background: `linear-gradient(90deg, ${colours.join(', ')})` }} />
      <span className="num">{measured(max)}</span>
    </span>
  );
}
