/** How a learning rate goes on: which schedule, its course over all steps, drawn by hand if wanted, and its settings. */
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLATEAU } from '@/core/schedules/rate';
import { type ScheduleSettings as Schedule, usePreferences, useVocabulary } from '@/state';
import { Button, measured, NumberField, VisuallyHidden, whole, writeNumber } from '@/ui';
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
import { SelectField } from './SelectField';
import {
  CONSTANT,
  courseOf,
  kept,
  rateAt,
  refitted,
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
export const UNKNOWN_LENGTH = 1000;

const WARMUP = { name: 'warmupSteps', type: 'number', min: 0, max: 1e9, integer: true } as const;

interface ScheduleFieldsProps {
  /** The list of schedules is called so, the other parts `<id>-<setting>`. */
  id: string;
  /** Absent: the rate stays. */
  value: Schedule | undefined;
  learningRate: number;
  /** Updates of the whole run; null while nobody knows. */
  length: number | null;
  /** Updates made so far, where the rate of now is marked; null or absent: no mark. */
  now?: number | null;
  /** Whether there is a validation loss to watch. */
  validates?: boolean;
  /** Whether a rate that is cut on plateaus can be chosen: nothing but training tells when. */
  plateau?: boolean;
  /** Remark below the list of schedules. */
  mark?: ReactNode;
  /**
   * @param value undefined where nothing would change the rate.
   * @param changed what is another one now, if only one thing is.
   */
  onChange(value: Schedule | undefined, changed: string | null): void;
}

/** What the parts share. */
interface Course {
  id: string;
  schedule: Schedule;
  learningRate: number;
  length: number;
  now: number | null;
  change(schedule: Schedule, changed?: string): void;
}

export function ScheduleFields(props: ScheduleFieldsProps) {
  const { id, value, learningRate, length: totalSteps, now = null, validates = false, plateau = true, mark } = props;
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const language = usePreferences((state) => state.language);
  const schedule: Schedule = value ?? { kind: CONSTANT };
  const length = totalSteps ?? UNKNOWN_LENGTH;
  const circumstances = { totalSteps, learningRate, validates };
  const change = (next: Schedule, changed: string | null = null) => props.onChange(kept(next), changed);
  const course: Course = { id, schedule, learningRate, length, now, change };
  const { kind } = schedule;
  const [open, setOpen] = useState(false);
  const fields = useMemo(() => scheduleFields(kind), [kind]);
  const settings = scheduleSettings(schedule);
  const defaults = useMemo(() => scheduleSettings({ kind }), [kind]);
  const warmup = Number(settings.warmupSteps);
  const said = warmup > 0 ? [...fields, WARMUP] : fields;
  const fitted = refitted(schedule, circumstances);
  const drawn = kind === 'points' && warmup === 0;
  // Where the rates are typed step by step, there is a table of them already.
  const told = warmup === 0 && (kind === CONSTANT || kind === 'points' || kind === 'piecewise');
  return (
    <>
      <SelectField
        id={id}
        label={vocabulary.setting('schedule')}
        value={kind}
        options={SCHEDULE_KINDS.filter((one) => plateau || one !== PLATEAU || one === kind).map((one) => ({
          value: one,
          label: vocabulary.name('schedule', one),
        }))}
        hint={mark}
        onChange={(next) => {
          change(suited(next, circumstances));
          setOpen(next !== CONSTANT);
        }}
      />
      {!drawn && (kind !== CONSTANT || warmup > 0) && <CoursePicture {...course} />}
      {kind === 'points' && <Points {...course} />}
      <Fold
        id={`${id}-more`}
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
            group={id}
            field={field}
            value={settings[field.name]}
            onChange={(next) => change({ ...schedule, [field.name]: next }, field.name)}
          />
        ))}
        {kind === 'piecewise' && <Pieces {...course} />}
        {kind !== PLATEAU && (
          <NumberField
            id={`${id}-warmupSteps`}
            label={vocabulary.setting('warmupSteps')}
            value={warmup}
            min={0}
            max={1e9}
            integer
            step={Math.max(1, Math.round(length / 100))}
            onChange={(steps) => change({ ...schedule, warmupSteps: steps }, 'warmupSteps')}
          />
        )}
        {fitted !== null && totalSteps !== null && (
          <Button id={`${id}-fit`} onClick={() => change(fitted)}>
            {t('schedule.fit', { steps: whole(totalSteps, language) })}
          </Button>
        )}
        {kind !== PLATEAU && !told && <CourseTable {...course} />}
      </Fold>
    </>
  );
}

/** The course as a picture, and in words. */
function CoursePicture({ schedule, learningRate, length, now }: Course) {
  const { t } = useTranslation('settings');
  const language = usePreferences((state) => state.language);
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

function CourseTable({ id, schedule, learningRate, length }: Course) {
  const { t } = useTranslation('settings');
  const language = usePreferences((state) => state.language);
  const [open, setOpen] = useState(false);
  const rows = open ? courseOf(learningRate, schedule, length, TABLE_ROWS) : null;
  return (
    <details className={classes.formula} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id={`${id}-table`}>{t('schedule.table')}</summary>
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

function Points({ id, schedule, length, now, change }: Course) {
  const { t } = useTranslation('settings');
  const points = (schedule.points ?? []) as RatePoint[];
  const last = length - 1;
  const set = (next: RatePoint[]) => change({ ...schedule, points: next }, 'points');
  return (
    <>
      <PointsPad id={id} points={points} last={last} now={now} onChange={set} />
      <Fold id={`${id}-points`} summary={t('points.table')}>
        <RateTable
          id={`${id}-points-table`}
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

function Pieces({ id, schedule, length, change }: Course) {
  const { t } = useTranslation('settings');
  const pieces = piecesOf((schedule.boundaries ?? []) as number[], (schedule.values ?? []) as number[]);
  const set = (next: typeof pieces) => change({ ...schedule, ...asPieces(next) }, 'pieces');
  const range = (index: number): [number, number] => [
    (pieces[index - 1]?.until ?? -1) + 1,
    (pieces[index + 1]?.until ?? 1e9 + 1) - 1,
  ];
  return (
    <>
      <RateTable
        id={`${id}-pieces`}
        steps={t('points.until')}
        rows={pieces.map(({ until, rate }, index) => ({ step: until, rate, range: range(index) }))}
        onChange={(index, { step, rate }) =>
          set(
            pieces.map((piece, i) => (i === index ? { until: step ?? piece.until, rate: rate ?? piece.rate } : piece)),
          )
        }
        onRemove={(index) => set(removePiece(pieces, index))}
      />
      <Button id={`${id}-add-piece`} disabled={pieces.length > 100} onClick={() => set(splitLast(pieces, length))}>
        {t('points.addPiece')}
      </Button>
    </>
  );
}
