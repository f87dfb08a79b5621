/** Precision, recall and F1 of every class, and their averages: the confusion matrix in four columns. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Averages, ClassReport } from '@/core/metrics/report';
import { usePreferences } from '@/state';
import { percent, whole } from '../parts/format';
import classes from './confusion.module.css';

const SCORES = ['precision', 'recall', 'f1'] as const;

interface ClassTableProps {
  report: ClassReport;
  names: readonly string[];
  /** Open from the beginning. */
  open: boolean;
}

export const ClassTable = memo(function ClassTable({ report, names, open }: ClassTableProps) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const known = report.classes.every((scores) => SCORES.every((score) => scores[score] !== null));
  const f1 = report.macro.f1;
  return (
    <details id="class-report" className={classes.report} open={open}>
      <summary>
        {t('report.title')}
        {f1 !== null && (
          <span className={classes.note}>
            {t('report.macroF1')} <span className="num">{percent(f1, language)}</span>
          </span>
        )}
      </summary>
      <table className={classes.scores}>
        <caption className="ui-hidden">{t('report.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('report.class')}</th>
            {SCORES.map((score) => (
              <th key={score} scope="col" title={t(`report.meaning.${score}`)}>
                {t(`report.${score}`)}
              </th>
            ))}
            <th scope="col" title={t('report.meaning.support')}>
              {t('report.support')}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.classes.map((scores, k) => (
            <Row key={names[k]} name={names[k]} scores={scores} support={scores.support} />
          ))}
        </tbody>
        <tfoot>
          <Row name={t('report.macro')} title={t('report.meaning.macro')} scores={report.macro} support={null} />
          <Row
            name={t('report.micro')}
            title={t('report.meaning.micro')}
            scores={report.micro}
            support={report.support}
          />
        </tfoot>
      </table>
      {!known && <p className={classes.note}>{t('report.undefined')}</p>}
      <p className={classes.note}>{t('report.explain', { support: whole(report.support, language) })}</p>
    </details>
  );
});

interface RowProps {
  name: string;
  title?: string;
  scores: Averages;
  support: number | null;
}

function Row({ name, title, scores, support }: RowProps) {
  const language = usePreferences((state) => state.language);
  return (
    <tr>
      <th scope="row" title={title}>
        {name}
      </th>
      {SCORES.map((score) => (
        <td key={score} className="num">
          {scores[score] === null ? '–' : percent(scores[score], language)}
        </td>
      ))}
      <td className="num">{support === null ? '' : whole(support, language)}</td>
    </tr>
  );
}
