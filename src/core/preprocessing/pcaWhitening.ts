/**
 * PCA whitening: coordinates along the principal directions of the training data, each divided by its standard deviation:
 * yₖ = uₖ·(x − μ) / √(λₖ + ε). Afterwards the coordinates are uncorrelated and of variance 1 (Kessy, Lewin, Strimmer:
 * Optimal whitening and decorrelation, 2018). The result is as long as the input: what `components` leaves out is 0.
 */
import { z } from 'zod';
import { inverted, MOST_ROWS, principalOf } from './principal';
import { epsilonSchema } from './settings';
import type { PreprocessingDefinition } from './types';

export const pcaWhitening: PreprocessingDefinition = {
  kind: 'pcaWhitening',
  settings: z
    .object({
      /** Directions that are kept, the ones with most variance; all where it is left out. */
      components: z.number().int().min(1).max(65536).optional(),
      epsilon: epsilonSchema(0.01),
    })
    .strict(),
  mostRows: MOST_ROWS,
  fit(rows, { components, epsilon }: { components?: number; epsilon: number }) {
    const { features } = rows;
    const { vectors, scales, ...principal } = principalOf(rows, epsilon);
    const outputs = Math.min(components ?? features, features);
    const forward = new Float64Array(features * outputs);
    const backward = new Float64Array(outputs * features);
    for (let k = 0; k < outputs; k++) {
      const by = inverted(scales[k]);
      for (let j = 0; j < features; j++) {
        forward[j * outputs + k] = vectors[k * features + j] * by;
        backward[k * features + j] = vectors[k * features + j] * scales[k];
      }
    }
    const { mean, variances, directions } = principal;
    return { form: 'linear', kind: 'pcaWhitening', features, mean, outputs, forward, backward, variances, directions };
  },
};
