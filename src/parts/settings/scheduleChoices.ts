/** Schedules as their fields offer them: settings that suit the length of a run, and the course they give. */
import { SCHEDULES, type ScheduleSpec } from '@/core/schedules';
import { PLATEAU, scheduleFrom } from '@/core/schedules/rate';
import { reduceOnPlateauSettings } from '@/core/schedules/reduceOnPlateau';
import type { ScheduleSettings } from '@/state';
import { fieldsOf, type Setting } from './schemaFields';

export const CONSTANT = 'constant';

/** In the order of the list: those drawn by hand last. */
export const SCHEDULE_KINDS: readonly string[] = [
  ...Object.keys(SCHEDULES).filter((kind) => kind !== 'points'),
  PLATEAU,
  'points',
];

/** What a run is taken to be while its length is not known. */
const USUAL_STEPS = 1000;

const round = (value: number, digits = 2) => Number(value.toPrecision(digits));
const whole = (value: number) => Math.max(1, Math.round(value));

interface Circumstances {
  totalSteps: number | null;
  learningRate: number;
  validates: boolean;
}

/** A schedule of this kind that fills the run. */
export function suited(kind: string, { totalSteps, learningRate, validates }: Circumstances): ScheduleSettings {
  const all = Math.max(2, totalSteps ?? USUAL_STEPS);
  const settings: Readonly<Record<string, Record<string, unknown>>> = {
    step: { stepSize: whole(all / 4), factor: 0.5 },
    piecewise: {
      boundaries: all < 4 ? [1] : [Math.round(all / 2), Math.round((3 * all) / 4)],
      values: [1, 0.1, 0.01].slice(0, all < 4 ? 2 : 3).map((share) => round(share * learningRate, 6)),
    },
    // Down to a hundredth, and to a tenth.
    exponential: { decayRate: Math.min(1e3, round(Math.log(100) / all)) },
    inverseTime: { decayRate: Math.min(1e3, round(9 / all)) },
    polynomial: { decaySteps: all, endLearningRate: round(learningRate / 100, 6), power: 1 },
    cosine: { decaySteps: all },
    // Three periods, each twice as long as the one before.
    cosineRestarts: { firstDecaySteps: Math.ceil(all / 7) },
    oneCycle: { totalSteps: all },
    points: {
      points: [
        [0, round(learningRate / 10, 6)],
        ...(all > 5 ? [[Math.round(all / 5), round(learningRate, 6)]] : []),
        [all, round(learningRate / 100, 6)],
      ],
    },
    [PLATEAU]: { monitor: validates ? 'valLoss' : 'loss', factor: 0.5, patience: 3 },
  };
  return { kind, ...settings[kind] };
}

/** Settings that say how long something lasts, or how fast it goes. */
const PACES = ['stepSize', 'decaySteps', 'firstDecaySteps', 'totalSteps', 'decayRate'] as const;

/**
 * The schedule paced to fill the run, everything else as it is: a drawing is stretched. Null where it does so already, and
 * where nothing says how long it is.
 */
export function refitted(schedule: ScheduleSettings, circumstances: Circumstances): ScheduleSettings | null {
  const { totalSteps } = circumstances;
  if (totalSteps === null) return null;
  const best = suited(schedule.kind, circumstances);
  if (Array.isArray(schedule.points)) {
    const points = schedule.points as [number, number][];
    const end = points[points.length - 1]?.[0] ?? 0;
    const stretched = points.map(([step, rate]) => [Math.round((step * totalSteps) / end), rate]);
    const apart = stretched.every(([step], i) => i === 0 || step > stretched[i - 1][0]);
    return end > 0 && end !== totalSteps && apart ? { ...schedule, points: stretched } : null;
  }
  const paces = PACES.filter((name) => best[name] !== undefined && best[name] !== scheduleSettings(schedule)[name]);
  return paces.length > 0 ? { ...schedule, ...Object.fromEntries(paces.map((name) => [name, best[name]])) } : null;
}

/** Settings that fields can show, besides the rate; its schema says which there are. */
export function scheduleFields(kind: string): Setting[] {
  const schema = kind === PLATEAU ? reduceOnPlateauSettings : SCHEDULES[kind]?.settings;
  return schema ? fieldsOf(schema).filter(({ name }) => name !== 'learningRate') : [];
}

/** Settings of a schedule with its defaults. */
export function scheduleSettings(schedule: ScheduleSettings): Record<string, unknown> {
  const { kind, warmupSteps, ...given } = schedule;
  const schema = kind === PLATEAU ? reduceOnPlateauSettings : SCHEDULES[kind]?.settings;
  const parsed = schema?.safeParse(given);
  return { ...(parsed?.success ? (parsed.data as Record<string, unknown>) : given), warmupSteps: warmupSteps ?? 0 };
}

export interface CoursePoint {
  step: number;
  rate: number;
}

/** More would not be seen. */
const MOST_POINTS = 240;

/**
 * The rates of the updates of a run, from 0 to `totalSteps` − 1, at most `most` values with the first and the last; null for a schedule
 * that depends on how training goes, or that is not valid.
 */
export function courseOf(
  learningRate: number,
  schedule: ScheduleSettings,
  totalSteps: number,
  most = MOST_POINTS,
): CoursePoint[] | null {
  if (schedule.kind === PLATEAU) return null;
  const at = rateAt(learningRate, schedule);
  if (!at) return null;
  const last = Math.max(1, totalSteps - 1);
  const count = Math.min(last, most - 1);
  const steps = Array.from({ length: count + 1 }, (_, index) => Math.round((index * last) / count));
  return [...new Set(steps)].map((step) => ({ step, rate: at(step) }));
}

/** The rate as a function of the step, or null where the settings are not valid. */
export function rateAt(learningRate: number, schedule: ScheduleSettings): ((step: number) => number) | null {
  try {
    return scheduleFrom(learningRate, schedule as ScheduleSpec).at;
  } catch {
    return null;
  }
}

/** A schedule as a document holds it: none where it would change nothing. */
export function kept(schedule: ScheduleSettings): ScheduleSettings | undefined {
  const { warmupSteps, ...others } = schedule;
  if (typeof warmupSteps === 'number' && warmupSteps > 0) return schedule;
  return others.kind === CONSTANT ? undefined : (others as ScheduleSettings);
}
