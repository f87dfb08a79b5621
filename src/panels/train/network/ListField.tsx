/** Whole numbers to type in a row, such as a shape 7×7×64 or an order of axes 2, 1, 3. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from './SettingFields';

/** The numbers of a text, or null where it is none: separated by ×, commas or spaces; −1 or ? for the one left open. */
export function readList(text: string, open: boolean): number[] | null {
  const parts = text
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    // An x stands between two numbers only; anywhere else it is no number.
    .replace(/([\d?])\s*[x×*]\s*(?=[-\d?])/gi, '$1,')
    .split(/[\s,;、，]+/)
    .filter(Boolean);
  const numbers = parts.map((part) => (open && part === '?' ? -1 : Number(part)));
  return numbers.every((n) => Number.isInteger(n)) ? numbers : null;
}

export const writeList = (value: unknown): string => [value ?? []].flat().map(String).join(', ').replaceAll('-', '−');

export function ListField({ id, label, value, hint, onChange, open }: FieldProps & { open: boolean }) {
  const { t } = useTranslation('train');
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const commit = () => {
    if (draft === null) return;
    const numbers = readList(draft, open);
    setDraft(null);
    setRefused(numbers ? null : draft);
    if (numbers && numbers.join() !== [value ?? []].flat().join()) onChange(numbers);
  };
  const note = refused === null ? hint : t('network.notAList', { text: refused.trim().slice(0, 24) });
  return (
    <div className="ui-field">
      <div className="ui-field-row">
        <label htmlFor={id} className="ui-field-label">
          {label}
        </label>
        <input
          id={id}
          className="ui-field-input num"
          style={{ width: 112 }}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={draft ?? writeList(value)}
          aria-invalid={refused !== null}
          aria-describedby={note ? `${id}-note` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
      </div>
      <div id={`${id}-note`} className={refused === null ? 'ui-field-hint' : 'ui-field-reason'} aria-live="polite">
        {note}
      </div>
    </div>
  );
}
