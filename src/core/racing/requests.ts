/** What page and racing worker say to one another. Requests carry a number, and their answers carry it back. */
import type { AnswerOf, Progress, RequestOf } from '../worker/messages';
import type { Plane, PlaneInput } from './plane';
import type { SeedsOutcome, SeedsSpec } from './seeds';
import type { Tuned, TuningSpec } from './tuning';
import type { Point, Race, RaceSpec, SurfaceSpec, Window } from './types';

/** Values of a surface on a grid: row 0 is the smallest y; NaN where it is not defined. */
export interface Field {
  window: Window;
  columns: number;
  rows: number;
  /** f at the middle of each cell, row-major. */
  values: Float64Array;
  /** Smallest and largest finite values; NaN where there are none. */
  least: number;
  most: number;
}

/** Paths of one racer from many starts: positions only. */
export interface Swarm {
  id: string;
  /** `paths[i]` is x, y after 0, 1, … updates from `starts[i]`; it ends where the racer was stopped. */
  paths: Float64Array[];
}

/** Requests and what they are answered with. */
export interface RacingExchange {
  race: { input: RaceSpec; output: Race };
  field: { input: { surface: SurfaceSpec; window: Window; columns: number; rows: number }; output: Field };
  swarm: { input: { spec: RaceSpec; starts: readonly Point[] }; output: Swarm[] };
  tune: { input: TuningSpec; output: Tuned[] };
  seeds: { input: SeedsSpec; output: SeedsOutcome };
  plane: { input: PlaneInput; output: Plane };
}
export type RacingRequestType = keyof RacingExchange;

export type RacingProgress = Progress;
export type RacingRequest = RequestOf<RacingExchange>;
export type RacingAnswer = AnswerOf<RacingExchange>;
