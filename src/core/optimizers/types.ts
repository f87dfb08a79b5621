/**
 * What an optimizer is: lines of the expression language that are read, shown, stepped and run. Symbols: `theta` the
 * parameter, `g` its gradient, `t` the step (1 at the first update), `learningRate`, the settings and the state by name.
 */
import type { z } from 'zod';
import type { Expr } from '../expr/types';

/** `target ← expr`, in order: state values, intermediate values, `theta` last. */
export interface UpdateLine {
  target: string;
  expr: Expr;
}

/** A state value: zeros of the weight's shape, or something else. */
export type StateSpec =
  | string
  | {
      name: string;
      /** What every element is before the first step; 0 by default. */
      initial?: number;
      /** One number for the whole weight. */
      scalar?: boolean;
    };

export interface OptimizerDefinition<S = Record<string, unknown>> {
  kind: string;
  /** Settings besides `kind` and clipping, with Keras' names, defaults and ranges. */
  settings: z.ZodType<S>;
  /** State values kept from step to step. */
  state(settings: S): readonly StateSpec[];
  lines(settings: S): UpdateLine[];
}
