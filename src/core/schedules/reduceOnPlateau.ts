/**
 * Reduce on plateau: the rate is cut when what is watched has not improved for `patience` epochs, and after a cut
 * `cooldown` epochs are not counted (as Keras' ReduceLROnPlateau). No function of the step, since it depends on how
 * training goes: a pure function from one plain state to the next.
 */
import { z } from 'zod';
import { type Best, improved, MONITORS, modeOf } from '../improvement';
import { GraphError } from '../ops/types';
import { settingAt } from '../settingAt';

export const reduceOnPlateauSettings = z
  .object({
    monitor: z.enum(MONITORS).default('valLoss'),
    /** The rate is multiplied by it. */
    factor: z.number().positive().lt(1).default(0.1),
    patience: z.number().int().min(0).max(1e6).default(10),
    minDelta: z.number().min(0).max(1e6).default(1e-4),
    cooldown: z.number().int().min(0).max(1e6).default(0),
    minLearningRate: z.number().min(0).max(1e6).default(0),
  })
  .strict();
export type ReduceOnPlateauSettings = z.output<typeof reduceOnPlateauSettings>;

export interface PlateauState extends Best {
  /** The rate for the coming epoch. */
  learningRate: number;
  /** Epochs left that are not counted. */
  cooldown: number;
}

/** Before the first epoch, which is trained at `learningRate`. */
export const initialPlateau = (learningRate: number): PlateauState => ({
  learningRate,
  best: null,
  wait: 0,
  cooldown: 0,
});

/** What follows from the monitored value at the end of an epoch. */
export function plateauAfterEpoch(
  state: PlateauState,
  value: number,
  { monitor, factor, patience, minDelta, cooldown, minLearningRate }: ReduceOnPlateauSettings,
): PlateauState {
  const cooling = Math.max(0, state.cooldown - 1);
  if (improved(value, state.best, minDelta, modeOf(monitor))) {
    return { ...state, best: value, wait: 0, cooldown: cooling };
  }
  // The epoch that ends a cooldown counts again.
  if (cooling > 0) return { ...state, wait: 0, cooldown: cooling };
  const wait = (state.cooldown > 0 ? 0 : state.wait) + 1;
  if (wait < patience || state.learningRate <= minLearningRate) return { ...state, wait, cooldown: 0 };
  return { ...state, learningRate: Math.max(state.learningRate * factor, minLearningRate), wait: 0, cooldown };
}

/** Checks the settings beside `kind`. @throws GraphError `scheduleSetting`. */
export function reduceOnPlateauOf(spec: Record<string, unknown>): ReduceOnPlateauSettings {
  const { kind: _kind, ...given } = spec;
  const parsed = reduceOnPlateauSettings.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new GraphError('scheduleSetting', { schedule: 'reduceOnPlateau', setting: settingAt(parsed.error) });
}
