/** What each run came to. The best of a row is marked, and said to be the best. */
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/state';
import { VisuallyHidden } from '@/ui';
import { useNumbers, useRunName } from '../words';
import type { Chosen } from './chosen';
import classes from './compare.module.css';

interface Row {
  key: string;
  name: string;
  value(record: RunRecord): number | null;
  write(value: number, record: RunRecord): string;
  /** Which end is good; null where none is. */
  best: 'high' | 'low' | null;
}

function useRows(): Row[] {
  const { t } = useTranslation('runs');
  const { whole, epochs, seconds, loss, accuracy } = useNumbers();
  return [
    { key: 'epochs', name: t('results.epochs'), value: (run) => run.epoch, write: epochs, best: null },
    { key: 'steps', name: t('results.steps'), value: (run) => run.step, write: whole, best: null },
    {
      key: 'seconds',
      name: t('results.seconds'),
      value: (run) => (run.seconds > 0 ? run.seconds : null),
      write: seconds,
      best: null,
    },
    {
      key: 'trainLoss',
      name: t('results.trainLoss'),
      value: (run) => run.last.train?.loss ?? null,
      write: loss,
      // The loss of one batch is mostly luck.
      best: null,
    },
    {
      key: 'validationLoss',
      name: t('results.validationLoss'),
      value: (run) => run.last.validation?.loss ?? null,
      write: loss,
      best: 'low',
    },
    {
      key: 'validationAccuracy',
      name: t('results.validationAccuracy'),
      value: (run) => run.last.validation?.accuracy ?? null,
      write: accuracy,
      best: 'high',
    },
    {
      key: 'bestAccuracy',
      name: t('results.bestAccuracy'),
      value: (run) => run.best?.accuracy ?? null,
      write: (value, run) => t('results.atEpoch', { value: accuracy(value), epoch: epochs(run.best?.epoch ?? 0) }),
      best: 'high',
    },
  ];
}

export function Results({ chosen }: { chosen: readonly Chosen[] }) {
  const { t } = useTranslation('runs');
  const nameOf = useRunName();
  const several = chosen.length > 1;
  // Only what was asked the same question can be better or worse.
  const questions = chosen.map(({ run: { record } }) => [record.document.data.id, record.document.network.loss]);
  const comparable = several && new Set(questions.map((question) => JSON.stringify(question))).size === 1;
  const rows = useRows().flatMap((row) => {
    const values = chosen.map(({ run }) => row.value(run.record));
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return [];
    const target = row.best === 'high' ? Math.max(...known) : row.best === 'low' ? Math.min(...known) : null;
    // Where all are equal none is best.
    const winner = comparable && new Set(known).size > 1 ? target : null;
    return [{ ...row, values, winner }];
  });
  return (
    <section className={classes.scroll} tabIndex={0} aria-labelledby="runs-results">
      <table className={classes.table}>
        {several && (
          <thead>
            <tr>
              <td />
              {chosen.map(({ mark, run }) => (
                <th key={mark.letter} scope="col">
                  <span className={classes.letter} style={{ '--mark': mark.color } as React.CSSProperties}>
                    {mark.letter}
                  </span>
                  <VisuallyHidden>{nameOf(run.record)}</VisuallyHidden>
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(({ key, name, values, winner, write }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {values.map((value, index) => {
                const { mark, run } = chosen[index];
                return (
                  <td key={mark.letter} className="num" data-best={value !== null && value === winner}>
                    {value === null ? '–' : write(value, run.record)}
                    {value !== null && value === winner && <VisuallyHidden> {t('results.best')}</VisuallyHidden>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
