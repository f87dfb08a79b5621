/** One setting of a definition as a field, and all of them in one line. */
import type { ReactNode } from 'react';
import { useVocabulary } from '@/state';
import { NumberField, writeNumber } from '@/ui';
import { SelectField } from './SelectField';
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

/** Fields that the line says. */
export function lineOf(fields: readonly Setting[], values: Record<string, unknown>, defaults: Record<string, unknown>) {
  return fields.filter(
    ({ name, type }) => values[name] !== undefined && (type !== 'choice' || values[name] !== defaults[name]),
  );
}

interface SettingsLineProps {
  fields: readonly Setting[];
  values: Record<string, unknown>;
  defaults: Record<string, unknown>;
}

/** Every number, and the choices that are not the usual ones. */
export function SettingsLine({ fields, values, defaults }: SettingsLineProps) {
  const vocabulary = useVocabulary();
  const shown = lineOf(fields, values, defaults);
  return shown.map((field, index) => {
    const { name, type } = field;
    const value = values[name];
    // A choice by a word of its own needs no name before it.
    const named = type !== 'choice' || typeof value === 'boolean';
    return (
      <span key={name}>
        {index > 0 && ' · '}
        {named && vocabulary.setting(name)}
        {named && value !== true && ' '}
        {type !== 'choice' && <span className="num">{writeNumber(Number(value))}</span>}
        {type === 'choice' && value !== true && vocabulary.choice(value as string | boolean)}
      </span>
    );
  });
}
