/** How smooth the curves are drawn, and what is done for it. */
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state';
import { setView, useRaceView } from '../store';
import classes from './race.module.css';

const MOST = 0.98;

export function Smoothing() {
  const { t } = useTranslation('races');
  const smoothing = useRaceView((state) => state.smoothing);
  const language = usePreferences((state) => state.language);
  const weight = new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(smoothing);
  // An average with weight w has the mean age w / (1 − w): as a plain mean over about 1 / (1 − w) values.
  const reach = Math.round(1 / (1 - smoothing));
  const said = smoothing === 0 ? t('smoothing.none') : t('smoothing.does', { weight, count: reach });
  return (
    <div className={classes.smoothing}>
      <label htmlFor="race-smoothing">{t('smoothing.label')}</label>
      <input
        id="race-smoothing"
        type="range"
        min={0}
        max={MOST}
        step={0.02}
        value={smoothing}
        aria-valuetext={weight}
        aria-describedby="race-smoothing-note"
        onChange={({ target }) => setView({ smoothing: Number(target.value) })}
      />
      <p id="race-smoothing-note">{said}</p>
    </div>
  );
}
