/** Settings that several kinds of preprocessing have. */
import { z } from 'zod';

/** Whether every feature is measured apart, or all together, which leaves the differences between them as they are. */
export const perSchema = z.enum(['feature', 'all']).default('feature');

/** Added to a variance before anything is divided by its root. */
export const epsilonSchema = (value: number) => z.number().min(0).max(1e3).default(value);

/** One number for all features, or one each, as one each. */
export const spread = (values: Float64Array, features: number): Float64Array =>
  values.length === features ? values : new Float64Array(features).fill(values[0]);
