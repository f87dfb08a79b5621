/** Schedules: the learning rate over steps, several compared; one follows a loss that can be dragged instead. */
import { useMemo } from 'react';
import { usePreferences } from '@/state/preferences';
import { measured, Panel, PointPad, Segmented, whole } from '@/ui';
import { SLOTS, useComparison } from '../comparison';
import { extent, fixedAxis, logAxis, roundAxis } from '../model/axes';
import { type Row, sampleCurves } from '../model/sample';
import {
  drawnPoints,
  isDrawn,
  isPlateau,
  SCHEDULE_KINDS,
  scheduleIn,
  scheduleSettings,
  writePairs,
} from '../model/schedules';
import { valuesIn } from '../model/settings';
import { useNames } from '../names';
import { type Choice, Chooser, smallPath } from '../parts/Chooser';
import { CurvePlot } from '../parts/CurvePlot';
import { HereTable } from '../parts/HereTable';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { SettingFields } from '../parts/SettingFields';
import { ShownList } from '../parts/ShownList';
import { choiceIn, functionsState, numberIn, say, useParams } from '../state';
import { PlateauView } from './PlateauView';
import { ScheduleWords } from './ScheduleWords';

const FIRST = ['cosine', 'exponential', 'oneCycle'];
const together = (kind: string, focus: string) => !isPlateau(kind) && !isPlateau(focus);
const patch = (changes: Record<string, string | null>) => functionsState.patch('schedules', changes);

let pictures: Map<string, string> | null = null;
function picturesOfAll(): Map<string, string> {
  pictures ??= new Map(
    SCHEDULE_KINDS.map((kind) => {
      if (isPlateau(kind)) return [kind, smallPath([9, 9, 9, null, 4, 4, 4, null, 2, 2, 2], 0, 10)];
      const { at } = scheduleIn({}, kind, 0);
      const rows = sampleCurves((xs) => [xs.map(at)], 0, 4000, { most: 160 });
      const values = Array.from({ length: 61 }, (_, i) => {
        const row = rows.findIndex(({ x }) => x >= (i * 4000) / 60 - 1e-6);
        return rows[row].y[0];
      });
      return [kind, smallPath(values, 0, 0.0105)];
    }),
  );
  return pictures;
}

export default function SchedulesTab() {
  const names = useNames();
  const comparison = useComparison('schedules', SCHEDULE_KINDS, FIRST, together);
  const { focus } = comparison;
  const choices = useMemo<Choice[]>(
    () =>
      SCHEDULE_KINDS.map((kind) => ({
        kind,
        name: names.of('schedule', kind),
        path: picturesOfAll().get(kind) ?? '',
        apart: together(kind, focus) ? null : names.word('schedules.apart'),
      })),
    [names, focus],
  );
  return (
    <div className={classes.bench}>
      <Chooser label={names.word('tabs.schedules')} choices={choices} comparison={comparison} />
      {isPlateau(focus) ? <PlateauView names={names} /> : <StepView comparison={comparison} />}
    </div>
  );
}

function StepView({ comparison }: { comparison: ReturnType<typeof useComparison> }) {
  const names = useNames();
  const language = usePreferences((state) => state.language);
  const params = useParams('schedules');
  const { shown, focus } = comparison;
  const steps = Math.round(numberIn(params, 'steps', 3000, 10, 1e6));
  const t = Math.round(Math.min(steps, numberIn(params, 't', 400, 0, 1e6)));
  const scale = choiceIn(params, 'scale', ['linear', 'log'] as const, 'linear');
  const warmup = Math.round(numberIn(params, 'warmup', 0, 0, 1e6));
  const nameOf = (kind: string) => names.of('schedule', kind);
  const kinds = shown.map(({ kind }) => kind).join(',');
  const schedules = useMemo(
    () => new Map(kinds.split(',').map((kind) => [kind, scheduleIn(params, kind, warmup)])),
    [params, kinds, warmup],
  );
  const rows = useMemo<Row[]>(() => {
    const view = scale === 'log' ? Math.log10 : undefined;
    const all = [...schedules.values()];
    // On a logarithmic axis there is no place for 0.
    const put = (rate: number) => (scale === 'log' && rate < 1e-9 ? Number.NaN : rate);
    return sampleCurves((xs) => all.map(({ at }) => xs.map((x) => put(at(x)))), 0, steps, {
      view,
      at: warmup > 0 ? [warmup] : [],
    });
  }, [schedules, steps, scale, warmup]);
  const [low, high] = extent(rows, (k) => !shown[k]?.hidden) ?? [0, 0.01];
  const y = scale === 'log' ? logAxis(Math.max(low, high * 1e-7), high) : roundAxis(0, high);
  const move = (next: number) => patch({ t: say(next) });
  const step = (value: number) => whole(Math.round(value), language);
  const settings = scheduleSettings(focus);
  return (
    <>
      <div className={classes.middle}>
        <Panel
          title={names.word('schedules.plot')}
          actions={
            <Segmented
              label={names.word('schedules.scale')}
              value={scale}
              options={(['linear', 'log'] as const).map((value) => ({
                value,
                label: names.word(`schedules.scales.${value}`),
              }))}
              onChange={(value) => patch({ scale: value })}
            />
          }
        >
          <ShownList comparison={comparison} nameOf={nameOf} />
          <CurvePlot
            id="plot-rate"
            title={names.word('schedules.rate')}
            curves={shown.flatMap(({ kind, slot, hidden }, index) =>
              hidden
                ? []
                : [
                    {
                      key: kind,
                      index,
                      name: nameOf(kind),
                      ...SLOTS[slot],
                      strong: kind === focus,
                      here: schedules.get(kind)?.at(t) ?? Number.NaN,
                    },
                  ],
            )}
            rows={rows}
            x={fixedAxis(0, steps, 8)}
            y={y}
            at={t}
            integer
            onMove={move}
            along={names.word('schedules.step')}
            height={330}
            writeX={step}
            summary={names.word('schedules.summary', {
              names: shown.map(({ kind }) => nameOf(kind)).join(', '),
              steps: step(steps),
              low: measured(low),
              high: measured(high),
            })}
          />
          <div className={classes.controls}>
            <RangeField
              id="point-t"
              label={names.word('schedules.t')}
              value={t}
              onChange={move}
              min={0}
              max={steps}
              integer
            />
            <RangeField
              id="steps"
              label={names.word('schedules.steps')}
              value={steps}
              onChange={(value) => patch({ steps: say(value) })}
              min={100}
              max={100_000}
              least={10}
              most={1e6}
              integer
              log
            />
            <RangeField
              id="warmup"
              label={names.word('schedules.warmup')}
              value={warmup}
              onChange={(value) => patch({ warmup: value === 0 ? null : say(value) })}
              min={0}
              max={5000}
              most={1e6}
              integer
              log
            />
          </div>
          <HereTable
            caption={names.word('schedules.here', { t: step(t) })}
            columns={[names.word('schedules.rateShort'), names.word('schedules.share')]}
            comparison={comparison}
            nameOf={nameOf}
            valuesOf={(kind) => {
              const { at } = schedules.get(kind)!;
              return [at(t), at(t) / (extent(rows, (k) => shown[k]?.kind === kind)?.[1] ?? Number.NaN)];
            }}
            write={(value, column) => (column === 1 ? `${measured(value * 100, 3)}%` : measured(value, 5))}
          />
        </Panel>
        {(settings.length > 0 || isDrawn(focus)) && (
          <Panel title={names.word('plot.settings', { name: nameOf(focus) })} id="settings">
            {isDrawn(focus) && (
              <>
                <PointPad
                  label={names.word('schedules.pad')}
                  points={drawnPoints(params, focus)}
                  onChange={(points) => patch({ [`${focus}.points`]: writePairs(points) })}
                  x={{ min: 0, max: Math.max(steps, ...drawnPoints(params, focus).map(([x]) => x)) }}
                  y={{ min: 1e-5, max: 0.1, log: true }}
                  integer
                  stairs={focus === 'piecewise'}
                  writeX={step}
                  writeY={(value) => measured(value)}
                  pointText={([x, rate]) => names.word('schedules.point', { step: step(x), rate: measured(rate) })}
                />
                <p className={classes.note}>{names.word('schedules.padHint')}</p>
              </>
            )}
            {settings.length > 0 && (
              <div className={classes.controls} style={{ marginTop: 0 }}>
                <SettingFields
                  tab="schedules"
                  kind={focus}
                  settings={settings}
                  values={valuesIn(params, focus, settings)}
                />
              </div>
            )}
          </Panel>
        )}
      </div>
      <div className={classes.side}>
        <ScheduleWords schedule={schedules.get(focus)!} kind={focus} t={t} steps={steps} names={names} write={step} />
      </div>
    </>
  );
}
