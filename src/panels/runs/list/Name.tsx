/** A run's name, which can be changed where it stands. An empty one gives back the automatic name. */
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runs as library } from '@/state';
import { Button } from '@/ui';
import classes from './list.module.css';

const LONGEST = 120;

export function Name({ id, name, shown }: { id: string; name: string | null; shown: string }) {
  const { t } = useTranslation('runs');
  /** What is being typed; null while the name is shown. */
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const editing = draft !== null;
  const wasEditing = useRef(false);
  useEffect(() => {
    if (editing) field.current?.select();
    // The focus comes back to where it was, unless it has gone on by itself.
    else if (wasEditing.current && document.activeElement === document.body) button.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const commit = () => {
    if (draft !== null && draft.trim() !== (name ?? ''))
      void library.rename(id, draft === shown ? (name ?? '') : draft);
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The focus goes to the button, which this key would press in turn.
    event.preventDefault();
    if (event.key === 'Enter') commit();
    else setDraft(null);
  };
  if (draft !== null) {
    return (
      <input
        ref={field}
        className={classes.nameField}
        aria-label={t('row.name')}
        maxLength={LONGEST}
        value={draft}
        placeholder={name === null ? shown : undefined}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
    );
  }
  return (
    <>
      <h3 className={classes.name}>{shown}</h3>
      <Button
        ref={button}
        variant="quiet"
        className={`ui-button-icon ${classes.rename}`}
        aria-label={t('row.rename', { name: shown })}
        title={t('row.rename', { name: shown })}
        icon={<IconPencil size={15} stroke={1.8} aria-hidden />}
        onClick={() => setDraft(name ?? shown)}
      />
    </>
  );
}
