/** A definition's settings as a table: name, values or range, default; read from its schema. */
import { z } from 'zod';
import type { Group, Words } from './words';

interface Property {
  type?: string;
  enum?: string[];
  const?: unknown;
  anyOf?: Property[];
  oneOf?: Property[];
  items?: Property;
  prefixItems?: Property[];
  properties?: Record<string, Property>;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

/** Settings whose values have a page of their own. */
const PAGES: readonly [RegExp, Group][] = [
  [/nitializer$/, 'initializer'],
  [/(egularizer|onstraint)$/, 'regularizer'],
  [/^activation$/, 'activation'],
];

const number = (value: number) => String(value).replace('-', '−');

function rangeOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Property, words: Words): string {
  const parts: string[] = [];
  if (exclusiveMinimum !== undefined) parts.push(`> ${number(exclusiveMinimum)}`);
  else if (minimum !== undefined && minimum > -1e9) parts.push(`≥ ${number(minimum)}`);
  if (exclusiveMaximum !== undefined) parts.push(`< ${number(exclusiveMaximum)}`);
  else if (maximum !== undefined && maximum < 1e9) parts.push(`≤ ${number(maximum)}`);
  return [type === 'integer' ? words.integer : words.number, ...parts].join(' ');
}

/** What values a property takes, in words. */
function valuesOf(property: Property, words: Words): string {
  if (property.const !== undefined) return `\`${String(property.const)}\``;
  if (property.enum) {
    return property.enum.length > 8
      ? words.oneOfMany(property.enum.length)
      : property.enum.map((v) => `\`${v}\``).join(', ');
  }
  const union = property.anyOf ?? property.oneOf;
  if (union) return [...new Set(union.map((one) => valuesOf(one, words)))].join(words.or);
  if (property.type === 'boolean') return '`true`, `false`';
  if (property.type === 'array') {
    const items = property.prefixItems ?? (property.items ? [property.items] : []);
    return words.listOf([...new Set(items.map((one) => valuesOf(one, words)))].join(', '));
  }
  if (property.type === 'object') {
    return `{ ${Object.entries(property.properties ?? {})
      .map(([name, one]) => `${name}: ${valuesOf(one, words)}`)
      .join('; ')} }`;
  }
  return rangeOf(property, words);
}

/** Markdown lines; none for a definition without settings. */
export function settingsTable(schema: z.ZodType, words: Words): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  const names = Object.keys(properties);
  if (names.length === 0) return [];
  const rows = names.map((name) => {
    const { default: value } = properties[name];
    const standard =
      value === undefined ? (required.includes(name) ? words.required : '—') : `\`${JSON.stringify(value)}\``;
    const group = PAGES.find(([pattern]) => pattern.test(name))?.[1];
    const values = group
      ? `[${words.group(group)}](${group}.md)`
      : valuesOf(properties[name], words).replaceAll('|', '\\|');
    return `| \`${name}\` | ${words.setting(name)} | ${values} | ${standard} |`;
  });
  return [`| ${words.settingHead} | | ${words.valuesHead} | ${words.defaultHead} |`, '|---|---|---|---|', ...rows, ''];
}
