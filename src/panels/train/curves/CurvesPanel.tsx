/** Loss, accuracy and, where it changes, the learning rate while training: the curves, the same in words and as a table, and where the run stands. */
import { IconFlag, IconStairs } from '@tabler/icons-react';
import { lazy, memo, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useMetrics, usePreferences, useRun } from '@/state';
import { openRaceSection } from '@/state/raceSection';
import { Panel, Segmented, VisuallyHidden } from '@/ui';
import { measured, percent, whole } from '../parts/format';
import classes from './curves.module.css';
import { EarlyStopNote } from './EarlyStopNote';
import { LoadingData } from './LoadingData';
import { StatusLine } from './StatusLine';
import { type Metric, type Row, rateVaries, rows, summarise, tableRows } from './series';

const loadChart = () => import('./Chart');
const DownloadCard = lazy(() => import('../download/DownloadCard'));

/** Rows of the table behind the chart. */
const TABLE_ROWS = 24;

interface CurvesPanelProps {
  /** Address of the stepper for this document. */
  stepLink: string;
}

export function CurvesPanel({ stepLink }: CurvesPanelProps) {
  const { t } = useTranslation('train');
  const [chosen, setMetric] = useState<Metric>('loss');
  const hasAccuracy = useMetrics((state) => state.train[0]?.accuracy !== null);
  const scheduled = useDocument().training.phases[0].schedule !== undefined;
  const varies = useMetrics((state) => rateVaries(state.train));
  const metrics: Metric[] = ['loss'];
  if (hasAccuracy) metrics.push('accuracy');
  if (scheduled || varies) metrics.push('learningRate');
  const metric = metrics.includes(chosen) ? chosen : 'loss';
  return (
    <Panel
      title={t(hasAccuracy ? 'curves.title' : 'curves.lossOnly')}
      className={classes.panel}
      actions={
        <>
          <a id="step-this-batch" href={stepLink} className={`ui-button ui-button-normal ${classes.step}`}>
            <IconStairs size={16} aria-hidden />
            {t('curves.stepThisBatch')}
          </a>
          <RaceLink />
          {metrics.length > 1 && (
            <Segmented<Metric>
              label={t('curves.metric')}
              value={metric}
              onChange={(value) => setMetric(value)}
              options={metrics.map((value) => ({ value, label: t(`curves.${value}`) }))}
            />
          )}
        </>
      }
    >
      <Curves metric={metric} />
    </Panel>
  );
}

/** To a race of optimizers that begins with the weights as they are now. */
function RaceLink() {
  const { t } = useTranslation('races');
  const { template } = useDocument();
  return (
    <a
      id="race-from-here"
      className={`ui-button ui-button-normal ${classes.step}`}
      href={`#/work/${encodeURIComponent(template)}/race`}
      onClick={() => openRaceSection('race')}
    >
      <IconFlag size={16} aria-hidden />
      {t('links.race')}
    </a>
  );
}

/** The part that changes with the metrics, and nothing else. */
const Curves = memo(function Curves({ metric }: { metric: Metric }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const train = useMetrics((state) => state.train);
  const validation = useMetrics((state) => state.validation);
  const loading = useRun((state) => state.status === 'loadingData' || state.dataset.error !== null);
  const broken = useRun((state) => state.error?.code === 'invalidNetwork');
  const samplesOnly = useRun((state) => state.dataset.info?.samplesOnly !== undefined);
  const merged = useMemo(() => rows(train, validation, metric), [train, validation, metric]);
  const data = useDeferredValue(merged);
  const [open, setOpen] = useState(false);
  // Of its own to each mount: once it has failed to load, only a new one asks again.
  const Chart = useMemo(() => lazy(loadChart), []);
  const names = useMemo(
    () => ({
      train: t('curves.train'),
      validation: t('curves.validation'),
      learningRate: t('curves.learningRate'),
      at: (step: string) => t('curves.at', { step }),
    }),
    [t],
  );
  const write = (value: number) => (metric === 'accuracy' ? percent(value, language) : measured(value));
  const summary = useMemo(() => summarise(data), [data]);
  return (
    <>
      {samplesOnly && (
        <Suspense fallback={null}>
          <DownloadCard />
        </Suspense>
      )}
      <div className={classes.chart} hidden={samplesOnly && summary === null}>
        {/* There from the start, so that the first batch finds it ready. */}
        <div className={classes.plot} data-empty={summary === null} aria-hidden>
          <Suspense fallback={null}>
            <Chart data={data} metric={metric} language={language} names={names} />
          </Suspense>
        </div>
        {summary === null && (
          <div className={classes.empty}>
            {loading ? <LoadingData /> : <p>{t(broken ? 'curves.broken' : 'curves.empty')}</p>}
          </div>
        )}
        {summary && (
          <VisuallyHidden>
            <p>
              {summary.steps === 1
                ? t(`curves.summary.one.${metric}`, { last: write(summary.last) })
                : t(`curves.summary.${metric}`, {
                    steps: whole(summary.steps, language),
                    first: write(summary.first),
                    last: write(summary.last),
                  })}{' '}
              {summary.validation && t('curves.summary.validation', { value: write(summary.validation.value) })}
            </p>
          </VisuallyHidden>
        )}
      </div>
      <StatusLine metric={metric} />
      <EarlyStopNote />
      {summary && (
        <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('curves.table')}</summary>
          {open && <Table data={data} metric={metric} write={write} language={language} />}
        </details>
      )}
    </>
  );
});

interface TableProps {
  data: Row[];
  metric: Metric;
  write: (value: number) => string;
  language: string;
}

function Table({ data, metric, write, language }: TableProps) {
  const { t } = useTranslation('train');
  const rate = metric === 'learningRate';
  const cell = (value: number | null) => (value === null ? '–' : write(value));
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={t('curves.table')}>
      {data.some((row) => row.validation !== null) && <p>{t('curves.partial')}</p>}
      <table className="num">
        <thead>
          <tr>
            <th scope="col">{t('curves.step')}</th>
            <th scope="col">{t(rate ? 'curves.learningRate' : 'curves.train')}</th>
            {!rate && <th scope="col">{t('curves.validation')}</th>}
          </tr>
        </thead>
        <tbody>
          {tableRows(rate ? data.filter((row) => row.train !== null) : data, TABLE_ROWS).map((row) => (
            <tr key={row.step}>
              <td>{whole(row.step, language)}</td>
              <td>{cell(row.train)}</td>
              {!rate && <td>{cell(row.validation)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
