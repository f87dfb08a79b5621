/**
 * What a preprocessing is: settings, what is measured on the training data once (`fit`), and a pure function of a
 * sample and those measurements. Nothing is ever measured on validation or test data: what is known of them must not
 * reach the network by the back door.
 */
import type { z } from 'zod';

/**
 * Samples to fit on, as rows of `features` numbers. They come in blocks of whole rows, as there may be more than fit in
 * memory at once; every call of `blocks` begins anew, and a block counts only until the next one.
 */
export interface FeatureRows {
  count: number;
  features: number;
  blocks(): Iterable<ArrayLike<number>>;
}

/** (x − origin) · factor + base, one origin and one factor a feature. */
export interface FittedAffine {
  form: 'affine';
  kind: string;
  features: number;
  origin: Float64Array;
  /** How far the training data reach (min–max), or their standard deviation; 0 where they never change. */
  spread: Float64Array;
  /** Follows from the spread; never 0. */
  factor: Float64Array;
  base: number;
}

/** ln(1 + x). */
export interface FittedLog {
  form: 'log';
  kind: string;
  features: number;
}

/** W(x − mean), and back. */
export interface FittedLinear {
  form: 'linear';
  kind: string;
  features: number;
  mean: Float64Array;
  /** Values of the result that are computed; the rest, up to `features`, are 0. */
  outputs: number;
  /** W transposed, row-major `[features, outputs]`: what one feature gives to each output. */
  forward: Float64Array;
  /** The way back, row-major `[outputs, features]`. */
  backward: Float64Array;
  /** Variances of the training data along their principal directions, largest first, before whitening. */
  variances: Float64Array;
  /** The first principal directions, unit vectors, row-major `[any, features]`: for looking at. */
  directions: Float64Array;
}

/** What was measured: plain numbers, to be sent between threads. */
export type Fitted = FittedAffine | FittedLog | FittedLinear;

/** A preprocessing as documents hold it; settings left out have their defaults. */
export type PreprocessingSpec = { kind: string } & Record<string, unknown>;

export interface PreprocessingDefinition {
  kind: string;
  settings: z.ZodType;
  /** Training samples it looks at, at most; all of them where it says nothing. */
  mostRows?: number;
  /**
   * Measures what it needs. @param settings parsed by `settings`.
   * @throws GraphError when it cannot be used with these data.
   */
  fit(rows: FeatureRows, settings: never): Fitted;
}
