/** The network's answer: one bar a class, the likeliest marked by weight and a sign as well as by colour. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLookedAt, usePreferences, useWatched } from '@/state';
import { VisuallyHidden } from '@/ui';
import { percent } from '../parts/format';
import classes from './draw.module.css';
import { useDrawing } from './drawing';

export const Probabilities = memo(function Probabilities({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const something = useLookedAt((state) => state.input !== null);
  const newest = useWatched((state) => state.seen?.output ?? null);
  const output = something ? newest : null;
  const settled = useDrawing((state) => !state.penDown);
  const winner = output ? largest(output) : -1;
  return (
    <div className={classes.answer}>
      <ul className={classes.bars} aria-label={t('draw.probabilities')}>
        {names.map((name, index) => {
          const share = output?.[index] ?? Number.NaN;
          const known = Number.isFinite(share);
          return (
            <li key={name} className={classes.bar} data-winner={index === winner}>
              <span className={classes.name}>{name}</span>
              <span className={classes.track} aria-hidden>
                <span style={{ transform: `scaleX(${known ? share : 0})` }} />
              </span>
              <span className={`num ${classes.share}`}>{known ? percent(share, language) : '–'}</span>
              <span className={classes.mark} aria-hidden>
                {index === winner ? '◂' : ''}
              </span>
            </li>
          );
        })}
      </ul>
      <VisuallyHidden>
        <span role="status">{settled && winner >= 0 ? t('draw.answer', { name: names[winner] }) : ''}</span>
      </VisuallyHidden>
    </div>
  );
});

/** Index of the largest value; −1 when one is not a number. */
function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index])) return -1;
    if (values[index] > values[best]) best = index;
  }
  return best;
}
