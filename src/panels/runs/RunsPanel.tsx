/** The list of runs, and beside it what is chosen of them: one in detail, or several compared. */
import { useDeferredValue, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRunList, useRuns } from '@/state';
import { Panel } from '@/ui';
import { ComparePanel } from './compare/ComparePanel';
import type { Chosen } from './compare/chosen';
import { DetailsPanel } from './details/DetailsPanel';
import { ListPanel } from './list/ListPanel';
import classes from './runs.module.css';
import { choose, MARKS, useSelection } from './selection';

/** The same list for as long as the same runs are chosen and none of them has changed: charts are not drawn for nothing. */
function useKept(chosen: Chosen[]): Chosen[] {
  const kept = useRef(chosen);
  const { current } = kept;
  const same =
    current.length === chosen.length &&
    chosen.every(({ mark, run }, index) => current[index].mark === mark && current[index].run === run);
  if (!same) kept.current = chosen;
  return kept.current;
}

export default function RunsPanel() {
  const { t } = useTranslation('runs');
  // Fifty rows are drawn in slices, between which the page answers.
  const runs = useDeferredValue(useRunList(), null);
  const { places, touched } = useSelection();
  const chosen = useKept(
    MARKS.flatMap((mark, place) => {
      const run = runs?.find(({ record }) => record.id === places[place]);
      return run ? [{ mark, run }] : [];
    }),
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
