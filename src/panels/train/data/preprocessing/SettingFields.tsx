/** The settings of the chosen preprocessing, read from its schema. */
import { PREPROCESSINGS, type PreprocessingSpec } from '@/core/preprocessing';
import { SelectField } from '@/parts/settings/SelectField';
import { fieldsOf } from '@/parts/settings/schemaFields';
import { documentStore, useVocabulary } from '@/state';
import { NumberField } from '@/ui';
import { editPreprocessing } from './model';

interface SettingFieldsProps {
  spec: PreprocessingSpec;
  /** With defaults filled in. */
  settings: Record<string, unknown>;
  features: number;
}

export function SettingFields({ spec, settings, features }: SettingFieldsProps) {
  const vocabulary = useVocabulary();
  const set = (name: string, value: unknown) =>
    documentStore.update(editPreprocessing({ ...spec, [name]: value }), { merge: `preprocessing/${name}` });
  return fieldsOf(PREPROCESSINGS[spec.kind].settings).map((field) => {
    const { name } = field;
    if (field.type === 'choice') {
      return (
        <SelectField
          key={name}
          id={`preprocessing-${name}`}
          label={vocabulary.setting(name)}
          value={String(settings[name])}
          options={field.values.map((value) => ({
            value: String(value),
            label: vocabulary.choice(value),
          }))}
          onChange={(value) => set(name, value)}
        />
      );
    }
    // Left out, all directions are kept; and what is low must stay below what is high.
    const value = name === 'components' ? Number(settings.components ?? features) : Number(settings[name]);
    const max = name === 'components' ? features : name === 'low' ? Number(settings.high) - LEAST : field.max;
    const min = name === 'high' ? Number(settings.low) + LEAST : field.min;
    return (
      <NumberField
        key={name}
        id={`preprocessing-${name}`}
        label={vocabulary.setting(name)}
        value={value}
        min={min}
        max={max}
        integer={field.integer}
        step={name === 'epsilon' ? 'log' : name === 'components' ? 1 : 0.5}
        onChange={(next) => set(name, name === 'components' && next === features ? undefined : next)}
      />
    );
  });
}

/** Between the two ends of a range. */
const LEAST = 0.001;
