/**
 * What can be changed about a layer: the settings of its own schema, each as a kind of field. The ones that shape the
 * network come first; those one seldom changes are kept apart.
 */
import { z } from 'zod';
import { INITIALIZERS, standsAlone } from '@/core/initializers';
import { LAYERS, layerOf } from '@/core/layers';
import type { LayerSpec } from '@/core/network/spec';
import { GraphError } from '@/core/ops/types';
import { CONSTRAINTS, REGULARIZERS } from '@/core/regularizers';
import { type ChoiceSetting, fieldsOf, type NumberSetting, type PairSetting } from '@/parts/settings/schemaFields';

/** Whole numbers in a row: a shape, an order of axes. */
export interface ListSetting {
  name: string;
  type: 'list';
  /** Whether one number may be left open (−1). */
  open: boolean;
}

/** One of a few named ways, or numbers of cells on each side: `axes` is 2 for images, 1 for sequences. */
export interface PaddingSetting {
  name: string;
  type: 'padding';
  axes: 1 | 2;
  /** None where it is always numbers. */
  values: string[];
}

/** One of several kinds, each with settings of its own: an initializer, a regularizer, a constraint. */
export interface VariantSetting {
  name: string;
  type: 'variant';
  group: 'initializer' | 'regularizer' | 'constraint';
  /** Whether there may be none. */
  optional: boolean;
  kinds: Readonly<Record<string, UsualNumber[]>>;
  /** Kinds that a name alone does not make, such as given numbers: a document has them, no one can choose them. */
  given: readonly string[];
}

/** A number of one of the kinds, with what it is unless said. */
export type UsualNumber = NumberSetting & { usual: number };

export type LayerField = NumberSetting | PairSetting | ChoiceSetting | ListSetting | PaddingSetting | VariantSetting;

/** Settings that only some look for; the rest is shown at once. */
const SELDOM = /^(useBias|trainBias|dilationRate|center|scale)$|(Initializer|Regularizer|Constraint)$/;
export const isSeldom = ({ name }: LayerField): boolean => SELDOM.test(name);

/** More than this would only make training slow. */
const MOST: Readonly<Record<string, number>> = { units: 2048, filters: 512 };

const isNumber = (field: { type: string }): field is NumberSetting => field.type === 'number';
const isSimple = (field: { type: string }): field is NumberSetting | PairSetting | ChoiceSetting =>
  ['number', 'pair', 'choice'].includes(field.type);

const defaultSchema = z.object({ default: z.number() });

function numbersOf(schema: z.ZodType): UsualNumber[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return fieldsOf(schema)
    .filter(isNumber)
    .map((field) => ({ ...field, usual: defaultSchema.safeParse(properties[field.name]).data?.default ?? 0 }));
}

/** Kinds of initializers, regularizers and constraints, with the numbers that set them. */
const VARIANTS: Readonly<Record<VariantSetting['group'], Readonly<Record<string, z.ZodType>>>> = {
  initializer: Object.fromEntries(Object.entries(INITIALIZERS).map(([kind, { settings }]) => [kind, settings])),
  regularizer: REGULARIZERS,
  constraint: CONSTRAINTS,
};

function variantOf(name: string): VariantSetting | null {
  const group = (['initializer', 'regularizer', 'constraint'] as const).find((one) => name.toLowerCase().endsWith(one));
  if (!group) return null;
  const kinds = Object.fromEntries(Object.entries(VARIANTS[group]).map(([kind, schema]) => [kind, numbersOf(schema)]));
  const given = group === 'initializer' ? Object.keys(kinds).filter((kind) => !standsAlone(kind)) : [];
  return { name, type: 'variant', group, optional: group !== 'initializer', kinds, given };
}

const arraySchema = z.object({ type: z.literal('array'), items: z.looseObject({}) });
const enumSchema = z.object({ enum: z.array(z.string()) });
const wholeSchema = z.object({ type: z.literal('integer'), minimum: z.number(), maximum: z.number() });
const unionSchema = z.object({ anyOf: z.array(z.unknown()).min(2) });
const tupleSchema = z.object({ type: z.literal('array'), prefixItems: z.array(z.unknown()).min(1) });
const MINUS_ONE = z.object({ const: z.literal(-1) });

/** The field of a setting with this JSON schema; null where numbers, pairs and choices say it all. */
function specialField(name: string, property: unknown): LayerField | null {
  const variant = variantOf(name);
  if (variant) return variant;
  const list = arraySchema.safeParse(property).data;
  if (list) return { name, type: 'list', open: unionSchema.safeParse(list.items).success };
  const choices = unionSchema.safeParse(property).data?.anyOf ?? [];
  const named = enumSchema.safeParse(choices[0]).data?.enum;
  if (name === 'padding') {
    const tuple = tupleSchema.safeParse(choices[choices.length - 1]).data;
    return tuple ? { name, type: 'padding', axes: tuple.prefixItems.length === 1 ? 1 : 2, values: named ?? [] } : null;
  }
  if (choices.some((choice) => arraySchema.safeParse(choice).success)) return { name, type: 'list', open: false };
  // One number with a meaning of its own beside the range.
  const whole = MINUS_ONE.safeParse(choices[0]).success ? wholeSchema.safeParse(choices[1]).data : undefined;
  return whole ? { name, type: 'number', integer: true, min: -1, max: whole.maximum } : null;
}

const known = new Map<string, LayerField[]>();

/** Fields of a kind of layer, in the order of its definition; none for a kind that is not known. */
export function layerFields(kind: string): LayerField[] {
  const definition = LAYERS[kind];
  if (!definition) return [];
  const before = known.get(kind);
  if (before) return before;
  const { properties = {} } = z.toJSONSchema(definition.settings, { io: 'input' });
  const simple = new Map(
    fieldsOf(definition.settings)
      .filter(isSimple)
      .map((field) => [field.name, field]),
  );
  const fields = Object.entries(properties).flatMap(([name, property]): LayerField[] => {
    const field = specialField(name, property) ?? simple.get(name);
    if (!field) return [];
    const most = MOST[name];
    return [most !== undefined && isNumber(field) ? { ...field, max: most } : field];
  });
  known.set(kind, fields);
  return fields;
}

/** Settings of a layer with defaults filled in, as far as they are valid. */
export function settingsOf(spec: LayerSpec): Record<string, unknown> {
  try {
    return withStrides(layerOf(spec).settings);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return withStrides(spec);
  }
}

/** The stride of a pool that says none is its size. */
function withStrides(settings: Record<string, unknown>): Record<string, unknown> {
  return 'poolSize' in settings ? { ...settings, strides: settings.strides ?? settings.poolSize } : settings;
}

/** A size for rows and columns; equal ones become one number. */
export function pairText(value: unknown): string | null {
  const [rows, columns] = pairValue(value);
  return Number.isFinite(rows) && Number.isFinite(columns) ? `${rows}×${columns}` : null;
}

export function pairValue(value: unknown): [number, number] {
  const [rows, columns] = Array.isArray(value) ? value : [value, value];
  return [Number(rows ?? Number.NaN), Number(columns ?? Number.NaN)];
}

/** The shortest way to write a pair: one number where both are the same. */
export const asSetting = ([rows, columns]: [number, number]) => (rows === columns ? rows : [rows, columns]);

/** What a mended layer has that the other has not: setting and value, undefined where it goes back to its default. */
export function differences(before: LayerSpec, after: LayerSpec): { setting: string; value: unknown }[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const effective = settingsOf(after);
  return [...names]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((setting) => ({ setting, value: effective[setting] }));
}
