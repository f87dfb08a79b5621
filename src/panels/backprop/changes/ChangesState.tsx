/** What is changed by hand, how many numbers that alters in each phase, and what to do with it: undo or keep. */
import { useMemo } from 'react';
import { PHASES } from '@/core/interpreter/timeline';
import { Button } from '@/ui';
import { keepOverrides, overrideCount } from '../actions';
import { editCount, NO_EDITS } from '../model/batch';
import { changesByPhase } from '../model/changes';
import partsCss from '../parts.module.css';
import { NO_OVERRIDES, useSession } from '../session';
import { useScene } from '../stepper';
import { useWords } from '../words';
import changesCss from './changes.module.css';
import { useOwnRate } from './own';

/** How many numbers and settings are changed. */
export function useChangeCount(): { edits: number; settings: number } {
  const { traced } = useScene();
  const settings = useSession((s) => overrideCount(s.overrides));
  return { edits: editCount(traced.edits), settings };
}

export function ChangesState() {
  const words = useWords();
  const { edits, settings } = useChangeCount();
  const own = useOwnRate();
  if (edits === 0 && settings === 0) return null;
  const counts = [
    edits > 0 ? words('edit.count', { count: edits }) : '',
    settings > 0 ? words('edit.settings', { count: settings }) : '',
  ];
  return (
    <>
      <span className={partsCss.pill} data-edited="true">
        {counts.filter(Boolean).join(' · ')}
      </span>
      <Button
        id="stepper-reset-edits"
        variant="quiet"
        onClick={() => useSession.setState({ edits: NO_EDITS, overrides: NO_OVERRIDES })}
      >
        {words('edit.reset')}
      </Button>
      {settings > 0 && (
        <Button
          id="stepper-keep"
          variant="quiet"
          title={words('edit.keepNote')}
          onClick={() => void keepOverrides(own)}
        >
          {words('edit.keep')}
        </Button>
      )}
      <Altered />
    </>
  );
}

/** How many computed numbers differ, by phase, with the switch that has them marked. */
function Altered() {
  const words = useWords();
  const { traced } = useScene();
  const baseline = useSession((s) => s.baseline);
  const show = useSession((s) => s.showChanges);
  const counts = useMemo(() => (baseline === null ? null : changesByPhase(traced, baseline)), [traced, baseline]);
  if (counts === null) return null;
  const list = PHASES.filter((phase) => counts[phase] > 0).map((phase) =>
    words('edit.alteredPhase', { phase: words(`phase.${phase}`), count: counts[phase] }),
  );
  return (
    <>
      <Button
        id="stepper-show-changes"
        variant="quiet"
        pressed={show}
        onClick={() => useSession.setState({ showChanges: !show })}
      >
        {words('edit.show')}
      </Button>
      <span className={changesCss.altered} role="status">
        {list.length === 0 ? words('edit.alteredNone') : words('edit.altered', { list: list.join(' · ') })}
      </span>
    </>
  );
}
