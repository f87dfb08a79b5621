/** A line to type a function in, in the text form of core/expr. What is wrong is marked in the text and said below it. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './expression.module.css';

/** What is wrong with a text. Worded as `expression:fault.<code>`. */
export interface ExpressionFault {
  code: string;
  /** Place in the text, in UTF-16 units. */
  position: number;
  length: number;
  params: Readonly<Record<string, string | number>>;
}

/** What can be written, besides signs and numbers. */
export const WRITTEN = 'sqrt exp log sin cos tanh erf abs sign floor min(a, b) max(a, b) where(c, a, b) pi';

interface ExpressionFieldProps {
  id: string;
  label: string;
  hideLabel?: boolean;
  value: string;
  /** Null while the text is a function. */
  fault: ExpressionFault | null;
  /** Names that may stand in it, for a fault that says so. */
  known?: string;
  onChange(value: string): void;
}

/** So much of the text is shown before and after the fault. */
const [BEFORE, MARKED, AFTER] = [60, 40, 90];

export function ExpressionField({ id, label, hideLabel, value, fault, known = '', onChange }: ExpressionFieldProps) {
  const noteId = useId();
  return (
    <>
      <label htmlFor={id} className={hideLabel ? 'ui-hidden' : classes.label}>
        {label}
      </label>
      <input
        id={id}
        className={classes.input}
        type="text"
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={fault !== null}
        aria-describedby={fault ? noteId : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={noteId} aria-live="polite">
        {fault && <FaultNote text={value} fault={fault} known={known} />}
      </div>
    </>
  );
}

const LONGEST = 24;

/** A name or a number of hundreds of characters is recognized by its beginning. */
const shortened = (params: ExpressionFault['params']): ExpressionFault['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value,
    ]),
  );

function FaultNote({ text, fault, known }: { text: string; fault: ExpressionFault; known: string }) {
  const { t } = useTranslation('expression');
  // The code is known at run time only.
  const word = t as unknown as (key: string, params: Record<string, unknown>) => string;
  const { position, length } = fault;
  const end = position + Math.max(1, Math.min(MARKED, length));
  return (
    <div className={classes.fault}>
      {(length > 0 || position > 0) && (
        <pre aria-hidden>
          {text.slice(Math.max(0, position - BEFORE), position)}
          <mark>{text.slice(position, end) || ' '}</mark>
          {text.slice(end, position + AFTER)}
        </pre>
      )}
      <p>
        {word(`fault.${fault.code}`, { ...shortened(fault.params), place: position + 1, functions: WRITTEN, known })}
      </p>
    </div>
  );
}
