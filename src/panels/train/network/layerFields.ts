/** What can be changed about a layer: the settings of its own schema, save those that only experts look for. */
import { ACTIVATIONS } from '@/core/activations';
import { LAYERS, layerOf } from '@/core/layers';
import type { LayerSpec } from '@/core/network/spec';
import { GraphError } from '@/core/ops/types';
import { fieldsOf, type Setting } from '../settings/schemaFields';

const HIDDEN: readonly string[] = ['useBias', 'kernelInitializer', 'biasInitializer', 'dilationRate'];

/** More than this would only make training slow. */
const MOST: Readonly<Record<string, number>> = { units: 2048, filters: 512 };

/** Functions of one number, the ones that make sense between layers. */
const BETWEEN_LAYERS = Object.values(ACTIVATIONS)
  .filter((activation) => activation.elementwise)
  .map(({ kind }) => kind);

/** Fields of a kind of layer, in the order of its definition; none for a kind that is not known. */
export function layerFields(kind: string): Setting[] {
  const definition = LAYERS[kind];
  if (!definition) return [];
  return fieldsOf(definition.settings)
    .filter(({ name }) => !HIDDEN.includes(name))
    .map((field) => {
      if (field.name === 'activation') return { ...field, type: 'choice', values: BETWEEN_LAYERS };
      const most = MOST[field.name];
      return field.type === 'choice' || most === undefined ? field : { ...field, max: most };
    });
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
