/** The learning rate of every update of a run, from the optimizer's, which can be changed at any time. */
import type { ScheduleSpec } from '@/core/schedules';
import { type CutRate, courseOf } from '@/core/schedules/rate';

export class LearningRates {
  private start: number;
  private course: (step: number, cut?: CutRate) => number;

  /**
   * @param base the optimizer's.
   * @throws GraphError `unknownSchedule` or `scheduleSetting`.
   */
  constructor(
    base: number,
    private readonly spec: ScheduleSpec | undefined,
  ) {
    this.start = base;
    this.course = courseOf(base, spec);
  }

  /** The optimizer's. */
  get base(): number {
    return this.start;
  }

  /** Another rate to start from, from now on. */
  set(base: number): void {
    this.start = base;
    this.course = courseOf(base, this.spec);
  }

  /** For the update after `step` others. */
  at(step: number, cut: CutRate | undefined): number {
    return this.course(step, cut);
  }
}
