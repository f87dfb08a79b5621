/** The name of a layer: what others read it by. Text that cannot be a name changes nothing and says why. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameProblem } from '@/core/network/edits';
import { useDocument } from '@/state';
import { editor } from './editor';
import classes from './network.module.css';

export function NameField({ id }: { id: string }) {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ text: string; why: 'pattern' | 'taken' | 'long' } | null>(null);
  const field = `name-${id}`;
  const commit = () => {
    const name = draft?.trim() ?? id;
    setDraft(null);
    const why = nameProblem(network, id, name);
    setRefused(why && { text: name.slice(0, 24), why });
    if (!why && name !== id) editor.rename(id, name);
  };
  return (
    <div className="ui-field">
      <div className="ui-field-row">
        <label htmlFor={field} className="ui-field-label">
          {t('network.name')}
        </label>
        <input
          id={field}
          className={`ui-field-input ${classes.nameInput}`}
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={64}
          value={draft ?? id}
          aria-invalid={refused !== null}
          aria-describedby={refused ? `${field}-note` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => draft !== null && commit()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
      </div>
      <div id={`${field}-note`} className="ui-field-reason" aria-live="polite">
        {refused && t(`network.nameProblem.${refused.why}`, { name: refused.text })}
      </div>
    </div>
  );
}
