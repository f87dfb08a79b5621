/** The curves of all lanes over one another: what they show, over what, how smooth; and the same as a table. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRace } from '@/state/races';
import type { RaceLane } from '@/state/races/types';
import { Panel, Segmented } from '@/ui';
import {
  type Axes,
  type Axis,
  axesOf,
  isNoisy,
  type LaneLine,
  linesOf,
  METRICS,
  type Metric,
  type Scale,
  seriesOf,
  valueAt,
} from '../model/lines';
import { setView, useRaceView } from '../store';
import { useLaneName, useWriters, type Writers } from '../words';
import { Plot } from './Plot';
import { PICTURE } from './picture';
import classes from './race.module.css';
import { Sample } from './Sample';
import { Smoothing } from './Smoothing';
import { useLanes } from './useLanes';

const TABLE_ROWS = 11;

/** Which metrics some lane has numbers of. An accuracy is measured of every batch before it is of a validation. */
function metricsOf(lanes: readonly RaceLane[], validated: boolean): Metric[] {
  const begun = lanes.some(({ step }) => step > 0);
  return METRICS.filter((metric) => {
    if (metric === 'validationLoss') return validated;
    return !begun || lanes.some((lane) => seriesOf(lane, metric, false).values.some(Number.isFinite));
  });
}

export function CurvesPanel() {
  const { t } = useTranslation('races');
  const lanes = useLanes();
  const settings = useRace((state) => state.settings);
  const validated = useRace((state) => state.validated);
  const stepsPerEpoch = useRace((state) => state.stepsPerEpoch);
  const { metric: wanted, axis, scale: wantedScale, smoothing, lit } = useRaceView();
  const metrics = useMemo(() => metricsOf(lanes, validated), [lanes, validated]);
  const metric = metrics.includes(wanted) ? wanted : 'loss';
  const scale = metric === 'accuracy' ? 'linear' : wantedScale;
  const lines = useMemo(
    () => linesOf(lanes, { metric, axis, smoothing, validated, stepsPerEpoch: Math.max(1, stepsPerEpoch), scale }),
    [lanes, metric, axis, smoothing, validated, stepsPerEpoch, scale],
  );
  const steps = settings?.steps ?? 0;
  const right = axis === 'step' ? steps : axis === 'epoch' && stepsPerEpoch > 0 ? steps / stepsPerEpoch : 0;
  const target = metric === 'accuracy' ? (settings?.targetAccuracy ?? null) : null;
  const axes = useMemo(
    () => (lines.length > 0 ? axesOf(lines, { metric, axis, scale }, right, target ?? 1) : null),
    [lines, metric, axis, scale, right, target],
  );
  const write = useWriters(metric, axis);
  return (
    <Panel title={t('chart.title')} className={classes.curves}>
      <Choices metrics={metrics} metric={metric} axis={axis} scale={scale} />
      <figure className={classes.figure} id={PICTURE} aria-label={t('chart.title')}>
        {axes ? (
          <Plot lanes={lanes} lines={lines} axes={axes} scale={scale} lit={lit} target={target} write={write} />
        ) : (
          <div className={`${classes.plot} ${classes.empty}`}>
            <p>{t(lanes.some(({ step }) => step > 0) ? 'chart.notYet' : 'chart.empty')}</p>
          </div>
        )}
        <LaneLegend lanes={lanes} caption={`${t(`metric.${metric}`)} · ${t(`chart.over.${axis}`)}`} />
      </figure>
      {isNoisy(metric, validated) && <Smoothing />}
      {metric === 'validationLoss' && <p className={classes.note}>{t('chart.asMeasured')}</p>}
      {metric === 'accuracy' && validated && <p className={classes.note}>{t('chart.ofValidation')}</p>}
      {axis === 'seconds' && <p className={classes.note}>{t('chart.ownSeconds')}</p>}
      {axes && <Table lanes={lanes} lines={lines} axes={axes} write={write} axisName={t(`axis.${axis}`)} />}
    </Panel>
  );
}

interface ChoicesProps {
  metrics: readonly Metric[];
  metric: Metric;
  axis: Axis;
  scale: Scale;
}

function Choices({ metrics, metric, axis, scale }: ChoicesProps) {
  const { t } = useTranslation('races');
  return (
    <div className={classes.choices}>
      <Segmented<Metric>
        label={t('chart.metric')}
        className={classes.wrap}
        value={metric}
        onChange={(next) => setView({ metric: next })}
        options={metrics.map((value) => ({ value, label: t(`metric.${value}`) }))}
      />
      <Segmented<Axis>
        label={t('chart.axis')}
        value={axis}
        onChange={(next) => setView({ axis: next })}
        options={(['step', 'epoch', 'seconds'] as const).map((value) => ({ value, label: t(`axis.${value}`) }))}
      />
      {metric !== 'accuracy' && (
        <Segmented<Scale>
          label={t('chart.scale')}
          value={scale}
          onChange={(next) => setView({ scale: next })}
          options={(['linear', 'log'] as const).map((value) => ({ value, label: t(`scale.${value}`) }))}
        />
      )}
    </div>
  );
}

/** Every lane with its line; pointing at one makes its curve stand out. */
function LaneLegend({ lanes, caption }: { lanes: readonly RaceLane[]; caption: string }) {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  return (
    <figcaption className={classes.legend}>
      <span>{caption}</span>
      <ul aria-label={t('chart.lanes')}>
        {lanes.map(({ configuration, diverged }, index) => (
          <li
            key={configuration.id}
            onPointerEnter={() => setView({ lit: index })}
            onPointerLeave={() => setView({ lit: null })}
          >
            <Sample lane={index} />
            {nameOf(configuration)}
            {diverged && <span aria-hidden>✕</span>}
          </li>
        ))}
      </ul>
    </figcaption>
  );
}

interface TableProps {
  lanes: readonly RaceLane[];
  lines: readonly LaneLine[];
  axes: Axes;
  write: Writers;
  axisName: string;
}

function Table({ lanes, lines, axes, write, axisName }: TableProps) {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  const [open, setOpen] = useState(false);
  const places = Array.from({ length: TABLE_ROWS }, (_, i) => (axes.x[1] * i) / (TABLE_ROWS - 1));
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id="race-curves-table">{t('chart.table')}</summary>
      {open && (
        <section className={classes.scroll} tabIndex={0} aria-label={t('chart.table')}>
          <table className={`${classes.table} num`}>
            <thead>
              <tr>
                <th scope="col">{axisName}</th>
                {lines.map(({ lane }) => (
                  <th key={lane} scope="col">
                    {nameOf(lanes[lane].configuration)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((x) => (
                <tr key={x}>
                  <th scope="row">{write.x(x)}</th>
                  {lines.map(({ lane, points }) => {
                    const value = valueAt(points, x);
                    return <td key={lane}>{value === null ? '–' : write.value(value)}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
