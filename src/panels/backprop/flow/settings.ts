/** The numbers that an initializer can be given, asked of its own schema. */
import { z } from 'zod';
import { INITIALIZERS } from '@/core/initializers';

export interface InitializerSetting {
  name: string;
  first: number;
  min: number;
  max: number;
}

/** Kinds that draw their numbers; given ones have none to choose. */
export const DRAWING: readonly string[] = Object.keys(INITIALIZERS).filter((kind) => INITIALIZERS[kind].distribution);

const numberSchema = z.object({
  type: z.literal('number'),
  minimum: z.number(),
  maximum: z.number(),
  default: z.number(),
});

export function initializerSettings(kind: string): InitializerSetting[] {
  const { properties = {} } = z.toJSONSchema(INITIALIZERS[kind].settings, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([name, property]) => {
    const number = numberSchema.safeParse(property).data;
    return number ? [{ name, first: number.default, min: number.minimum, max: number.maximum }] : [];
  });
}
