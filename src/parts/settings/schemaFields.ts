/** Settings as fields, read from the schema of their definition: names, defaults and ranges are written once. */
import { z } from 'zod';

export interface NumberSetting {
  name: string;
  type: 'number';
  /** Range of valid values, ends included. */
  min: number | undefined;
  max: number | undefined;
  integer: boolean;
}

/** A whole number for rows and columns alike, or one for each. */
export interface PairSetting extends Omit<NumberSetting, 'type'> {
  type: 'pair';
}

/** One of a few values; of a yes-or-no setting `false` and `true`. The first is the default. */
export interface ChoiceSetting {
  name: string;
  type: 'choice';
  values: (string | boolean)[];
}

export type Setting = NumberSetting | PairSetting | ChoiceSetting;

/** What an excluded end of a range is moved inwards by, so that a field can say the least and the most. */
const INSIDE = 1e-9;

const numberSchema = z.object({
  type: z.enum(['number', 'integer']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
});
const booleanSchema = z.object({ type: z.literal('boolean') });
const enumSchema = z.object({ enum: z.array(z.string()).min(1) });
/** The one value or names beside a list with a value for each axis. */
const unionSchema = z.object({ anyOf: z.tuple([z.unknown(), z.object({ type: z.literal('array') })]) });

function settingOf(name: string, property: unknown): Setting | null {
  const number = numberSchema.safeParse(property).data;
  if (number) {
    const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = number;
    return {
      name,
      type: 'number',
      min: minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + INSIDE),
      max: maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - INSIDE),
      integer: type === 'integer',
    };
  }
  if (booleanSchema.safeParse(property).success) return { name, type: 'choice', values: [false, true] };
  const choice = enumSchema.safeParse(property).data;
  if (choice) return { name, type: 'choice', values: choice.enum };
  const union = unionSchema.safeParse(property).data;
  if (!union) return null;
  const one = settingOf(name, union.anyOf[0]);
  return one?.type === 'number' ? { ...one, type: 'pair' } : one;
}

/** The settings of a schema that can be edited in a field, in its order. */
export function fieldsOf(schema: z.ZodType): Setting[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties)
    .map(([name, property]) => settingOf(name, property))
    .filter((setting) => setting !== null);
}
