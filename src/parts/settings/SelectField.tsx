/** A choice from a list, in a row like a number field: the browser's own list, which works with keys and on phones. */
import { type ReactNode, useId } from 'react';
import classes from './SelectField.module.css';

export interface SelectOption {
  value: string;
  label: string;
  /** Options of one group follow one another under its name. */
  group?: string;
  disabled?: boolean;
}

interface SelectFieldProps {
  label: string;
  value: string;
  options: readonly SelectOption[];
  onChange(value: string): void;
  /** One short remark below the field. */
  hint?: ReactNode;
  id?: string;
  /** For long names: as wide as what is chosen, on a line of its own where there is no room beside the label. */
  long?: boolean;
}

export function SelectField({ label, value, options, onChange, hint, id, long = false }: SelectFieldProps) {
  const own = useId();
  const field = id ?? own;
  const groups = [...new Set(options.map(({ group }) => group))];
  return (
    <div className="ui-field">
      <div className={`ui-field-row ${long ? classes.long : ''}`}>
        <label htmlFor={field} className={`ui-field-label ${classes.label}`}>
          {label}
        </label>
        <select
          id={field}
          className={classes.select}
          value={value}
          aria-describedby={hint ? `${field}-note` : undefined}
          onChange={(event) => onChange(event.target.value)}
        >
          {groups.map((group) => {
            const members = options
              .filter((option) => option.group === group)
              .map((option) => (
                <option key={option.value} value={option.value} disabled={option.disabled}>
                  {option.label}
                </option>
              ));
            return group === undefined ? (
              members
            ) : (
              <optgroup key={group} label={group}>
                {members}
              </optgroup>
            );
          })}
        </select>
      </div>
      <div id={`${field}-note`} className="ui-field-hint" aria-live="polite">
        {hint}
      </div>
    </div>
  );
}
