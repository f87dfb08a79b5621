/** Initializers that draw every element alike, whatever the size of the layer. Defaults as in Keras. */
import { z } from 'zod';
import { fillNormal, fillTruncatedNormal, fillUniform } from '../random';
import * as distributions from './distributions';
import type { InitializerDefinition } from './types';

const bound = (value: number) => z.number().min(-1e6).max(1e6).default(value);
const uniformSettings = z.object({ minval: bound(-0.05), maxval: bound(0.05) }).strict();
const normalSettings = z.object({ mean: bound(0), stddev: z.number().min(0).max(1e6).default(0.05) }).strict();

export const randomUniform: InitializerDefinition<z.output<typeof uniformSettings>> = {
  kind: 'randomUniform',
  settings: uniformSettings,
  fill: (out, _shape, { minval, maxval }, key) => fillUniform(out, key, minval, maxval),
  distribution: ({ minval, maxval }) => distributions.uniform(minval, maxval),
};

export const randomNormal: InitializerDefinition<z.output<typeof normalSettings>> = {
  kind: 'randomNormal',
  settings: normalSettings,
  fill: (out, _shape, { mean, stddev }, key) => fillNormal(out, key, mean, stddev),
  distribution: ({ mean, stddev }) => distributions.normal(mean, stddev),
};

/** What lies more than two standard deviations from the mean is drawn again. */
export const truncatedNormal: InitializerDefinition<z.output<typeof normalSettings>> = {
  kind: 'truncatedNormal',
  settings: normalSettings,
  fill: (out, _shape, { mean, stddev }, key) => fillTruncatedNormal(out, key, mean, stddev),
  distribution: ({ mean, stddev }) => distributions.truncatedNormal(mean, stddev),
};
