/** What an initializer is: settings, the numbers it fills a weight with, and the distribution they are drawn from. */
import type { z } from 'zod';
import type { Expr } from '../expr/types';
import type { Shape } from '../graph/types';
import type { RandomKey } from '../random';

/** Connections that come in at a unit, and that go out from one. */
export interface Fans {
  fanIn: number;
  fanOut: number;
}

/** What theory says of one element. */
export interface Distribution {
  mean: number;
  variance: number;
  /** Smallest and largest possible value; ±Infinity where there is none. */
  support: readonly [number, number];
  /** The density over the symbol `x`, numbers put in; null where the values are single points. */
  density: Expr | null;
}

export interface InitializerDefinition<S = Record<string, unknown>> {
  kind: string;
  /** Settings besides `kind`, with Keras' names and defaults. */
  settings: z.ZodObject;
  /** Whether a weight of this shape can be filled; every shape when left out. */
  fits?(shape: Shape, settings: S): boolean;
  /** Fills `out`, the row-major elements of a weight of `shape`, and returns it. */
  fill(out: Float64Array, shape: Shape, settings: S, key: RandomKey): Float64Array;
  /** Of one element of a matrix [fanIn, fanOut]; left out where the numbers are given, not drawn. */
  distribution?(settings: S, fans: Fans): Distribution;
}
