/**
 * ZCA whitening: whitened along the principal directions and turned back, W = U diag(1/√(λ + ε)) Uᵀ. Of all whitening
 * transforms it changes the data least, so that an image stays an image (Bell and Sejnowski: The "independent components"
 * of natural scenes are edge filters, 1997; Krizhevsky: Learning multiple layers of features from tiny images, 2009).
 */
import { z } from 'zod';
import { inverted, MOST_ROWS, principalOf } from './principal';
import { epsilonSchema } from './settings';
import type { PreprocessingDefinition } from './types';

/** U diag(s) Uᵀ for eigenvectors as rows. */
function turnedBack(vectors: Float64Array, scales: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    if (scales[k] === 0) continue;
    for (let i = 0; i < n; i++) {
      const value = vectors[k * n + i] * scales[k];
      if (value === 0) continue;
      for (let j = 0, at = i * n, from = k * n; j < n; j++, at++, from++) out[at] += value * vectors[from];
    }
  }
  return out;
}

export const zca: PreprocessingDefinition = {
  kind: 'zca',
  settings: z.object({ epsilon: epsilonSchema(0.01) }).strict(),
  mostRows: MOST_ROWS,
  fit(rows, { epsilon }: { epsilon: number }) {
    const { features } = rows;
    const { vectors, scales, mean, variances, directions } = principalOf(rows, epsilon);
    return {
      form: 'linear',
      kind: 'zca',
      features,
      mean,
      outputs: features,
      forward: turnedBack(vectors, scales.map(inverted), features),
      backward: turnedBack(vectors, scales, features),
      variances,
      directions,
    };
  },
};
