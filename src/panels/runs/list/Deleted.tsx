/** What was just deleted, and the way back: for a while, and for as long as one looks at it. */
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runs as library, useRuns } from '@/state';
import { Button } from '@/ui';
import classes from './list.module.css';

const MS = 20_000;

export function Deleted() {
  const { t } = useTranslation('runs');
  const deleted = useRuns((state) => state.deleted);
  const [held, setHeld] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is gone; the focus goes to the way back.
    if (deleted.length > 0) button.current?.focus({ preventScroll: true });
  }, [deleted]);
  useEffect(() => {
    if (deleted.length === 0 || held) return;
    const timer = setTimeout(() => void library.forget(), MS);
    return () => clearTimeout(timer);
  }, [deleted, held]);
  return (
    <div role="status">
      {deleted.length > 0 && (
        <div className={classes.deleted} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
          <p>{t('deleted.what', { count: deleted.length })}</p>
          <Button
            id="runs-undelete"
            ref={button}
            className={classes.small}
            icon={<IconArrowBackUp size={15} stroke={1.8} aria-hidden />}
            onClick={() => void library.undelete()}
          >
            {t('deleted.undo')}
          </Button>
        </div>
      )}
    </div>
  );
}
