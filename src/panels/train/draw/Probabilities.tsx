/** The network's answer: one bar a class, its probability or its score, the likeliest marked by weight and a sign as well as by colour. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, barOf, outputKind } from '@/core/metrics/answer';
import { useLookedAt, usePreferences, useRunNetwork, useWatched } from '@/state';
import { VisuallyHidden } from '@/ui';
import { measured, percent } from '../parts/format';
import classes from './draw.module.css';
import { useDrawing } from './drawing';

export const Probabilities = memo(function Probabilities({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const something = useLookedAt((state) => state.input !== null);
  const newest = useWatched((state) => state.seen?.output ?? null);
  const output = something ? newest : null;
  const network = useRunNetwork();
  const kind = useMemo(() => outputKind(network), [network]);
  const answer = useMemo(() => (output ? answerOf(kind, output) : null), [output, kind]);
  const settled = useDrawing((state) => !state.penDown);
  const winner = output ? largest(output) : -1;
  return (
    <div className={classes.answer}>
      <ul className={classes.bars} aria-label={t(kind === 'scores' ? 'draw.scores' : 'draw.probabilities')}>
        {names.map((name, index) => {
          const value = answer?.values[index] ?? Number.NaN;
          const known = Number.isFinite(value);
          return (
            <li key={name} className={classes.bar} data-winner={index === winner}>
              <span className={classes.name}>{name}</span>
              <span className={classes.track} aria-hidden>
                <span style={{ transform: `scaleX(${answer ? barOf(answer, index) : 0})` }} />
              </span>
              <span className={`num ${classes.share}`}>
                {known ? (answer?.probable ? percent(value, language) : measured(value)) : '–'}
              </span>
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
