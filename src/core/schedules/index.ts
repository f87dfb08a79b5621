/**
 * The registry of schedules, and how a rate is read off one. Adding a schedule is one definition and one line here. A
 * warm-up can be put in front of any of them: α₀·(t + 1)/w for t < w, then the schedule from its own start.
 */
import { z } from 'zod';
import { add, compile, div, type Expr, lt, mul, num, sub, substitute, sym, where } from '../expr';
import { GraphError } from '../ops/types';
import { rangeAt, settingAt } from '../settingAt';
import { cosineRestarts, oneCycle } from './cycles';
import { constant, cosine, exponential, inverseTime, polynomial, step } from './decays';
import { piecewise, points } from './pieces';
import type { ScheduleDefinition } from './types';

export const SCHEDULES: Readonly<Record<string, ScheduleDefinition>> = Object.fromEntries(
  [constant, step, piecewise, exponential, inverseTime, polynomial, cosine, cosineRestarts, oneCycle, points].map(
    (schedule) => [schedule.kind, schedule as unknown as ScheduleDefinition],
  ),
);

export type ScheduleSpec = { kind: string; warmupSteps?: number } & Record<string, unknown>;

const warmupSchema = z.number().int().min(0).max(1e9).default(0);

export interface Schedule {
  definition: ScheduleDefinition;
  /** With defaults filled in. */
  settings: Record<string, unknown>;
  warmupSteps: number;
  /** The rate at `t`, warm-up included, with the settings' numbers put in. */
  expr: Expr;
  /** The rate for the update after `t` others. */
  at(t: number): number;
}

/** The rate that a warm-up climbs to: where the schedule starts. */
const startOf = (expr: Expr) => substitute(expr, { t: num(0) });

function withWarmup(expr: Expr, steps: number): Expr {
  if (steps === 0) return expr;
  const t = sym('t');
  const climb = div(mul(startOf(expr), add(t, num(1))), num(steps));
  return where(lt(t, num(steps)), climb, substitute(expr, { t: sub(t, num(steps)) }));
}

/** Looks a schedule up and checks its settings. @throws GraphError `unknownSchedule` or `scheduleSetting`. */
export function scheduleOf(spec: ScheduleSpec): Schedule {
  const { kind, warmupSteps, ...given } = spec;
  const definition = SCHEDULES[kind];
  if (!definition) throw new GraphError('unknownSchedule', { schedule: kind });
  const parsed = definition.settings.safeParse(given) as z.ZodSafeParseResult<Record<string, unknown>>;
  const warmup = warmupSchema.safeParse(warmupSteps);
  const setting = parsed.error ? settingAt(parsed.error) : 'warmupSteps';
  if (parsed.error || warmup.error) {
    const range = parsed.error ? rangeAt(definition.settings, [setting]) : null;
    throw new GraphError('scheduleSetting', { schedule: kind, setting, ...(range && { range }) });
  }
  const numbers = Object.entries(parsed.data).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, num(value)] as const] : [],
  );
  const expr = withWarmup(substitute(definition.expr(parsed.data), Object.fromEntries(numbers)), warmup.data);
  return { definition, settings: parsed.data, warmupSteps: warmup.data, expr, at: compile(expr, ['t']) };
}
