/**
 * Races of optimizers on functions of two numbers: what is raced on, who races, and what came of it. A race follows from
 * its description alone: the same description gives the same numbers, whenever and wherever it is run.
 */
import type { OptimizerSpec } from '../network/spec';
import type { ScheduleSpec } from '../schedules';

export interface Point {
  x: number;
  y: number;
}

/** The part of the plane that is looked at: [smallest, largest] of each coordinate. */
export interface Window {
  x: readonly [number, number];
  y: readonly [number, number];
}

/** A surface to race on: f(x, y) with what is worth knowing of it. */
export interface SurfaceDefinition {
  kind: string;
  /** f in the text form of core/expr, in `x` and `y`. */
  text: string;
  /** Where f is the mean loss of a model over samples: each sample's loss, in the same form. */
  samples?: readonly string[];
  window: Window;
  start: Point;
  /** Global minima, as closely as float64 has them; empty where there is none. */
  minima: readonly Point[];
  /** Whether heights are told apart better on a logarithmic scale. */
  levels: 'log' | 'linear';
  /**
   * Standard deviation of the noise on each coordinate of the gradient, where it is part of the surface; else 0. What a
   * race has when the surface is chosen: from then on its own `noise` counts.
   */
  noise: number;
  /** Updates after which something is to be seen. */
  steps: number;
}

/** The surface of a race: one of the registry, or `own` with its text and window. */
export type SurfaceSpec = { kind: string } | { kind: 'own'; text: string; window: Window };

export interface RacerSpec {
  /** Unique within the race: letters, digits, hyphens. */
  id: string;
  optimizer: OptimizerSpec;
  /** As documents have it, without `learningRate`; absent: the rate stays. */
  schedule?: ScheduleSpec;
  /** The optimizer's memory is lost every so many updates: a mistake (core/faults/momentsReset). Absent: never. */
  resetEvery?: number;
}

export interface RaceSpec {
  surface: SurfaceSpec;
  start: Point;
  racers: readonly RacerSpec[];
  /** Updates, 1 … MOST_STEPS. */
  steps: number;
  /** Whole number ≥ 0; noise and drawn samples follow from it, the same for every racer. */
  seed: number;
  /** Standard deviation of the normal noise that is added to each coordinate of every gradient; 0 for none. */
  noise: number;
  /** Samples drawn for every gradient, where the surface has samples; 0 for all of them. */
  batchSize: number;
}

export const MOST_STEPS = 10_000;
export const MOST_RACERS = 12;

/** Why a racer was stopped before the end. */
export interface Stop {
  /**
   * `nonFinite`: a value became NaN or infinite. `escaped`: it left the window so far that it will not come back.
   * `undefined`: the function has no value or no gradient there.
   */
  kind: 'nonFinite' | 'escaped' | 'undefined';
  /** The update that did it, from 1. */
  step: number;
  /** Name of the first value that was not finite: a line's target (`v`, `theta`), `g` or `loss`; else null. */
  value: string | null;
  /**
   * Learning rate times the largest curvature (eigenvalue of the Hessian) where it began to climb, and the limit below
   * which this optimizer is stable; null where the optimizer has no such limit.
   */
  curvature: { rate: number; largest: number; product: number; limit: number } | null;
}

/** What a racer did: entry k of every array is after k updates, so arrays have `steps` + 1 entries. */
export interface Track {
  id: string;
  /** Updates made: fewer than asked for where it was stopped. */
  steps: number;
  x: Float64Array;
  y: Float64Array;
  loss: Float64Array;
  /** The gradient that update k was made with (noise and drawn samples included); NaN at 0. */
  gradientX: Float64Array;
  gradientY: Float64Array;
  /** The learning rate of update k; NaN at 0. */
  learningRate: Float64Array;
  /** Every state after k updates by name: interleaved x, y (2 · (steps + 1) numbers), or one number each if scalar. */
  states: Record<string, { values: Float64Array; scalar: boolean }>;
  stopped: Stop | null;
}

export interface Race {
  spec: RaceSpec;
  /** In the order of the racers. */
  tracks: Track[];
}
