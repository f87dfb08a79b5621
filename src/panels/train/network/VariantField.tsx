/** One of several kinds, each with numbers of its own: an initializer, a regularizer, a constraint. */

import { SelectField } from '@/parts/settings/SelectField';
import { NumberField } from '@/ui';
import type { VariantSetting } from './layerFields';
import classes from './network.module.css';
import type { FieldProps } from './SettingFields';
import { useNames } from './useNames';
import { NONE, variantValue } from './variants';

export function VariantField({ id, label, field, value, hint, onChange }: FieldProps & { field: VariantSetting }) {
  const names = useNames();
  const { group, optional, kinds, given } = field;
  const { kind, ...settings } = variantValue(value);
  const choose = (next: string) => {
    if (next === NONE) return onChange(undefined);
    // An initializer without settings of its own is just its name.
    onChange(group === 'initializer' ? next : { kind: next });
  };
  const numbers = kinds[kind] ?? [];
  return (
    <>
      <SelectField
        id={id}
        label={label}
        value={kind}
        options={[
          ...(optional ? [{ value: NONE, label: names.choice('none') }] : []),
          ...Object.keys(kinds)
            .filter((one) => one === kind || !given.includes(one))
            .map((one) => ({ value: one, label: names.variant(group, one) })),
        ]}
        hint={hint}
        onChange={choose}
      />
      {numbers.length > 0 && (
        <div className={classes.sub}>
          {numbers.map(({ name, min, max, integer, usual }) => (
            <NumberField
              key={name}
              id={`${id}-${name}`}
              label={names.setting(name)}
              value={Number(settings[name] ?? usual)}
              min={min}
              max={max}
              integer={integer}
              step={0.01}
              onChange={(next) => onChange({ kind, ...settings, [name]: next })}
            />
          ))}
        </div>
      )}
    </>
  );
}
