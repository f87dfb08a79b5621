/** The few numbers that say most, each with a word about what it counts. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegressionReport } from '@/core/metrics/regression';
import { classReport } from '@/core/metrics/report';
import { topKAccuracy } from '@/core/metrics/topK';
import { type Evaluation, usePreferences } from '@/state';
import { measured, percent, whole } from '@/ui';
import classes from './metrics.module.css';
import type { Judged } from './model';

/** With no more classes than this there is no point in asking for the five likeliest. */
const TOP = 5;

interface OverviewProps {
  evaluation: Evaluation;
  judged: Judged | null;
  regression: RegressionReport | null;
  onClassTable?(): void;
}

export const Overview = memo(function Overview({ evaluation, judged, regression, onClassTable }: OverviewProps) {
  const { t } = useTranslation(['inspect', 'vocabulary']);
  const language = usePreferences((state) => state.language);
  const { accuracy, truth, outputs, confusion, classes: count } = evaluation;
  const report = useMemo(() => (confusion ? classReport(confusion, count) : null), [confusion, count]);
  const top = useMemo(
    () =>
      judged?.kind === 'classes' && truth && outputs && count > TOP ? topKAccuracy(outputs, truth, count, TOP) : null,
    [judged, truth, outputs, count],
  );
  const share = (value: number | null) => (value === null ? '–' : percent(value, language, 2));
  const several = judged?.kind === 'classes';
  return (
    <div className={classes.overview}>
      <p className={classes.note} role="status">
        {t('metrics.computed', {
          count: evaluation.count,
          samples: whole(evaluation.count, language),
          step: evaluation.step,
        })}
      </p>
      <dl className={classes.tiles}>
        {accuracy !== null && (
          <Tile name={t('vocabulary:metric.accuracy')} value={share(accuracy)} about={t('metrics.about.accuracy')} />
        )}
        {top !== null && (
          <Tile name={t('metrics.topK', { k: TOP })} value={share(top)} about={t('metrics.about.topK', { k: TOP })} />
        )}
        {several &&
          report &&
          (['precision', 'recall', 'f1'] as const).map((score) => (
            <Tile
              key={score}
              name={t('metrics.macro', { name: t(`vocabulary:metric.${score}`) })}
              value={share(report.macro[score])}
              about={t(`metrics.about.${score}`)}
            />
          ))}
        {regression && (
          <>
            <Tile
              name={t('vocabulary:metric.meanAbsoluteError')}
              value={measured(regression.mean.meanAbsoluteError)}
              about={t('metrics.about.meanAbsoluteError')}
            />
            <Tile
              name={t('vocabulary:metric.rootMeanSquaredError')}
              value={measured(regression.mean.rootMeanSquaredError)}
              about={t('metrics.about.rootMeanSquaredError')}
            />
            <Tile
              name={t('vocabulary:metric.r2')}
              value={regression.mean.r2 === null ? '–' : measured(regression.mean.r2)}
              about={t(regression.constant.length > 0 ? 'metrics.about.r2Constant' : 'metrics.about.r2', {
                count: regression.constant.length,
              })}
            />
          </>
        )}
      </dl>
      {several && (
        <p className={classes.note}>
          {t('metrics.micro', { value: share(accuracy) })}{' '}
          {onClassTable && (
            <button type="button" id="metrics-class-table" className={classes.link} onClick={onClassTable}>
              {t('metrics.classTable')}
            </button>
          )}
        </p>
      )}
      {regression && regression.outputs.length > 1 && <OutputsTable report={regression} />}
    </div>
  );
});

function Tile({ name, value, about }: { name: string; value: string; about: string }) {
  return (
    <div className={classes.tile}>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
      <dd className={classes.about}>{about}</dd>
    </div>
  );
}

/** The same of every output. */
function OutputsTable({ report }: { report: RegressionReport }) {
  const { t } = useTranslation(['inspect', 'vocabulary']);
  return (
    <details className={classes.details}>
      <summary>{t('metrics.perOutput')}</summary>
      <section className="ui-table-scroll" tabIndex={0} aria-label={t('metrics.perOutput')}>
        <table className="ui-table num">
          <thead>
            <tr>
              <th scope="col">{t('metrics.output')}</th>
              <th scope="col">{t('vocabulary:metric.meanAbsoluteError')}</th>
              <th scope="col">{t('vocabulary:metric.rootMeanSquaredError')}</th>
              <th scope="col">{t('vocabulary:metric.r2')}</th>
            </tr>
          </thead>
          <tbody>
            {report.outputs.map((scores, output) => (
              <tr key={output}>
                <th scope="row">{output + 1}</th>
                <td>{measured(scores.meanAbsoluteError)}</td>
                <td>{measured(scores.rootMeanSquaredError)}</td>
                <td>{scores.r2 === null ? t('metrics.constant') : measured(scores.r2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
