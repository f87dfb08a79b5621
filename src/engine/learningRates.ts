/** The learning rate of every update: the optimizer's, carried on by a schedule where there is one. */
import type { ScheduleSpec } from '@/core/schedules';
import { scheduleFrom, startsFromRate } from '@/core/schedules/rate';
import type { PlateauState } from '@/core/schedules/reduceOnPlateau';

export const PLATEAU = 'reduceOnPlateau';

export class LearningRates {
  private start = 0;
  private schedule: ((step: number) => number) | null = null;
  private readonly warmup: number;

  /**
   * @param initial the optimizer's.
   * @throws GraphError `unknownSchedule` or `scheduleSetting`.
   */
  constructor(
    initial: number,
    private readonly spec: ScheduleSpec | undefined,
  ) {
    this.warmup = spec?.kind === PLATEAU ? (spec.warmupSteps ?? 0) : 0;
    this.set(initial);
  }

  /** The optimizer's. */
  get base(): number {
    return this.start;
  }

  /** Another rate to start from, from now on. */
  set(base: number): void {
    this.start = base;
    if (!this.spec || this.spec.kind === PLATEAU) return;
    // Nothing starts from a rate of 0 but a rate of 0.
    const { kind } = this.spec;
    this.schedule = base > 0 || !startsFromRate(kind) ? scheduleFrom(base, this.spec).at : () => base;
  }

  /** For the update after `step` others. */
  at(step: number, plateau: PlateauState | undefined): number {
    if (!plateau) return this.schedule?.(step) ?? this.start;
    return step < this.warmup ? (plateau.learningRate * (step + 1)) / this.warmup : plateau.learningRate;
  }
}
