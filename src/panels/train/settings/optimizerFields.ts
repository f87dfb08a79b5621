/** The settings of an optimizer as fields, read from its own schema: names, defaults and ranges are written once. */
import { z } from 'zod';
import { OPTIMIZERS } from '@/core/optimizers';

export interface SettingField {
  name: string;
  /** Range of valid values, ends included. */
  min: number | undefined;
  max: number | undefined;
  integer: boolean;
}

/** What an excluded end of a range is moved inwards by, so that a field can say the least and the most. */
const INSIDE = 1e-9;

const numberSchema = z.object({
  type: z.enum(['number', 'integer']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
});

/** Numeric settings of an optimizer besides the learning rate, in the order of its definition. */
export function optimizerFields(kind: string): SettingField[] {
  const { properties = {} } = z.toJSONSchema(OPTIMIZERS[kind].settings, { io: 'input' });
  const fields: SettingField[] = [];
  for (const [name, property] of Object.entries(properties)) {
    if (name === 'learningRate') continue;
    const parsed = numberSchema.safeParse(property);
    if (!parsed.success) continue;
    const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = parsed.data;
    fields.push({
      name,
      min: minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + INSIDE),
      max: maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - INSIDE),
      integer: type === 'integer',
    });
  }
  return fields;
}

/** Kinds of optimizers there are, in the order they are registered. */
export const OPTIMIZER_KINDS = Object.keys(OPTIMIZERS);
