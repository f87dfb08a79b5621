/** What each lane came to, best first, in a table and in a sentence; keeping lanes, and the race as files. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '@/state';
import { batchesJudged, useRace } from '@/state/races';
import { Panel, VisuallyHidden } from '@/ui';
import { comparable, type Result, ranked, resultOf } from '../model/ranking';
import { setView, useRaceView } from '../store';
import { useLaneName, useNumbers } from '../words';
import { ExportButtons } from './ExportButtons';
import { KeepButton } from './KeepButton';
import classes from './race.module.css';
import { Sample } from './Sample';
import { useFell } from './useFell';
import { useLanes } from './useLanes';
import { useSummary } from './useSummary';

export function ResultsPanel() {
  const { t } = useTranslation('races');
  const { template } = useDocument();
  const lanes = useLanes();
  const smoothing = useRaceView((state) => state.smoothing);
  const status = useRace((state) => state.status);
  const validated = useRace((state) => state.validated);
  const stepsPerEpoch = useRace((state) => state.stepsPerEpoch);
  const rest = status === 'paused' || status === 'finished' || status === 'error';
  const results = useMemo(() => {
    const all = lanes.map((lane, index) => resultOf(lane, index, smoothing, validated, stepsPerEpoch));
    // While it runs, rows keep their places: nobody can read a table that is shuffled five times a second.
    return rest ? ranked(all) : all;
  }, [lanes, smoothing, validated, stepsPerEpoch, rest]);
  const summary = useSummary(results, lanes);
  if (!lanes.some(({ step }) => step > 0)) return null;
  const kept = lanes.some((lane) => lane.kept !== null);
  return (
    <Panel title={t('results.title')} className={classes.results} actions={<ExportButtons lanes={lanes} />}>
      {/* Said once it stands still: while it runs, who leads changes all the time. */}
      <p className={classes.summary} role="status" id="race-summary">
        {rest && comparable(results) ? summary : ''}
      </p>
      <ResultsTable results={results} />
      <Fallen results={results} />
      <p className={classes.note}>
        {t('results.smoothedLoss')}
        {!validated && stepsPerEpoch > 1 && results.some(({ accuracy }) => accuracy !== null) && (
          <> {t('results.meanAccuracy', { batches: batchesJudged(stepsPerEpoch) })}</>
        )}
      </p>
      {kept && (
        <p className={classes.note}>
          {t('results.kept')}{' '}
          <a id="race-to-runs" href={`#/work/${encodeURIComponent(template)}/runs`}>
            {t('results.toRuns')}
          </a>
        </p>
      )}
    </Panel>
  );
}

interface Column {
  key: 'loss' | 'validationLoss' | 'best' | 'accuracy' | 'reachedSteps' | 'reachedSeconds' | 'seconds';
  value(result: Result): number | null;
  write(value: number): string;
  best: 'low' | 'high' | null;
}

function useColumns(results: readonly Result[]): Column[] {
  const numbers = useNumbers();
  const target = useRace((state) => state.settings?.targetAccuracy ?? null);
  const validated = useRace((state) => state.validated);
  const judged = results.some(({ accuracy }) => accuracy !== null);
  const all: (Column | false)[] = [
    { key: 'loss', value: (r) => r.trainLoss, write: numbers.loss, best: 'low' },
    validated && { key: 'validationLoss', value: (r) => r.validationLoss, write: numbers.loss, best: 'low' },
    { key: 'best', value: (r) => r.bestLoss, write: numbers.loss, best: 'low' },
    judged && { key: 'accuracy', value: (r) => r.accuracy, write: numbers.accuracy, best: 'high' },
    judged &&
      target !== null && {
        key: 'reachedSteps',
        value: (r) => r.reached?.step ?? null,
        write: numbers.whole,
        best: 'low',
      },
    judged &&
      target !== null && {
        key: 'reachedSeconds',
        value: (r) => r.reached?.seconds ?? null,
        write: numbers.seconds,
        best: 'low',
      },
    { key: 'seconds', value: (r) => r.seconds, write: numbers.seconds, best: null },
  ];
  return all.filter((column) => column !== false);
}

function ResultsTable({ results }: { results: readonly Result[] }) {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  const numbers = useNumbers();
  const lanes = useRace((state) => state.lanes);
  const target = useRace((state) => state.settings?.targetAccuracy ?? null);
  const columns = useColumns(results);
  const fair = comparable(results);
  const winner = ({ value, best }: Column): number | null => {
    const known = results
      .flatMap((result) => (result.diverged === null ? [value(result)] : []))
      .filter((v) => v !== null);
    // Where all are equal, none is best.
    if (!fair || best === null || new Set(known).size < 2) return null;
    return best === 'low' ? Math.min(...known) : Math.max(...known);
  };
  const winners = columns.map(winner);
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={t('results.title')}>
      <table className={classes.table} id="race-results">
        <thead>
          <tr>
            <th scope="col">{t('results.configuration')}</th>
            {columns.map(({ key }) => (
              <th key={key} scope="col">
                {t(`results.${key}`, { target: target === null ? '' : numbers.share(target) })}
              </th>
            ))}
            <th scope="col">
              <VisuallyHidden>{t('results.keeping')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => {
            const lane = lanes[result.lane];
            if (lane === undefined) return null;
            const { configuration, diverged } = lane;
            return (
              <tr
                key={configuration.id}
                onPointerEnter={() => setView({ lit: result.lane })}
                onPointerLeave={() => setView({ lit: null })}
              >
                <th scope="row">
                  <span className={classes.who}>
                    <Sample lane={result.lane} />
                    <span>
                      {nameOf(configuration)}
                      {diverged && (
                        <small className={classes.diverged}>
                          {t('results.diverged', { step: numbers.whole(diverged.step) })}
                        </small>
                      )}
                    </span>
                  </span>
                </th>
                {columns.map((column, i) => {
                  const value = column.value(result);
                  const best = value !== null && value === winners[i] && diverged === null;
                  return (
                    <td key={column.key} className="num" data-best={best}>
                      {value === null ? '–' : column.write(value)}
                      {best && <VisuallyHidden> {t('results.isBest')}</VisuallyHidden>}
                    </td>
                  );
                })}
                <td>
                  <KeepButton lane={lane} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Why lanes diverged, one sentence each. */
function Fallen({ results }: { results: readonly Result[] }) {
  const why = useFell();
  const lanes = useRace((state) => state.lanes);
  return results.map(({ lane, diverged }) =>
    diverged === null || lanes[lane] === undefined ? null : (
      <p key={lane} className={classes.fallen}>
        <Sample lane={lane} />
        <span>{why(lanes[lane].configuration, diverged)}</span>
      </p>
    ),
  );
}
