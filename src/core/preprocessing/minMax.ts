/** Stretches every feature, or all together, so that the training data reach exactly from `low` to `high`. */
import { z } from 'zod';
import { type Per, rangeOf } from './rows';
import { perSchema, spread } from './settings';
import type { PreprocessingDefinition } from './types';

const settings = z
  .object({
    low: z.number().min(-1e6).max(1e6).default(0),
    high: z.number().min(-1e6).max(1e6).default(1),
    per: perSchema,
  })
  .strict()
  .refine(({ low, high }) => low < high, { path: ['high'] });

export const minMax: PreprocessingDefinition = {
  kind: 'minMax',
  settings,
  /** A feature that never changes has no range to stretch: it is moved to `low` and keeps its unit. */
  fit(rows, { low, high, per }: { low: number; high: number; per: Per }) {
    const range = rangeOf(rows, per);
    const reach = range.high.map((top, j) => top - range.low[j]);
    const factor = reach.map((length) => {
      const stretch = (high - low) / length;
      return Number.isFinite(stretch) ? stretch : 1;
    });
    const { features } = rows;
    return {
      form: 'affine',
      kind: 'minMax',
      features,
      origin: spread(range.low, features),
      spread: spread(reach, features),
      factor: spread(factor, features),
      base: low,
    };
  },
};
