/**
 * The learning rate of a run: the optimizer's own, as a schedule carries it on. A schedule that starts from a rate is
 * given the optimizer's, so that it can be changed while a run is on; one that has all its values in settings of its own
 * (piecewise, points) goes by them alone.
 */
import { z } from 'zod';
import { SCHEDULES, type Schedule, type ScheduleSpec, scheduleOf } from '.';

/** Whether a schedule starts from the optimizer's rate. */
export function startsFromRate(kind: string): boolean {
  const settings: unknown = SCHEDULES[kind]?.settings;
  return settings instanceof z.ZodObject && 'learningRate' in settings.shape;
}

/**
 * A run's schedule.
 * @param learningRate the optimizer's.
 * @param spec settings as documents have them, without `learningRate`; one that is there counts.
 * @throws GraphError `unknownSchedule` or `scheduleSetting`.
 */
export function scheduleFrom(learningRate: number, spec: ScheduleSpec): Schedule {
  return scheduleOf(startsFromRate(spec.kind) ? { learningRate, ...spec } : spec);
}

/** The schedule that follows the course of training: its rate is kept with the run, not read off the step. */
export const PLATEAU = 'reduceOnPlateau';

/** Where a rate that is cut on plateaus has got to, and the optimizer's rate it was cut from. */
export type CutRate = { learningRate: number; from: number };

/**
 * The rate of every update: of the one after `step` others.
 * @param base the optimizer's.
 * @param spec absent: it stays.
 * @throws GraphError `unknownSchedule` or `scheduleSetting`.
 */
export function courseOf(base: number, spec: ScheduleSpec | undefined): (step: number, cut?: CutRate) => number {
  if (!spec) return () => base;
  if (spec.kind === PLATEAU) {
    const { warmupSteps = 0 } = spec;
    return (step, cut) => {
      const rate = cut?.from === base ? cut.learningRate : base;
      return step < warmupSteps ? (rate * (step + 1)) / warmupSteps : rate;
    };
  }
  // Nothing starts from a rate of 0 but a rate of 0.
  return base > 0 || !startsFromRate(spec.kind) ? scheduleFrom(base, spec).at : () => base;
}
