/** The settings of an optimizer as fields, read from its own schema: names, defaults and ranges are written once. */
import { z } from 'zod';
import { OPTIMIZERS } from '@/core/optimizers';

export interface NumberSetting {
  name: string;
  type: 'number';
  /** Range of valid values, ends included. */
  min: number | undefined;
  max: number | undefined;
  integer: boolean;
}

/** One of a few values; of a yes-or-no setting `false` and `true`. The first is the default. */
export interface ChoiceSetting {
  name: string;
  type: 'choice';
  values: (string | boolean)[];
}

export type Setting = NumberSetting | ChoiceSetting;

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
  return choice ? { name, type: 'choice', values: choice.enum } : null;
}

/** Settings of an optimizer besides the learning rate, in the order of its definition. */
export function optimizerFields(kind: string): Setting[] {
  const { properties = {} } = z.toJSONSchema(OPTIMIZERS[kind].settings, { io: 'input' });
  return Object.entries(properties)
    .filter(([name]) => name !== 'learningRate')
    .map(([name, property]) => settingOf(name, property))
    .filter((setting) => setting !== null);
}

/** Kinds of optimizers there are, in the order they are registered. */
export const OPTIMIZER_KINDS = Object.keys(OPTIMIZERS);
