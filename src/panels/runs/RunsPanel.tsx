/** The list of runs, and beside it what is chosen of them: one in detail, or several compared. */
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRunList, useRuns } from '@/state';
import { Panel } from '@/ui';
import { ComparePanel } from './compare/ComparePanel';
import { DetailsPanel } from './details/DetailsPanel';
import { ListPanel } from './list/ListPanel';
import classes from './runs.module.css';
import { choose, MARKS, useSelection } from './selection';

export default function RunsPanel() {
  const { t } = useTranslation('runs');
  const runs = useRunList();
  const { places, touched } = useSelection();
  const chosen = useMemo(
    () =>
      MARKS.flatMap((mark, place) => {
        const run = runs?.find(({ record }) => record.id === places[place]);
        return run ? [{ mark, run }] : [];
      }),
    [runs, places],
  );
  // Until a person chooses, the open run is looked at, or the latest.
  useEffect(() => {
    if (touched || !runs || runs.length === 0) return;
    const { open } = useRuns.getState();
    choose((runs.find(({ record }) => record.id === open) ?? runs[0]).record.id, false);
  }, [runs, touched]);
  if (runs?.length === 0) return <ListPanel runs={runs} />;
  return (
    <div className={classes.workspace}>
      <ListPanel runs={runs} chosen={chosen.length} />
      <div className={classes.side} id="runs-chosen">
        {chosen.length > 1 && <ComparePanel chosen={chosen} />}
        {chosen.length === 1 && <DetailsPanel chosen={chosen[0]} />}
        {chosen.length === 0 && runs && (
          <Panel title={t('compare.title')}>
            <p className={classes.hint}>{t('compare.choose')}</p>
          </Panel>
        )}
      </div>
    </div>
  );
}
