/** Rates by step, a row each, to be typed: the points of a drawing, or the pieces of a schedule. */
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconButton, NumberField } from '@/ui';
import classes from './settings.module.css';

export interface RateRow {
  /** Null: to the end. */
  step: number | null;
  rate: number;
  /** Where the step may go. */
  range: readonly [number, number];
}

interface RateTableProps {
  id: string;
  /** Heading of the steps. */
  steps: string;
  rows: readonly RateRow[];
  onChange(index: number, change: { step?: number; rate?: number }): void;
  onRemove(index: number): void;
}

export function RateTable({ id, steps, rows, onChange, onRemove }: RateTableProps) {
  const { t } = useTranslation('settings');
  return (
    <table className={classes.rates} id={id}>
      <thead>
        <tr>
          <th scope="col">{steps}</th>
          <th scope="col">{t('points.rate')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ step, rate, range }, index) => (
          <tr key={index}>
            <td>
              {step === null ? (
                <span className={classes.end}>{t('points.end')}</span>
              ) : (
                <NumberField
                  id={`${id}-step-${index}`}
                  label={t('points.rowStep', { index: index + 1, name: steps })}
                  hideLabel
                  value={step}
                  min={range[0]}
                  max={range[1]}
                  integer
                  onChange={(next) => onChange(index, { step: next })}
                />
              )}
            </td>
            <td>
              <NumberField
                id={`${id}-rate-${index}`}
                label={t('points.rowRate', { index: index + 1 })}
                hideLabel
                value={rate}
                min={0}
                max={1e6}
                step={rate > 0 ? 'log' : 0.001}
                onChange={(next) => onChange(index, { rate: next })}
              />
            </td>
            <td>
              <IconButton
                label={t('points.remove', { index: index + 1 })}
                disabled={rows.length < 2}
                onClick={() => onRemove(index)}
              >
                <IconTrash size={15} aria-hidden />
              </IconButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
