/** Mean 0 and standard deviation 1 over the training data: (x − μ) / √(σ² + ε). */
import { z } from 'zod';
import { momentsOf, type Per } from './rows';
import { epsilonSchema, perSchema, spread } from './settings';
import type { PreprocessingDefinition } from './types';

/** Deviations from the mean below this share of it come from rounding. */
const ROUNDING = 10 * Number.EPSILON;

export const standard: PreprocessingDefinition = {
  kind: 'standard',
  settings: z.object({ epsilon: epsilonSchema(1e-7), per: perSchema }).strict(),
  /** A feature that never changes is only centred: there is no unit to measure it in. */
  fit(rows, { epsilon, per }: { epsilon: number; per: Per }) {
    const { mean, variance } = momentsOf(rows, per);
    const known = variance.map((value, j) => (value <= (ROUNDING * mean[j]) ** 2 ? 0 : value));
    const { features } = rows;
    return {
      form: 'affine',
      kind: 'standard',
      features,
      origin: spread(mean, features),
      spread: spread(known.map(Math.sqrt), features),
      factor: spread(
        known.map((value) => (value === 0 ? 1 : 1 / Math.sqrt(value + epsilon))),
        features,
      ),
      base: 0,
    };
  },
};
