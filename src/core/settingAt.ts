/** Which setting a schema refused, and what it may be. */
import { z } from 'zod';

/** Name of the outermost setting the first issue is about: one that is unknown, or one out of range. */
export function settingAt({ issues: [issue] }: z.ZodError): string {
  const [outermost] = issue.path;
  return String(outermost ?? (issue.code === 'unrecognized_keys' ? issue.keys[0] : ''));
}

const bounds = z.object({
  type: z.enum(['number', 'integer']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
});

function inside(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? inside(schema.unwrap()) : schema;
}

/**
 * The range of a number among a schema's settings, as mathematics writes it: `0 ≤ beta1 < 1`. Null for what is no number
 * there, or a number without two ends.
 * @param path of the setting, such as an issue's.
 */
export function rangeAt(root: z.core.$ZodType, path: readonly PropertyKey[]): string | null {
  let schema = inside(root);
  for (const key of path) {
    if (schema instanceof z.ZodObject) schema = inside(schema.shape[String(key)]);
    else if (schema instanceof z.ZodArray) schema = inside(schema.element);
    else return null;
  }
  if (!(schema instanceof z.ZodNumber)) return null;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = bounds.parse(z.toJSONSchema(schema));
  const low = exclusiveMinimum === undefined ? `${minimum} ≤` : `${exclusiveMinimum} <`;
  const high = exclusiveMaximum === undefined ? `≤ ${maximum}` : `< ${exclusiveMaximum}`;
  const open = (exclusiveMinimum ?? minimum) === undefined || (exclusiveMaximum ?? maximum) === undefined;
  return open ? null : `${low} ${String(path[path.length - 1])} ${high}`;
}
