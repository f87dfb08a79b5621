/** How the learning rate goes on: which schedule, its course over the whole run, and its settings. */

import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLATEAU } from '@/core/schedules/rate';
import {
  documentStore,
  type ScheduleSettings as Schedule,
  useDocument,
  usePreferences,
  useRun,
  useVocabulary,
} from '@/state';
import { Button, NumberField, VisuallyHidden, writeNumber } from '@/ui';
import { measured, whole } from '../parts/format';
import { SelectField } from '../parts/SelectField';
import { setSchedule } from './edits';
import { Fold } from './Fold';
import { PointsPad } from './PointsPad';
import {
  asPieces,
  movePoint,
  piecesOf,
  type RatePoint,
  removePiece,
  removePoint,
  splitLast,
  stepRange,
} from './points';
import { RateTable } from './RateTable';
import { lineOf, SchemaField, SettingsLine } from './SchemaField';
import {
  CONSTANT,
  courseOf,
  kept,
  rateAt,
  refitted,
  runLength,
  SCHEDULE_KINDS,
  scheduleFields,
  scheduleSettings,
  suited,
} from './scheduleChoices';
import classes from './settings.module.css';

const SchedulePlot = lazy(() => import('./SchedulePlot'));

/** Rows of the table behind the plot. */
const TABLE_ROWS = 12;
/** Steps the course is drawn over while nobody knows how many there will be. */
const UNKNOWN_LENGTH = 1000;

const WARMUP = { name: 'warmupSteps', type: 'number', min: 0, max: 1e9, integer: true } as const;

const change = (schedule: Schedule, merge?: string) =>
  documentStore.update(setSchedule(kept(schedule)), merge === undefined ? {} : { merge: `schedule/${merge}` });

/** The run as far as a schedule asks for it. */
function useCourse() {
  const document = useDocument();
  const samples = useRun((state) => state.dataset.info?.counts.train ?? 0);
  const dirty = useRun((state) => state.dirty.length > 0);
  const phase = document.training.phases[0];
  const schedule: Schedule = phase.schedule ?? { kind: CONSTANT };
  const { learningRate } = phase.optimizer;
  const totalSteps = runLength(document, samples);
  const length = totalSteps ?? UNKNOWN_LENGTH;
  // As often as the mark would be seen to move.
  const grid = Math.max(1, Math.floor(length / 150));
  const now = useRun(({ progress }) => (progress ? Math.floor(progress.step / grid) * grid : null));
  return {
    schedule,
    learningRate,
    totalSteps,
    length,
    validates: document.data.validationShare > 0,
    now: dirty || now === null || now >= length ? null : now,
  };
}

/** @param mark says that the schedule needs a reset. */
export function ScheduleSettings({ mark }: { mark: ReactNode }) {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const language = usePreferences((state) => state.language);
  const run = useCourse();
  const { schedule } = run;
  const { kind } = schedule;
  const [open, setOpen] = useState(false);
  const fields = useMemo(() => scheduleFields(kind), [kind]);
  const settings = useMemo(() => scheduleSettings(schedule), [schedule]);
  const defaults = useMemo(() => scheduleSettings({ kind }), [kind]);
  const warmup = Number(settings.warmupSteps);
  const said = warmup > 0 ? [...fields, WARMUP] : fields;
  const fitted = refitted(schedule, run);
  const drawn = kind === 'points' && warmup === 0;
  // Where the rates are typed step by step, there is a table of them already.
  const told = warmup === 0 && (kind === CONSTANT || kind === 'points' || kind === 'piecewise');
  return (
    <>
      <SelectField
        id="schedule"
        label={vocabulary.setting('schedule')}
        value={kind}
        options={SCHEDULE_KINDS.map((value) => ({ value, label: vocabulary.name('schedule', value) }))}
        hint={mark}
        onChange={(next) => {
          change(suited(next, run));
          setOpen(next !== CONSTANT);
        }}
      />
      {!drawn && (kind !== CONSTANT || warmup > 0) && <Course />}
      {kind === 'points' && <Points />}
      <Fold
        id="schedule-more"
        open={open}
        onToggle={setOpen}
        summary={
          lineOf(said, settings, defaults).length > 0 ? (
            <SettingsLine fields={said} values={settings} defaults={defaults} />
          ) : (
            t('details')
          )
        }
      >
        <p className={classes.about}>{vocabulary.about('schedule', kind)}</p>
        {fields.map((field) => (
          <SchemaField
            key={field.name}
            group="schedule"
            field={field}
            value={settings[field.name]}
            onChange={(value) => change({ ...schedule, [field.name]: value }, field.name)}
          />
        ))}
        {kind === 'piecewise' && <Pieces />}
        {kind !== PLATEAU && (
          <NumberField
            id="schedule-warmupSteps"
            label={vocabulary.setting('warmupSteps')}
            value={warmup}
            min={0}
            max={1e9}
            integer
            step={Math.max(1, Math.round(run.length / 100))}
            onChange={(steps) => change({ ...schedule, warmupSteps: steps }, 'warmupSteps')}
          />
        )}
        {fitted !== null && run.totalSteps !== null && (
          <Button id="schedule-fit" onClick={() => change(fitted)}>
            {t('schedule.fit', { steps: whole(run.totalSteps, language) })}
          </Button>
        )}
        {kind !== PLATEAU && !told && <CourseTable />}
      </Fold>
    </>
  );
}

/** The course as a picture, and in words. */
function Course() {
  const { t } = useTranslation('settings');
  const language = usePreferences((state) => state.language);
  const { schedule, learningRate, length, now } = useCourse();
  const course = useMemo(() => courseOf(learningRate, schedule, length), [learningRate, schedule, length]);
  const mark = useMemo(() => {
    const rate = now === null ? null : rateAt(learningRate, schedule)?.(now);
    return now === null || rate === undefined || rate === null ? null : { step: now, rate };
  }, [learningRate, schedule, now]);
  if (course === null)
    return schedule.kind === PLATEAU ? <p className={classes.note}>{t('schedule.plateau')}</p> : null;
  const [first, last] = [course[0], course[course.length - 1]];
  return (
    <figure className={classes.course}>
      <div className={classes.plot} aria-hidden>
        <Suspense fallback={null}>
          <SchedulePlot course={course} now={mark} language={language} />
        </Suspense>
      </div>
      <VisuallyHidden>
        <figcaption>
          {t('schedule.summary', {
            first: measured(first.rate),
            last: measured(last.rate),
            steps: whole(length, language),
          })}{' '}
          {mark && t('schedule.now', { step: whole(mark.step, language), rate: measured(mark.rate) })}
        </figcaption>
      </VisuallyHidden>
    </figure>
  );
}

function CourseTable() {
  const { t } = useTranslation('settings');
  const language = usePreferences((state) => state.language);
  const { schedule, learningRate, length } = useCourse();
  const [open, setOpen] = useState(false);
  const rows = open ? courseOf(learningRate, schedule, length, TABLE_ROWS) : null;
  return (
    <details className={classes.formula} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id="schedule-table">{t('schedule.table')}</summary>
      {rows && (
        <table className={`${classes.rates} num`}>
          <thead>
            <tr>
              <th scope="col">{t('points.step')}</th>
              <th scope="col">{t('points.rate')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ step, rate }) => (
              <tr key={step}>
                <td>{whole(step, language)}</td>
                <td>{writeNumber(Number(rate.toPrecision(4)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

function Points() {
  const { t } = useTranslation('settings');
  const { schedule, length, now } = useCourse();
  const points = (schedule.points ?? []) as RatePoint[];
  const last = length - 1;
  const set = (next: RatePoint[]) => change({ ...schedule, points: next }, 'points');
  return (
    <>
      <PointsPad points={points} last={last} now={now} onChange={set} />
      <Fold id="schedule-points" summary={t('points.table')}>
        <RateTable
          id="schedule-points-table"
          steps={t('points.step')}
          rows={points.map(([step, rate], index) => ({ step, rate, range: stepRange(points, index, last) }))}
          onChange={(index, { step = points[index][0], rate = points[index][1] }) =>
            set(movePoint(points, index, [step, rate], last))
          }
          onRemove={(index) => set(removePoint(points, index))}
        />
      </Fold>
    </>
  );
}

function Pieces() {
  const { t } = useTranslation('settings');
  const { schedule, length } = useCourse();
  const pieces = piecesOf((schedule.boundaries ?? []) as number[], (schedule.values ?? []) as number[]);
  const set = (next: typeof pieces) => change({ ...schedule, ...asPieces(next) }, 'pieces');
  const range = (index: number): [number, number] => [
    (pieces[index - 1]?.until ?? -1) + 1,
    (pieces[index + 1]?.until ?? 1e9 + 1) - 1,
  ];
  return (
    <>
      <RateTable
        id="schedule-pieces"
        steps={t('points.until')}
        rows={pieces.map(({ until, rate }, index) => ({ step: until, rate, range: range(index) }))}
        onChange={(index, { step, rate }) =>
          set(
            pieces.map((piece, i) => (i === index ? { until: step ?? piece.until, rate: rate ?? piece.rate } : piece)),
          )
        }
        onRemove={(index) => set(removePiece(pieces, index))}
      />
      <Button id="schedule-add-piece" disabled={pieces.length > 100} onClick={() => set(splitLast(pieces, length))}>
        {t('points.addPiece')}
      </Button>
    </>
  );
}
