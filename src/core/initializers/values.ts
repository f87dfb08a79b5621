/**
 * Given numbers: a weight starts at exactly what is written down, as a worked example needs it. Nested like the weight
 * or one flat row; no chance, so no distribution either.
 */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import type { InitializerDefinition } from './types';

const row = z.array(z.number().min(-1e6).max(1e6)).min(1);
const matrix = z.array(row).min(1);
const settings = z
  .object({ values: z.union([row, matrix, z.array(matrix).min(1), z.array(z.array(matrix).min(1)).min(1)]) })
  .strict();

type Nested = number | readonly Nested[];

/** Lengths along the axes; null where rows differ in length. */
function shapeOf(values: Nested): Shape | null {
  if (typeof values === 'number') return [];
  const inner = values.map(shapeOf);
  const [first] = inner;
  const even = first && inner.every((shape) => shape !== null && String(shape) === String(first));
  return even ? [values.length, ...first] : null;
}

const flat = (values: Nested): number[] => (typeof values === 'number' ? [values] : values.flatMap(flat));

export const values: InitializerDefinition<z.output<typeof settings>> = {
  kind: 'values',
  settings,
  fits(shape, { values: given }) {
    const own = shapeOf(given);
    if (own === null) return false;
    return own.length === 1 ? own[0] === sizeOf(shape) : String(own) === String(shape);
  },
  fill(out, _shape, { values: given }) {
    out.set(flat(given));
    return out;
  },
};
