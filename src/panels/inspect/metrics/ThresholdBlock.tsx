/** The threshold: a slider, the two-by-two table it makes, and the rates that follow. */
import { useTranslation } from 'react-i18next';
import type { Thresholds } from '@/core/metrics/thresholds';
import { usePreferences } from '@/state';
import { measured, percent, whole } from '@/ui';
import classes from './metrics.module.css';
import { type Position, rangeOf } from './model';
import { useRateName } from './useRateName';

interface ThresholdBlockProps {
  binary: boolean;
  /** The class that is looked for, and the only other one where there are two. */
  name: string;
  others: string | null;
  thresholds: Thresholds;
  middle: number;
  at: Position;
  /** What is pointed at instead. */
  preview: Position | null;
  onMove(threshold: number): void;
}

const RATES = ['precision', 'recall', 'falsePositiveRate', 'f1', 'accuracy'] as const;

export function ThresholdBlock({ name, others, thresholds, middle, at, preview, onMove }: ThresholdBlockProps) {
  const { t } = useTranslation('inspect');
  const nameOf = useRateName();
  const language = usePreferences((state) => state.language);
  const shown = preview ?? at;
  const { min, max, step } = rangeOf(thresholds, middle);
  const rest = others ?? t('metrics.rest');
  const count = (value: number) => whole(value, language);
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = shown.counts;
  return (
    <section className={classes.threshold} aria-label={t('metrics.threshold')} data-preview={preview !== null}>
      <div className={classes.chosen}>
        <h3>{t('metrics.threshold')}</h3>
        <label className={classes.slider}>
          <span className="ui-hidden">{t('metrics.threshold')}</span>
          <input
            id="metrics-threshold"
            type="range"
            min={min}
            max={max}
            step={step}
            value={at.threshold}
            aria-valuetext={measured(at.threshold, 4)}
            onChange={({ target }) => onMove(Number(target.value))}
          />
          <output className="num">{measured(shown.threshold, 4)}</output>
        </label>
        <p className={classes.note}>{t('metrics.says', { name, threshold: measured(shown.threshold, 4) })}</p>
        <dl className={classes.rates}>
          {RATES.map((rate) => (
            <div key={rate}>
              <dt>{nameOf(rate)}</dt>
              <dd className="num">
                {shown.scores[rate] === null ? t('metrics.undefined') : percent(shown.scores[rate], language, 2)}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <table className={classes.counts}>
        <caption className="ui-hidden">{t('metrics.counts')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('metrics.answered', { name })}</th>
            <th scope="col">{t('metrics.answered', { name: rest })}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('metrics.really', { name })}</th>
            <Count value={count(truePositives)} label={t('metrics.truePositives')} right />
            <Count value={count(falseNegatives)} label={t('metrics.falseNegatives')} />
          </tr>
          <tr>
            <th scope="row">{t('metrics.really', { name: rest })}</th>
            <Count value={count(falsePositives)} label={t('metrics.falsePositives')} />
            <Count value={count(trueNegatives)} label={t('metrics.trueNegatives')} right />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const Count = ({ value, label, right = false }: { value: string; label: string; right?: boolean }) => (
  <td data-right={right}>
    <b className="num">{value}</b>
    <span>{label}</span>
  </td>
);
