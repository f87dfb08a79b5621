/** How the learning rate of the document's run goes on, over the length that the run has, and where it is now. */
import type { ReactNode } from 'react';
import { ScheduleFields, UNKNOWN_LENGTH } from '@/parts/settings/ScheduleFields';
import { documentStore, useDocument, useRun } from '@/state';
import { setSchedule } from './edits';
import { runLength } from './runLength';

/** @param mark says that the schedule needs a reset. */
export function ScheduleSettings({ mark }: { mark: ReactNode }) {
  const document = useDocument();
  const samples = useRun((state) => state.dataset.info?.counts.train ?? 0);
  const dirty = useRun((state) => state.dirty.length > 0);
  const phase = document.training.phases[0];
  const totalSteps = runLength(document, samples);
  const length = totalSteps ?? UNKNOWN_LENGTH;
  // As often as the mark would be seen to move.
  const grid = Math.max(1, Math.floor(length / 150));
  const now = useRun(({ progress }) => (progress ? Math.floor(progress.step / grid) * grid : null));
  return (
    <ScheduleFields
      id="schedule"
      value={phase.schedule}
      learningRate={phase.optimizer.learningRate}
      length={totalSteps}
      now={dirty || now === null || now >= length ? null : now}
      validates={document.data.validationShare > 0}
      mark={mark}
      onChange={(schedule, changed) =>
        documentStore.update(setSchedule(schedule), changed === null ? {} : { merge: `schedule/${changed}` })
      }
    />
  );
}
