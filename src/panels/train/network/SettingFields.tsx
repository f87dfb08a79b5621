/** The settings of one layer as fields: numbers, choices, and sizes that are one number or one for each direction. */
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '@/core/network/spec';
import { documentStore, useRun } from '@/state';
import { NumberField } from '@/ui';
import { NeedsReset } from '../parts/NeedsReset';
import { SelectField } from '../parts/SelectField';
import { editLayer } from '../settings/edits';
import type { PairSetting, Setting } from '../settings/schemaFields';
import { asSetting, layerFields, pairValue, settingsOf } from './layerFields';
import classes from './network.module.css';
import { useNames } from './useNames';

export function SettingFields({ layer }: { layer: LayerSpec }) {
  const settings = settingsOf(layer);
  return (
    <div className={classes.fields}>
      {layerFields(layer.kind).map((field) => (
        <SettingField key={field.name} layer={layer} field={field} value={settings[field.name]} />
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<string, number | 'log'>> = { epsilon: 'log', rate: 0.05, momentum: 0.01 };

function SettingField({ layer, field, value }: { layer: LayerSpec; field: Setting; value: unknown }) {
  const names = useNames();
  const { name } = field;
  const id = `${name}-${layer.id}`;
  const dirty = useRun((state) => state.dirtyLayers.includes(`${layer.id}/${name}`));
  const hint = dirty ? <NeedsReset /> : undefined;
  const label = names.setting(name);
  const change = (next: unknown) => documentStore.update(editLayer(layer.id, { [name]: next }), { merge: id });
  if (field.type === 'choice') {
    const known = field.values.map(String);
    // What no field can say (a number of rows and columns to pad) stays, and is there to be chosen again.
    const own = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const values = known.includes(own) ? known : [...known, own];
    return (
      <SelectField
        id={id}
        label={label}
        value={own}
        options={values.map((choice) => ({
          value: choice,
          label: name === 'activation' ? names.activation(choice) : names.choice(choice),
        }))}
        hint={hint}
        onChange={(text) => known.includes(text) && change(field.values[known.indexOf(text)])}
      />
    );
  }
  if (field.type === 'pair') return <PairField id={id} field={field} value={value} hint={hint} onChange={change} />;
  return (
    <NumberField
      id={id}
      label={label}
      value={Number(value)}
      min={field.min}
      max={field.max}
      integer={field.integer}
      step={STEPS[name] ?? 1}
      hint={hint}
      onChange={change}
    />
  );
}

interface PairFieldProps {
  id: string;
  field: PairSetting;
  value: unknown;
  hint: React.ReactNode;
  onChange(next: unknown): void;
}

/** One field for both directions; two where they differ. */
function PairField({ id, field, value, hint, onChange }: PairFieldProps) {
  const { t } = useTranslation('train');
  const names = useNames();
  const pair = pairValue(value);
  const range = { min: field.min, max: field.max, integer: true };
  const name = names.setting(field.name);
  if (pair[0] === pair[1]) {
    return <NumberField id={id} label={name} value={pair[0]} {...range} hint={hint} onChange={onChange} />;
  }
  return ([0, 1] as const).map((axis) => (
    <NumberField
      key={axis}
      id={`${id}-${axis}`}
      label={t(axis === 0 ? 'network.rows' : 'network.columns', { setting: name })}
      value={pair[axis]}
      {...range}
      hint={axis === 1 ? hint : undefined}
      onChange={(next) => onChange(asSetting(axis === 0 ? [next, pair[1]] : [pair[0], next]))}
    />
  ));
}
