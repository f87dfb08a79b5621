/**
 * A number to type. What is typed counts on Enter or on leaving the field; arrow keys step (with Shift further). Text
 * that is not a valid number changes nothing: the last valid value comes back, with the reason below it.
 */
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NumberProblem, type NumberRule, readNumber, stepNumber, writeNumber } from './number';

export interface NumberFieldProps extends NumberRule {
  label: string;
  value: number;
  onChange(value: number): void;
  /** One short remark below the field. */
  hint?: ReactNode;
  /** Unit behind the field. */
  suffix?: ReactNode;
  hideLabel?: boolean;
  disabled?: boolean;
  id?: string;
  className?: string;
}

/** The round number that a limit lies a hair beside: an end that is itself excluded. Null for limits that are included. */
function excludedEnd(limit: number): number | null {
  const round = Number(limit.toPrecision(6));
  const apart = Math.abs(limit - round);
  if (limit !== 0 && Math.abs(limit) < 1e-8) return 0;
  return apart > 0 && apart < 1e-8 ? round : null;
}

export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, hint, suffix, hideLabel, disabled, id, className } = props;
  const { t } = useTranslation('ui');
  const ownId = useId();
  const inputId = id ?? ownId;
  /** What is being typed, or null while the value itself is shown. */
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ text: string; problem: NumberProblem } | null>(null);
  const shown = writeNumber(value, props);

  const reasonFor = (problem: NumberProblem): string => {
    const limit = problem === 'tooSmall' ? props.min : problem === 'tooLarge' ? props.max : undefined;
    const round = limit === undefined ? null : excludedEnd(limit);
    const words = {
      text: refused?.text.trim().slice(0, 24) ?? '',
      min: writeNumber(round ?? props.min ?? 0, props),
      max: writeNumber(round ?? props.max ?? 0, props),
      kept: shown,
    };
    if (round !== null) return t(problem === 'tooSmall' ? 'number.notAbove' : 'number.notBelow', words);
    return t(`number.${problem}`, words);
  };
  const accept = (next: number) => {
    setDraft(null);
    setRefused(null);
    if (next !== value) onChange(next);
  };
  const commit = () => {
    if (draft === null) return;
    const read = readNumber(draft, props);
    if ('value' in read) return accept(read.value);
    setRefused({ text: draft, problem: read.problem });
    setDraft(null);
  };
  const step = (direction: 1 | -1, large: boolean) => {
    const read = draft === null ? { value } : readNumber(draft, props);
    accept(stepNumber('value' in read ? read.value : value, direction, props, large));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      // After a refusal the kept value stands there: Enter takes it.
      if (draft === null) setRefused(null);
      else commit();
    } else if (event.key === 'Escape') {
      setDraft(null);
      setRefused(null);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      step(event.key === 'ArrowUp' ? 1 : -1, event.shiftKey);
    }
  };

  const reason = refused ? reasonFor(refused.problem) : null;
  return (
    <div className={`ui-field ${className ?? ''}`}>
      <div className="ui-field-row">
        <label htmlFor={inputId} className={hideLabel ? 'ui-hidden' : 'ui-field-label'}>
          {label}
        </label>
        <span className="ui-field-box">
          <input
            id={inputId}
            className="ui-field-input num"
            type="text"
            inputMode={props.integer ? 'numeric' : 'decimal'}
            autoComplete="off"
            spellCheck={false}
            disabled={disabled}
            value={draft ?? shown}
            aria-invalid={reason !== null}
            aria-describedby={reason || hint ? `${inputId}-note` : undefined}
            onChange={(event) => setDraft(event.target.value)}
            onFocus={(event) => event.target.select()}
            onBlur={commit}
            onKeyDown={onKeyDown}
          />
          {suffix !== undefined && <span className="ui-field-suffix">{suffix}</span>}
        </span>
      </div>
      <div id={`${inputId}-note`} className={reason ? 'ui-field-reason' : 'ui-field-hint'} aria-live="polite">
        {reason ?? hint}
      </div>
    </div>
  );
}
