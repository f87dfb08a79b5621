/** A choice from a list, in a row like a number field: the browser's own list, which works with keys and on phones. */
import { type ReactNode, useId } from 'react';
import classes from './SelectField.module.css';

interface SelectFieldProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
  /** One short remark below the field. */
  hint?: ReactNode;
  id?: string;
}

export function SelectField({ label, value, options, onChange, hint, id }: SelectFieldProps) {
  const own = useId();
  const field = id ?? own;
  return (
    <div className="ui-field">
      <div className="ui-field-row">
        <label htmlFor={field} className="ui-field-label">
          {label}
        </label>
        <select
          id={field}
          className={classes.select}
          value={value}
          aria-describedby={hint ? `${field}-note` : undefined}
          onChange={(event) => onChange(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
      <div id={`${field}-note`} className="ui-field-hint" aria-live="polite">
        {hint}
      </div>
    </div>
  );
}
