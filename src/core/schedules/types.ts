/**
 * What a schedule is: the learning rate as an expression in `t`, the updates made so far (0 at the first), and its
 * settings by name. It is read, shown, plotted and run from this one form.
 */
import type { z } from 'zod';
import type { Expr } from '../expr/types';

export interface ScheduleDefinition<S = Record<string, unknown>> {
  kind: string;
  settings: z.ZodType<S>;
  /** The rate at step `t`; the numbers among the settings are symbols of it. */
  expr(settings: S): Expr;
}
