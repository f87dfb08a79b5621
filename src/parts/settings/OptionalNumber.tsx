/** A number that may be left out: a box to tick, and the number once it is. */
import { useVocabulary } from '@/state';
import { NumberField } from '@/ui';
import type { NumberSetting } from './schemaFields';
import classes from './settings.module.css';

interface OptionalNumberProps {
  id: string;
  field: NumberSetting;
  value: number | undefined;
  /** What it is at first. */
  first: number;
  onChange(value: number | undefined): void;
}

export function OptionalNumber({ id, field, value, first, onChange }: OptionalNumberProps) {
  const label = useVocabulary().setting(field.name);
  return (
    <div className={classes.optional}>
      <label className={classes.tick}>
        <input
          id={id}
          type="checkbox"
          checked={value !== undefined}
          onChange={(event) => onChange(event.target.checked ? first : undefined)}
        />
        {label}
      </label>
      {value !== undefined && (
        <NumberField
          id={`${id}-value`}
          label={label}
          hideLabel
          value={value}
          min={field.min}
          max={field.max}
          step="log"
          onChange={onChange}
        />
      )}
    </div>
  );
}
