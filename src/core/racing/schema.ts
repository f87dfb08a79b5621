/**
 * The description of a race, checked at the door: links and files come from anywhere. A refusal names the setting and the
 * range it has to be in.
 */
import { z } from 'zod';
import { GraphError } from '../ops/types';
import { optimizerOf } from '../optimizers';
import { SCHEDULES, type ScheduleSpec } from '../schedules';
import { scheduleFrom } from '../schedules/rate';
import { rangeAt } from '../settingAt';
import { MOST_CHARACTERS } from './ownSurface';
import { surfaceOf } from './surfaces';
import { MOST_RACERS, MOST_STEPS, type RaceSpec } from './types';

/** A seed is kept in 32 bits. */
export const MOST_SEED = 2 ** 32 - 1;
export const MOST_NOISE = 100;
/** Coordinates beyond these are no place to look at. */
export const FARTHEST = 1e6;
/** Updates between two losses of memory. */
export const LONGEST_MEMORY = MOST_STEPS;

const coordinate = z.number().min(-FARTHEST).max(FARTHEST);
const interval = z.tuple([coordinate, coordinate]).refine(([low, high]) => high - low >= 1e-6);

/** The part of the plane that is looked at: each interval at least 10⁻⁶ long. */
export const windowSchema = z.strictObject({ x: interval, y: interval });
export const pointSchema = z.strictObject({ x: coordinate, y: coordinate });

const surfaceSchema = z.union([
  z.strictObject({ kind: z.literal('own'), text: z.string().min(1).max(MOST_CHARACTERS), window: windowSchema }),
  z.strictObject({ kind: z.string().refine((kind) => kind !== 'own') }),
]);

/** Schedules that a race can have: the functions of the step. `reduceOnPlateau` needs epochs, and is not among them. */
export const RACING_SCHEDULES: readonly string[] = Object.keys(SCHEDULES);

const racerSchema = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9-]+$/),
  optimizer: z.looseObject({ kind: z.string().min(1), learningRate: z.number() }),
  schedule: z
    .looseObject({
      kind: z.string().refine((kind) => RACING_SCHEDULES.includes(kind)),
      warmupSteps: z.number().optional(),
    })
    .optional(),
  resetEvery: z.number().int().min(1).max(LONGEST_MEMORY).optional(),
});

/**
 * The form of a RaceSpec, with the ranges of its numbers; kinds and settings of optimizers and schedules and the text of
 * an own function are checked by `readRaceSpec`.
 */
export const raceSpecSchema = z.strictObject({
  surface: surfaceSchema,
  start: pointSchema,
  racers: z
    .array(racerSchema)
    .max(MOST_RACERS)
    .refine((racers) => new Set(racers.map(({ id }) => id)).size === racers.length),
  steps: z.number().int().min(1).max(MOST_STEPS),
  seed: z.number().int().min(0).max(MOST_SEED),
  noise: z.number().min(0).max(MOST_NOISE),
  batchSize: z.number().int().min(0).max(1000),
});

/** Why a description is refused: `raceSetting` with `setting` and, where it is a number, its `range`; else a GraphError's. */
export interface RaceFault {
  code: string;
  params: Record<string, string | number>;
}

/** Reads what may be a description of a race: form, ranges, and whether everything it names is there. Never throws. */
export function readRaceSpec(value: unknown): { spec: RaceSpec } | { fault: RaceFault } {
  const parsed = raceSpecSchema.safeParse(value);
  if (!parsed.success) {
    const [{ path }] = parsed.error.issues;
    const range = rangeAt(raceSpecSchema, path);
    return { fault: { code: 'raceSetting', params: { setting: path.join('.'), ...(range && { range }) } } };
  }
  const spec = parsed.data as RaceSpec;
  try {
    surfaceOf(spec.surface);
    for (const { optimizer, schedule } of spec.racers) {
      const { settings } = optimizerOf(optimizer);
      if (schedule) scheduleFrom(settings.learningRate, schedule as ScheduleSpec);
    }
    return { spec };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { fault: { code: error.code, params: error.params } };
  }
}
