/**
 * The learning-rate range test (Smith, WACV 2017): the rate grows with every batch while the loss is watched, on a copy of
 * the weights; what it suggests can be taken over.
 */
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { startsFromRate } from '@/core/schedules/rate';
import { runActions, useDocument, useRun, useVocabulary } from '@/state';
import { thin } from '@/state/metrics';
import { rangeTestActions, useRangeTest } from '@/state/races';
import { Button, NumberField, Panel, VisuallyHidden, writeNumber } from '@/ui';
import { CHART_POINTS } from '../model/lines';
import raceCss from '../race/race.module.css';
import { Obstacle } from '../race/Transport';
import { useNumbers } from '../words';
import { lossAt, pointsOf, type RangePoint } from './axes';
import type { Mark } from './RangeChart';
import classes from './range.module.css';

const loadChart = () => import('./RangeChart');

const FIRST = { from: 1e-6, to: 10, steps: 200 };
/** Two significant digits: more would promise what the test cannot know. */
const rounded = (rate: number) => Number(rate.toPrecision(2));

export function RangeSection() {
  const { t } = useTranslation('races');
  const error = useRangeTest((state) => state.error);
  return (
    <div className={raceCss.section}>
      <p className={raceCss.note}>{t('range.about')}</p>
      <Obstacle error={error} />
      <div className={raceCss.columns}>
        <div className={raceCss.left}>
          <Settings />
        </div>
        <div className={raceCss.right}>
          <Curve />
        </div>
      </div>
    </div>
  );
}

function Settings() {
  const { t } = useTranslation('races');
  const vocabulary = useVocabulary();
  const { optimizer } = useDocument().training.phases[0];
  const last = useRangeTest((state) => state.settings);
  const [settings, setSettings] = useState(last ?? FIRST);
  const status = useRangeTest((state) => state.status);
  const blocked = useRun(
    ({ status: run, trainCount }) =>
      run === 'idle' || run === 'loadingData' || run === 'building' || run === 'error' || trainCount === 0,
  );
  const edit = (change: Partial<typeof settings>) => setSettings({ ...settings, ...change });
  const busy = status === 'building' || status === 'playing';
  return (
    <Panel title={t('range.settings')}>
      <div className={classes.fields}>
        <p className={raceCss.note}>
          {t('range.with', {
            optimizer: vocabulary.name('optimizer', optimizer.kind),
            rate: writeNumber(optimizer.learningRate),
          })}
        </p>
        <NumberField
          id="range-from"
          label={t('range.from')}
          value={settings.from}
          min={1e-8}
          max={settings.to / 10}
          step="log"
          onChange={(from) => edit({ from })}
        />
        <NumberField
          id="range-to"
          label={t('range.to')}
          value={settings.to}
          min={settings.from * 10}
          max={1e4}
          step="log"
          onChange={(to) => edit({ to })}
        />
        <NumberField
          id="range-steps"
          label={t('range.steps')}
          value={settings.steps}
          min={20}
          max={5000}
          integer
          step="log"
          onChange={(steps) => edit({ steps })}
        />
        <div className={raceCss.transport}>
          {busy ? (
            <Button
              id="range-pause"
              variant="primary"
              icon={<IconPlayerPauseFilled size={14} aria-hidden />}
              disabled={status === 'building'}
              onClick={rangeTestActions.pause}
            >
              {t('transport.pause')}
            </Button>
          ) : (
            <Button
              id="range-start"
              variant={status === 'paused' ? 'normal' : 'primary'}
              icon={<IconPlayerPlayFilled size={14} aria-hidden />}
              disabled={blocked}
              onClick={() => rangeTestActions.start(settings)}
            >
              {t('range.start')}
            </Button>
          )}
          {status === 'paused' && (
            <Button id="range-resume" variant="primary" onClick={rangeTestActions.resume}>
              {t('transport.resume')}
            </Button>
          )}
          {(status === 'playing' || status === 'paused') && (
            <Button
              id="range-stop"
              icon={<IconPlayerStopFilled size={14} aria-hidden />}
              onClick={rangeTestActions.stop}
            >
              {t('range.stop')}
            </Button>
          )}
        </div>
        <p className={raceCss.note}>{t('range.copy')}</p>
      </div>
    </Panel>
  );
}

function thinned(points: RangePoint[]): RangePoint[] {
  const kept = thin(
    points.map((_, i) => i),
    points.map(({ loss }) => loss),
    points.length,
    CHART_POINTS,
  );
  return kept.map((i) => points[i]);
}

function Curve() {
  const { t } = useTranslation('races');
  const numbers = useNumbers();
  const state = useDeferredValue(useRangeTest());
  const { rates, losses, smoothed, suggestion, settings } = state;
  const Chart = useMemo(() => lazy(loadChart), []);
  const raw = useMemo(() => thinned(pointsOf(rates, losses)), [rates, losses]);
  const smooth = useMemo(() => thinned(pointsOf(rates, smoothed)), [rates, smoothed]);
  const marks = useMemo((): Mark[] => {
    if (!suggestion) return [];
    const mark = (key: 'steepest' | 'tenth', color: string): Mark[] => {
      const loss = lossAt(smooth, suggestion[key]);
      const label = writeNumber(rounded(suggestion[key]));
      return loss === null ? [] : [{ key, rate: suggestion[key], loss, color, label }];
    };
    return [...mark('steepest', 'var(--upd)'), ...mark('tenth', 'var(--pos)')];
  }, [suggestion, smooth]);
  const at = rates.at(-1);
  return (
    <Panel title={t('range.chart')}>
      {settings && raw.length > 1 ? (
        <figure className={raceCss.figure} aria-label={t('range.chart')}>
          <div className={classes.plot} aria-hidden>
            <Suspense fallback={null}>
              <Chart from={settings.from} to={settings.to} raw={raw} smoothed={smooth} marks={marks} />
            </Suspense>
          </div>
          <figcaption className={raceCss.note}>
            {t('range.caption')}
            <VisuallyHidden>
              {at !== undefined &&
                t('range.summary', {
                  count: rates.length,
                  first: numbers.loss(smoothed[0] ?? null),
                  last: numbers.loss(smoothed.at(-1) ?? null),
                  rate: writeNumber(rounded(at)),
                })}
            </VisuallyHidden>
          </figcaption>
        </figure>
      ) : (
        <div className={`${classes.plot} ${raceCss.empty}`}>
          <p>{t('range.empty')}</p>
        </div>
      )}
      <Suggestion />
      {raw.length > 1 && <Table />}
    </Panel>
  );
}

/** Whether the loss is lowest at the end of the test. */
const fallsOn = (smoothed: readonly number[]) =>
  smoothed.length > 0 && smoothed.every((loss) => loss >= smoothed[smoothed.length - 1]);

/** What the test says, why, and a way to take it over. */
function Suggestion() {
  const { t } = useTranslation('races');
  const { status, suggestion, endedEarly, smoothed, settings, rates } = useRangeTest();
  const { optimizer, schedule } = useDocument().training.phases[0];
  const done = status === 'finished';
  const unused = schedule !== undefined && schedule.kind !== 'reduceOnPlateau' && !startsFromRate(schedule.kind);
  const use = (kind: 'steepest' | 'tenth', rate: number) => {
    const taken = optimizer.learningRate === rate;
    return (
      <div className={classes.suggested}>
        <span className={classes.dot} data-kind={kind} aria-hidden />
        <p>
          <strong className="num">{writeNumber(rate)}</strong> {t(`range.why.${kind}`)}
        </p>
        <Button
          id={`range-use-${kind}`}
          className={raceCss.small}
          variant={kind === 'steepest' ? 'primary' : 'normal'}
          disabled={taken}
          onClick={() => runActions.setLearningRate(rate)}
        >
          {t(taken ? 'range.used' : 'range.use')}
        </Button>
      </div>
    );
  };
  return (
    <div role="status" className={classes.suggestion}>
      {done && suggestion && (
        <>
          {use('steepest', rounded(suggestion.steepest))}
          {use('tenth', rounded(suggestion.tenth))}
          <p className={raceCss.note}>{t('range.rule')}</p>
          {unused && <p className={raceCss.note}>{t('range.unused')}</p>}
        </>
      )}
      {done && !suggestion && <p className={raceCss.note}>{t('range.nothing')}</p>}
      {done && settings && fallsOn(smoothed) && rates.length === settings.steps && (
        <p className={raceCss.note}>{t('range.further')}</p>
      )}
      {done && endedEarly && <p className={raceCss.note}>{t('range.early')}</p>}
    </div>
  );
}

const TABLE_ROWS = 15;

function Table() {
  const { t } = useTranslation('races');
  const numbers = useNumbers();
  const [open, setOpen] = useState(false);
  const { rates, losses, smoothed } = useRangeTest();
  const count = Math.min(TABLE_ROWS, rates.length);
  const rows = Array.from({ length: count }, (_, i) => Math.round((i * (rates.length - 1)) / Math.max(1, count - 1)));
  return (
    <details className={raceCss.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id="range-table">{t('chart.table')}</summary>
      {open && (
        <section className={raceCss.scroll} tabIndex={0} aria-label={t('chart.table')}>
          <table className={`${raceCss.table} num`}>
            <thead>
              <tr>
                <th scope="col">{t('range.rate')}</th>
                <th scope="col">{t('range.loss')}</th>
                <th scope="col">{t('range.smoothed')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((i) => (
                <tr key={i}>
                  <th scope="row">{writeNumber(Number(rates[i].toPrecision(3)))}</th>
                  <td>{numbers.loss(losses[i])}</td>
                  <td>{numbers.loss(smoothed[i])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
