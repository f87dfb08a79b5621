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
