/** The curves as a table: what some evenly chosen thresholds give. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Thresholds } from '@/core/metrics/thresholds';
import { usePreferences } from '@/state';
import { measured, percent, whole } from '@/ui';
import classes from './metrics.module.css';
import { tableOf } from './model';
import { useRateName } from './useRateName';

const ROWS = 21;

interface ThresholdTableProps {
  thresholds: Thresholds;
  middle: number;
  name: string;
}

export function ThresholdTable({ thresholds, middle, name }: ThresholdTableProps) {
  const { t } = useTranslation('inspect');
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('metrics.table', { name })}</summary>
      {open && <Rows thresholds={thresholds} middle={middle} name={name} />}
    </details>
  );
}

const COUNTS = ['truePositives', 'falsePositives', 'falseNegatives', 'trueNegatives'] as const;
const RATES = ['precision', 'recall', 'falsePositiveRate'] as const;

function Rows({ thresholds, middle, name }: ThresholdTableProps) {
  const { t } = useTranslation('inspect');
  const nameOf = useRateName();
  const language = usePreferences((state) => state.language);
  const rows = useMemo(() => tableOf(thresholds, middle, ROWS), [thresholds, middle]);
  return (
    <section className="ui-table-scroll" tabIndex={0} aria-label={t('metrics.table', { name })}>
      <table className="ui-table num">
        <thead>
          <tr>
            <th scope="col">{t('metrics.threshold')}</th>
            {COUNTS.map((which) => (
              <th key={which} scope="col">
                {t(`metrics.${which}`)}
              </th>
            ))}
            {RATES.map((rate) => (
              <th key={rate} scope="col">
                {nameOf(rate)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ threshold, counts, scores }) => (
            <tr key={threshold}>
              <th scope="row">{measured(threshold)}</th>
              {COUNTS.map((which) => (
                <td key={which}>{whole(counts[which], language)}</td>
              ))}
              {RATES.map((rate) => (
                <td key={rate}>{scores[rate] === null ? '–' : percent(scores[rate], language)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
