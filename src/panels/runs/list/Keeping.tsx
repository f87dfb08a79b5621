/** What is kept of runs, how much space that takes, and what is not kept at present. */
import { useTranslation } from 'react-i18next';
import { LIMITS, useRuns, useStorageState } from '@/state';
import { useNumbers } from '../words';
import classes from './list.module.css';

export function Keeping() {
  const { t } = useTranslation('runs');
  const { runs: problem } = useStorageState();
  const space = useRuns((state) => state.space);
  const persistent = useRuns((state) => state.persistent);
  const { bytes } = useNumbers();
  if (problem) {
    return <p className={classes.problem}>{t(`keeping.${problem}`)}</p>;
  }
  return (
    <details className={classes.keeping}>
      <summary>{t('keeping.title')}</summary>
      <p>{t('keeping.what', { runs: LIMITS.runs, epochs: LIMITS.epochs, bytes: bytes(LIMITS.bytes) })}</p>
      <p>
        {space && t('keeping.space', { usage: bytes(space.usage), quota: bytes(space.quota) })}{' '}
        {t(persistent ? 'keeping.persistent' : 'keeping.transient')}
      </p>
    </details>
  );
}
