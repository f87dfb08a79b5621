/** The curves of the chosen runs over one another, with what they show and over what to choose; the same as a table. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented, VisuallyHidden } from '@/ui';
import { useNumbers, useRunName } from '../words';
import { type Axis, axesOf, type CurveLine, endLabels, linesOf, type Metric, type Part, valueAt } from './chart';
import type { Chosen } from './chosen';
import classes from './compare.module.css';
import { useCurves } from './useCurves';

const loadChart = () => import('./Chart');

/** Height of the plot without its axis, as in the style sheet. */
const PLOT_HEIGHT = 256;
const TABLE_ROWS = 11;

type Shown = 'validation' | 'train' | 'both';

export function CurvesView({ chosen }: { chosen: readonly Chosen[] }) {
  const { t } = useTranslation('runs');
  const [metricChoice, setMetric] = useState<Metric>('loss');
  const [axis, setAxis] = useState<Axis>('epoch');
  const [partChoice, setPart] = useState<Shown>('both');
  const curves = useCurves(chosen);
  const hasAccuracy = chosen.some(({ run }) => (run.record.last.train?.accuracy ?? null) !== null);
  const hasValidation = chosen.some(({ run }) => run.record.last.validation !== null);
  const metric = hasAccuracy ? metricChoice : 'loss';
  const shown = hasValidation ? partChoice : 'train';
  const lines = useMemo(() => {
    const parts: Part[] = shown === 'both' ? ['validation', 'train'] : [shown];
    return chosen.flatMap(({ mark, run }) => {
      const own = curves.get(run.record.id);
      return own ? linesOf(mark.letter, own, { metric, axis, parts }) : [];
    });
  }, [chosen, curves, metric, axis, shown]);
  return (
    <>
      <div className={classes.choices}>
        {hasAccuracy && (
          <Segmented<Metric>
            label={t('chart.metric')}
            value={metric}
            onChange={setMetric}
            options={[
              { value: 'loss', label: t('chart.loss') },
              { value: 'accuracy', label: t('chart.accuracy') },
            ]}
          />
        )}
        {hasValidation && (
          <Segmented<Shown>
            label={t('chart.part')}
            value={shown}
            onChange={setPart}
            options={[
              { value: 'both', label: t('chart.both') },
              { value: 'validation', label: t('chart.validation') },
              { value: 'train', label: t('chart.train') },
            ]}
          />
        )}
        <Segmented<Axis>
          label={t('chart.axis')}
          value={axis}
          onChange={setAxis}
          options={[
            { value: 'epoch', label: t('chart.epoch') },
            { value: 'step', label: t('chart.step') },
            { value: 'seconds', label: t('chart.seconds') },
          ]}
        />
      </div>
      <Plot chosen={chosen} lines={lines} metric={metric} axis={axis} shown={shown} />
    </>
  );
}

interface PlotProps {
  chosen: readonly Chosen[];
  lines: CurveLine[];
  metric: Metric;
  axis: Axis;
  shown: Shown;
}

function Plot({ chosen, lines, metric, axis, shown }: PlotProps) {
  const { t } = useTranslation('runs');
  const nameOf = useRunName();
  // Of its own to each mount: once it has failed to load, only a new one asks again.
  const Chart = useMemo(() => lazy(loadChart), []);
  const axes = useMemo(() => (lines.length > 0 ? axesOf(lines, metric, axis) : null), [lines, metric, axis]);
  const several = chosen.length > 1;
  const write = useWriters(metric, axis);
  const labels = axes && several ? endLabels(lines, axes, PLOT_HEIGHT) : [];
  return (
    <>
      <figure className={classes.chart} aria-label={t('chart.label')}>
        <div className={classes.plot} aria-hidden>
          {axes ? (
            <Suspense fallback={null}>
              <Chart lines={lines} axes={axes} several={several} write={write} />
            </Suspense>
          ) : (
            <p className={classes.empty}>{t(axis === 'seconds' ? 'chart.noTime' : 'chart.none')}</p>
          )}
          {labels.map(({ letter, x, y }) => (
            <span
              key={letter}
              className={classes.end}
              style={
                {
                  '--x': x,
                  top: `calc(8px + ${y}px)`,
                  '--mark': chosen.find(({ mark }) => mark.letter === letter)?.mark.color,
                } as React.CSSProperties
              }
            >
              {letter}
            </span>
          ))}
        </div>
        <VisuallyHidden>{summaries(lines, chosen).join(' ')}</VisuallyHidden>
      </figure>
      <ul className={classes.legend} aria-label={t('chart.label')}>
        {several &&
          chosen.map(({ mark, run }) => (
            <li key={mark.letter}>
              <Sample color={mark.color} dash={mark.dash} />
              <span>
                <b>{mark.letter}</b> {nameOf(run.record)}
              </span>
            </li>
          ))}
        {shown === 'both' && (
          <li className={classes.parts}>
            <span className={classes.thick} aria-hidden /> {t('chart.validation')}
            <span className={classes.thin} aria-hidden /> {t('chart.train')}
          </li>
        )}
      </ul>
      {axes && <Table lines={lines} chosen={chosen} right={axes.right} write={write} axisName={t(`chart.${axis}`)} />}
    </>
  );

  function summaries(all: readonly CurveLine[], runs: readonly Chosen[]): string[] {
    return all.flatMap(({ letter, part, points }) => {
      const run = runs.find(({ mark }) => mark.letter === letter);
      const first = points[0];
      const last = points[points.length - 1];
      return run
        ? [
            t(`chart.summary.${part}`, {
              name: nameOf(run.run.record),
              metric: t(`chart.${metric}`),
              first: write.value(first.y),
              last: write.value(last.y),
              at: write.place(last.x),
            }),
          ]
        : [];
    });
  }
}

function useWriters(metric: Metric, axis: Axis) {
  const { t } = useTranslation('runs');
  const numbers = useNumbers();
  return useMemo(() => {
    const share = metric === 'accuracy';
    const { epoch, second } = numbers.place;
    const x = {
      epoch: (value: number) => epoch.format(value),
      step: (value: number) => numbers.whole(Math.round(value)),
      seconds: (value: number) => (value < 60 ? second.format(value) : numbers.seconds(value)),
    }[axis];
    return {
      value: share ? numbers.accuracy : numbers.loss,
      level: (value: number) => (share ? numbers.accuracy(value).replace(/[.,]0/, '') : String(value)),
      x,
      place: (value: number) => t(`chart.at.${axis}`, { x: x(value) }),
      part: (part: Part) => t(`chart.${part}`),
    };
  }, [t, numbers, metric, axis]);
}
export type Writers = ReturnType<typeof useWriters>;

/** A piece of a run's line. */
function Sample({ color, dash }: { color: string; dash: string | undefined }) {
  return (
    <svg width="26" height="8" aria-hidden="true">
      <line x1="0" x2="26" y1="4" y2="4" stroke={color} strokeWidth="2.4" strokeDasharray={dash} />
    </svg>
  );
}

function Table(props: {
  lines: readonly CurveLine[];
  chosen: readonly Chosen[];
  right: number;
  write: Writers;
  axisName: string;
}) {
  const { lines, chosen, right, write, axisName } = props;
  const { t } = useTranslation('runs');
  const nameOf = useRunName();
  const [open, setOpen] = useState(false);
  const places = Array.from({ length: TABLE_ROWS }, (_, i) => (right * i) / (TABLE_ROWS - 1));
  const nameOfLetter = (letter: string) => {
    const run = chosen.find(({ mark }) => mark.letter === letter);
    return run ? nameOf(run.run.record) : letter;
  };
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('chart.table')}</summary>
      {open && (
        <section className={classes.scroll} tabIndex={0} aria-label={t('chart.table')}>
          <table className="num">
            <thead>
              <tr>
                <th scope="col">{axisName}</th>
                {lines.map(({ key, letter, part }) => (
                  <th key={key} scope="col" title={nameOfLetter(letter)}>
                    {chosen.length > 1 && `${letter} `}
                    {write.part(part)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((x) => (
                <tr key={x}>
                  <th scope="row">{write.x(x)}</th>
                  {lines.map((line) => (
                    <td key={line.key}>{cell(line, x)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );

  /** Nothing after the end of a curve: the run had not come so far. */
  function cell(line: CurveLine, x: number): string {
    const ended = x > line.points[line.points.length - 1].x * (1 + 1e-9);
    const value = ended ? null : valueAt(line, x);
    return value === null ? '–' : write.value(value);
  }
}
