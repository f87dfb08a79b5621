/** Words for what is wrong with a network and for what mends it, in the language of the page. */
import { useTranslation } from 'react-i18next';
import { INPUT, readsOf } from '@/core/network/edits';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';
import type { Problem } from '@/core/network/validate';
import { writeNumber } from '@/ui';
import { shapeText } from '../parts/format';
import { differences, layerFields, pairText, settingsOf } from './layerFields';
import { useNames } from './useNames';
import { variantValue } from './variants';

const SHAPES = new Set(['shape', 'a', 'b', 'from', 'to']);

/** [28, 28, 1] as 28×28×1. */
const timesText = (shape: string | number): string =>
  String(shape).replace(/^\[(.*)\]$/, (_, numbers: string) => numbers.split(', ').join('×') || '1');

const layerIn = ({ layers }: NetworkSpec, id: string | null) => layers.find((layer) => layer.id === id);

export function useProblemWords() {
  const { t, i18n } = useTranslation('train');
  const names = useNames();
  /** The name of a setting within a sentence. */
  const settingName = (name: string) => names.setting(name).toLocaleLowerCase(i18n.language);
  const inputName = (id: string) => (id === INPUT ? t('network.input') : id);

  /** A value as its field shows it. */
  const valueText = (setting: string, value: unknown): string => {
    if (Array.isArray(value)) {
      if (setting === 'targetShape') return shapeText(value);
      return (value.length === 2 && pairText(value)) || JSON.stringify(value);
    }
    if (typeof value === 'number') return writeNumber(value);
    if (typeof value === 'object') return variantValue(value).kind || JSON.stringify(value);
    if (setting === 'activation') return names.activation(String(value));
    if (setting.endsWith('Initializer')) return names.variant('initializer', String(value));
    return names.choice(String(value));
  };

  /** A setting out of its range: how far it may go, where there is a number to say. */
  function settingProblem(network: NetworkSpec, id: string | null, setting: string): string {
    const layer = layerIn(network, id);
    const value = layer && settingsOf(layer)[setting];
    const fields = layer ? layerFields(layer.kind) : [];
    const field = fields.find(({ name }) => name === setting);
    if (!field && fields.length > 0) return t('problem.layerSettingUnknown', { layer: id, setting });
    const what = { layer: id, setting: settingName(setting), value: valueText(setting, value) };
    if (value === undefined) return t('problem.layerSettingMissing', what);
    if (field?.type !== 'number' && field?.type !== 'pair') return t('problem.layerSetting', what);
    const numbers = [value].flat().map(Number);
    const { min, max } = field;
    if (min !== undefined && numbers.some((number) => number < min)) {
      return t('problem.layerSettingLeast', { ...what, least: writeNumber(min) });
    }
    if (max !== undefined && numbers.some((number) => number > max)) {
      return t('problem.layerSettingMost', { ...what, most: writeNumber(max) });
    }
    return t('problem.layerSetting', what);
  }

  const worded = (code: string, params: Record<string, string | number>): string =>
    t(`problem.${code}` as 'problem.other', { defaultValue: t('problem.other', params), ...params });

  /** Parameters as people read them: names of kinds, of inputs, of the loss; shapes as the rows have them. */
  const readableParams = (params: Problem['params'], kind: string | undefined): Record<string, string | number> => ({
    ...Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, SHAPES.has(name) ? timesText(value) : value]),
    ),
    ...(kind !== undefined && { layerKind: names.layer(kind) }),
    ...(params.input !== undefined && { input: inputName(String(params.input)) }),
    ...(params.initializer !== undefined && { initializer: names.variant('initializer', String(params.initializer)) }),
    ...(typeof params.setting === 'string' && { setting: settingName(params.setting.split('.')[0]) }),
    ...(params.activation !== undefined && { activation: names.activation(String(params.activation)) }),
    ...(params.loss !== undefined && { loss: names.loss(String(params.loss)) }),
  });

  /** What a layer of a fixed network is: its kind, and the shape or width that matters. */
  const layerText = (layer: LayerSpec): string => {
    const { kind, units, activation, targetShape, filters } = layer;
    const detail = [
      Array.isArray(targetShape) ? shapeText(targetShape) : null,
      [units, filters].find((n) => n !== undefined),
      kind === 'activation' ? names.activation(String(activation)) : null,
    ].filter((part) => part !== null && part !== undefined);
    return [names.layer(kind), ...detail].join(' ');
  };

  return {
    problem({ code, layer, setting, params }: Problem, network: NetworkSpec): string {
      if (code === 'layerSetting' && setting !== null) {
        // Settings that are not known at all come together.
        return settingProblem(network, layer, setting.includes(', ') ? setting : setting.split('.')[0]);
      }
      const classes = code === 'outputShape' && params.classes === 1;
      return worded(classes ? 'outputShapeClasses' : code, readableParams(params, layerIn(network, layer)?.kind));
    },

    /** Why a kind of layer cannot follow somewhere. */
    offer({ code, params }: { code: string; params: Problem['params'] }, kind: string): string {
      const key = `why.${code}` as 'why.other';
      const what = readableParams(params, kind);
      return t(key, { defaultValue: t('why.other', what), ...what });
    },

    /** What the fix does. */
    fix(network: NetworkSpec, fix: NetworkSpec): string {
      const has = ({ layers }: NetworkSpec, id: string) => layers.some((layer) => layer.id === id);
      const gone = network.layers.filter(({ id }) => !has(fix, id));
      const added = fix.layers.filter(({ id }) => !has(network, id));
      if (gone.length === 1 && added.length === 0) return t('network.fixRemove', { layer: gone[0].id });
      if (added.length > 0 && fix.layers.length === network.layers.length) {
        return t('network.fixRename', { name: added[0].id });
      }
      if (added.length > 0 && gone.length === 0) {
        const place = fix.layers.findIndex(({ id }) => id === added[added.length - 1].id) + 1;
        const next = fix.layers[place];
        const layers = added.map(layerText).join(' → ');
        return next ? t('network.fixPut', { layers, layer: next.id }) : t('network.fixAppend', { layers });
      }
      if (JSON.stringify(network.loss) !== JSON.stringify(fix.loss)) {
        return t('network.fixLoss', { loss: names.loss(fix.loss.kind) });
      }
      const changed = network.layers.filter(
        (layer) => JSON.stringify(layer) !== JSON.stringify(layerIn(fix, layer.id)),
      );
      if (changed.length === 0) return t('network.fixMove');
      if (changed.length > 1) return t('network.fix');
      const [before] = changed;
      const after = layerIn(fix, before.id)!;
      const changes = differences(before, after);
      if (changes.every(({ setting }) => setting === 'inputs')) {
        const reads = readsOf(fix, fix.layers.indexOf(after)).map(inputName).join(t('network.and'));
        return t('network.fixReads', { layer: before.id, reads });
      }
      if (changes.length !== 1) return t('network.fix');
      const [{ setting, value }] = changes;
      if (value === undefined) return t('network.fixWithout', { setting: settingName(setting) });
      return t('network.fixSetting', { setting: settingName(setting), value: valueText(setting, value) });
    },
  };
}
