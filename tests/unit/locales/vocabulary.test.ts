/** Everything the registries hold has a name and a sentence about it in both languages, and so have settings and choices. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ACTIVATIONS } from '@/core/activations';
import { INITIALIZERS } from '@/core/initializers';
import { LAYERS } from '@/core/layers';
import { LOSSES } from '@/core/losses';
import { OPTIMIZERS } from '@/core/optimizers';
import { commonSchema } from '@/core/optimizers/settings';
import { PREPROCESSINGS } from '@/core/preprocessing';
import { CONSTRAINTS, REGULARIZERS } from '@/core/regularizers';
import { SCHEDULES } from '@/core/schedules';
import { reduceOnPlateauSettings } from '@/core/schedules/reduceOnPlateau';
import en from '@/locales/en/vocabulary.json';
import zh from '@/locales/zh-CN/vocabulary.json';
import { earlyStoppingSchema } from '@/state/document';

type Words = Record<string, Record<string, string>>;
const CATALOGUES = { en, 'zh-CN': zh } as unknown as Record<string, Words & { about: Words }>;

const schemasOf = (registry: Readonly<Record<string, { settings?: unknown }>>) =>
  Object.entries(registry).map(([kind, { settings }]): [string, z.ZodType | null] => [
    kind,
    settings instanceof z.ZodType ? settings : null,
  ]);

/** Kinds of each group with the schema of their settings. */
const GROUPS: Record<string, [string, z.ZodType | null][]> = {
  layer: schemasOf(LAYERS),
  activation: Object.keys(ACTIVATIONS).map((kind) => [kind, null]),
  loss: schemasOf(LOSSES),
  optimizer: schemasOf(OPTIMIZERS),
  schedule: [...schemasOf(SCHEDULES), ['reduceOnPlateau', reduceOnPlateauSettings]],
  initializer: schemasOf(INITIALIZERS),
  regularizer: Object.entries({ ...REGULARIZERS, ...CONSTRAINTS }),
  preprocessing: schemasOf(PREPROCESSINGS),
};

/** Settings whose choices are kinds of another group. */
const KINDS = /^(activation|.*Initializer|.*Regularizer|.*Constraint)$/;

const enumSchema = z.object({ enum: z.array(z.string()) });
const unionSchema = z.object({ anyOf: z.array(z.unknown()) });

/** Names that a setting can take, of enumerations and of unions with one among them. */
function choicesOf(property: unknown): string[] {
  const own = enumSchema.safeParse(property).data?.enum ?? [];
  const inner = unionSchema.safeParse(property).data?.anyOf ?? [];
  return [...own, ...inner.flatMap(choicesOf)];
}

const SETTINGS = [
  ...Object.entries(GROUPS).flatMap(([group, kinds]) =>
    kinds.map(([kind, schema]) => ({ from: `${group} ${kind}`, schema })),
  ),
  { from: 'every optimizer', schema: commonSchema },
  { from: 'early stopping', schema: earlyStoppingSchema },
].flatMap(({ from, schema }) => {
  if (schema === null) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties)
    .filter(([name]) => name !== 'kind')
    .map(([name, property]) => ({ from, name, choices: KINDS.test(name) ? [] : choicesOf(property) }));
});

describe.each(Object.entries(CATALOGUES))('words of the vocabulary, %s', (language, words) => {
  const file = `src/locales/${language}/vocabulary.json`;

  it.each(Object.keys(GROUPS))('every %s has a name and is explained', (group) => {
    const missing = GROUPS[group].flatMap(([kind]) => [
      ...(words[group]?.[kind] ? [] : [`${group}.${kind}`]),
      ...(words.about[group]?.[kind] ? [] : [`about.${group}.${kind}`]),
    ]);
    expect(missing, `${file} lacks these keys`).toEqual([]);
  });

  it('every setting has a name', () => {
    const missing = SETTINGS.filter(({ name }) => !words.setting[name]).map(
      ({ from, name }) => `setting.${name} (of ${from})`,
    );
    expect(missing, `${file} lacks these keys`).toEqual([]);
  });

  it('everything a setting can be has a name', () => {
    const missing = SETTINGS.flatMap(({ from, name, choices }) =>
      choices.filter((choice) => !words.choice[choice]).map((choice) => `choice.${choice} (${name} of ${from})`),
    );
    expect(missing, `${file} lacks these keys`).toEqual([]);
    expect(SETTINGS.flatMap(({ choices }) => choices)).toContain('causal');
  });
});

describe('sentences about the vocabulary', () => {
  it('name no kind that is not there', () => {
    for (const words of Object.values(CATALOGUES)) {
      for (const [group, kinds] of Object.entries(GROUPS)) {
        // One-hot is what targets of classes always go through.
        const known = [...kinds.map(([kind]) => kind), ...(group === 'preprocessing' ? ['oneHot'] : [])].sort();
        expect(Object.keys(words[group]).sort()).toEqual(known);
        expect(Object.keys(words.about[group]).sort()).toEqual(known);
      }
    }
  });
});
