/** Samples of a few numbers before, after, and back again. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { applyPreprocessing, type Fitted, invertPreprocessing } from '@/core/preprocessing';
import { measured } from '@/ui';
import classes from './preprocessing.module.css';

/** More numbers a sample than these are not written out. */
const MOST = 12;

export function RowsPreview({ fitted, inputs }: { fitted: Fitted; inputs: Float32Array }) {
  const { t } = useTranslation('train');
  const { features } = fitted;
  const rows = useMemo(() => {
    const after = applyPreprocessing(fitted, inputs, new Float32Array(inputs.length));
    const back = invertPreprocessing(fitted, after, new Float32Array(inputs.length));
    return Array.from({ length: inputs.length / features }, (_, row) =>
      [inputs, after, back].map((values) => [...values.subarray(row * features, (row + 1) * features)]),
    );
  }, [fitted, inputs, features]);
  const write = (values: number[]) => {
    const shown = values.slice(0, MOST).map((value) => measured(Number(value.toFixed(6))));
    return `(${shown.join(', ')}${values.length > MOST ? ', …' : ''})`;
  };
  return (
    <section className="ui-table-scroll" tabIndex={0} aria-label={t('preprocessing.samples')}>
      <table className={`num ${classes.rows}`}>
        <thead>
          <tr>
            {(['before', 'after', 'back'] as const).map((stage) => (
              <th key={stage} scope="col">
                {t(`preprocessing.${stage}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((stages, row) => (
            <tr key={row}>
              {stages.map((values, stage) => (
                <td key={stage}>{write(values)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
