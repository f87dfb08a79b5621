/** The settings of one layer as fields: the ones that matter at once, the others behind one line. */
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '@/core/network/spec';
import { SelectField } from '@/parts/settings/SelectField';
import type { ChoiceSetting, PairSetting } from '@/parts/settings/schemaFields';
import { useRun } from '@/state';
import { NumberField } from '@/ui';
import { NeedsReset } from '../parts/NeedsReset';
import { editor } from './editor';
import { ListField } from './ListField';
import { asSetting, isSeldom, type LayerField, layerFields, pairValue, settingsOf } from './layerFields';
import classes from './network.module.css';
import { PaddingField } from './PaddingField';
import { useNames } from './useNames';
import { VariantField } from './VariantField';

export function SettingFields({ layer, children }: { layer: LayerSpec; children?: React.ReactNode }) {
  const { t } = useTranslation('train');
  const settings = settingsOf(layer);
  const fields = layerFields(layer.kind);
  const seldom = fields.filter(isSeldom);
  const changed = seldom.some(({ name }) => layer[name] !== undefined);
  const field = (one: LayerField) => (
    <SettingField key={one.name} layer={layer} field={one} value={settings[one.name]} />
  );
  return (
    <>
      {fields.filter((one) => !isSeldom(one)).map(field)}
      <details className={classes.more} open={changed || undefined}>
        <summary id={`more-${layer.id}`}>{t('network.more')}</summary>
        <div className={classes.moreFields}>
          {seldom.map(field)}
          {children}
        </div>
      </details>
    </>
  );
}

const STEPS: Readonly<Record<string, number | 'log'>> = {
  epsilon: 'log',
  rate: 0.05,
  momentum: 0.01,
  stddev: 0.05,
  negativeSlope: 0.05,
};

function SettingField({ layer, field, value }: { layer: LayerSpec; field: LayerField; value: unknown }) {
  const names = useNames();
  const { name } = field;
  const id = `${name}-${layer.id}`;
  const dirty = useRun((state) => state.dirtyLayers.includes(`${layer.id}/${name}`));
  const hint = dirty ? <NeedsReset /> : undefined;
  const label = names.setting(name);
  const given = { id, label, value, hint, onChange: (next: unknown) => editor.change(layer.id, name, next) };
  switch (field.type) {
    case 'choice':
      return <ChoiceField {...given} field={field} />;
    case 'pair':
      return <PairField {...given} field={field} />;
    case 'list':
      return <ListField {...given} open={field.open} />;
    case 'padding':
      return <PaddingField {...given} field={field} />;
    case 'variant':
      return <VariantField {...given} field={field} />;
    case 'number':
      return (
        <NumberField
          {...given}
          value={Number(value)}
          min={field.min}
          max={field.max}
          integer={field.integer}
          step={STEPS[name] ?? 1}
        />
      );
  }
}

export interface FieldProps {
  id: string;
  label: string;
  value: unknown;
  hint: React.ReactNode;
  onChange(next: unknown): void;
}

function ChoiceField({ id, label, field, value, hint, onChange }: FieldProps & { field: ChoiceSetting }) {
  const names = useNames();
  const known = field.values.map(String);
  // What no field can say stays, and is there to be chosen again.
  const own = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const values = known.includes(own) ? known : [...known, own];
  return (
    <SelectField
      id={id}
      label={label}
      value={own}
      options={values.map((choice) => ({
        value: choice,
        label: field.name === 'activation' ? names.activation(choice) : names.choice(choice),
      }))}
      hint={hint}
      onChange={(text) => known.includes(text) && onChange(field.values[known.indexOf(text)])}
    />
  );
}

/** One field for both directions; two where they differ. */
function PairField({ id, label, field, value, hint, onChange }: FieldProps & { field: PairSetting }) {
  const { t } = useTranslation('train');
  const pair = pairValue(value);
  const range = { min: field.min, max: field.max, integer: true };
  if (pair[0] === pair[1]) {
    return <NumberField id={id} label={label} value={pair[0]} {...range} hint={hint} onChange={onChange} />;
  }
  return ([0, 1] as const).map((axis) => (
    <NumberField
      key={axis}
      id={`${id}-${axis}`}
      label={t(axis === 0 ? 'network.rows' : 'network.columns', { setting: label })}
      value={pair[axis]}
      {...range}
      hint={axis === 1 ? hint : undefined}
      onChange={(next) => onChange(asSetting(axis === 0 ? [next, pair[1]] : [pair[0], next]))}
    />
  ));
}
