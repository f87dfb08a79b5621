/** One setting of a definition as a field, and all of them in one line. */
import type { ReactNode } from 'react';
import { useVocabulary } from '@/state';
import { NumberField, writeNumber } from '@/ui';
import { SelectField } from '../parts/SelectField';
import type { Setting } from './schemaFields';

interface SchemaFieldProps {
  /** Its parts are called `<group>-<name>`. */
  group: string;
  field: Setting;
  value: unknown;
  hint?: ReactNode;
  onChange(value: unknown): void;
}

/** Numbers so small or of so many sizes that arrows should walk 1, 2, 5, 10, … */
const BY_SIZE = /epsilon|decayRate|LearningRate|minDelta|Steps$|stepSize|[dD]ivisor/;
/** An arrow from 0 has to lead somewhere. */
const stepOf = ({ name, type }: Setting, value: unknown): number | 'log' => {
  if (type === 'number' && BY_SIZE.test(name) && Number(value) > 0) return 'log';
  return type === 'number' && BY_SIZE.test(name) ? 1e-4 : 0.01;
};

export function SchemaField({ group, field, value, hint, onChange }: SchemaFieldProps) {
  const vocabulary = useVocabulary();
  const { name } = field;
  const id = `${group}-${name}`;
  if (field.type === 'choice') {
    return (
      <SelectField
        id={id}
        label={vocabulary.setting(name)}
        value={String(value)}
        options={field.values.map((choice) => ({ value: String(choice), label: vocabulary.choice(choice) }))}
        hint={hint}
        onChange={(text) => onChange(field.values.find((choice) => String(choice) === text))}
      />
    );
  }
  return (
    <NumberField
      id={id}
      label={vocabulary.setting(name)}
      value={Number(value)}
      min={field.min}
      max={field.max}
      integer={field.integer}
      step={field.integer && stepOf(field, value) !== 'log' ? 1 : stepOf(field, value)}
      hint={hint}
      onChange={onChange}
    />
  );
}

/** Every number, and the choices that differ from the first. */
export function SettingsLine({ fields, values }: { fields: readonly Setting[]; values: Record<string, unknown> }) {
  const vocabulary = useVocabulary();
  const shown = fields.filter((field) => {
    const value = values[field.name];
    return value !== undefined && (field.type !== 'choice' || value !== field.values[0]);
  });
  return shown.map((field, index) => {
    const { name, type } = field;
    const value = values[name];
    return (
      <span key={name}>
        {index > 0 && ' · '}
        {type === 'choice' && typeof value === 'string' ? vocabulary.choice(value) : vocabulary.setting(name)}
        {type !== 'choice' && (
          <>
            {' '}
            <span className="num">{writeNumber(Number(value))}</span>
          </>
        )}
      </span>
    );
  });
}
