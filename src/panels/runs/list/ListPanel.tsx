/** All kept runs, the latest first; what was just deleted and can come back; and what is kept at all. */
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type ListedRun, runs as library, useRuns } from '@/state';
import { Button, Panel } from '@/ui';
import { Deleted } from './Deleted';
import { Keeping } from './Keeping';
import classes from './list.module.css';
import { RunRow } from './RunRow';

export function ListPanel({ runs, chosen = 0 }: { runs: ListedRun[] | null; chosen?: number }) {
  const { t } = useTranslation('runs');
  const open = useRuns((state) => state.open);
  const held = useRuns((state) => state.held);
  const unnamed = (runs ?? []).filter(
    ({ record }) => record.name === null && record.id !== open && !held.has(record.id),
  );
  const deleteUnnamed = () => void library.remove(unnamed.map(({ record }) => record.id));
  return (
    <Panel
      title={t('list.title')}
      note={runs && runs.length > 0 ? t('list.count', { count: runs.length }) : undefined}
      className={classes.panel}
      actions={
        <>
          {chosen > 1 && (
            <Button id="runs-to-comparison" className={classes.jump} onClick={showChosen}>
              {t('list.compare', { count: chosen })}
            </Button>
          )}
          {unnamed.length > 0 && (
            <Button
              id="runs-delete-unnamed"
              variant="quiet"
              className={classes.small}
              icon={<IconTrash size={15} stroke={1.8} aria-hidden />}
              title={t('list.deleteUnnamedHint', { count: unnamed.length })}
              onClick={deleteUnnamed}
            >
              {t('list.deleteUnnamed')}
            </Button>
          )}
        </>
      }
    >
      <Keeping />
      <Deleted />
      {runs === null && <p className={classes.waiting}>{t('list.reading')}</p>}
      {runs?.length === 0 && <p className={classes.waiting}>{t('list.empty')}</p>}
      {runs && runs.length > 0 && (
        <ul className={classes.list} aria-label={t('list.title')}>
          {runs.map((run) => (
            <RunRow key={run.record.id} run={run} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Where the comparison is below the list, this goes there. */
function showChosen(): void {
  const chosen = document.getElementById('runs-chosen');
  chosen?.scrollIntoView({ block: 'start' });
  chosen?.querySelector('h2')?.setAttribute('tabindex', '-1');
  chosen?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
}
