/** Initializers, regularizers and constraints as documents hold them. */

/** Kind of what there is none of. */
export const NONE = '';

/** The kind and its settings, of a name alone or of a name with settings. */
export function variantValue(value: unknown): { kind: string } & Record<string, unknown> {
  if (typeof value === 'string') return { kind: value };
  return typeof value === 'object' && value !== null && 'kind' in value
    ? { ...value, kind: String(value.kind) }
    : { kind: NONE };
}
