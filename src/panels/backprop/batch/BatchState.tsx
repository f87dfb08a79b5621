/** What differs from the run: numbers changed by hand, weights of an earlier step, an update that can be taken back. */
import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { useDocument, useRun } from '@/state';
import { Button } from '@/ui';
import { canUndo, undoUpdate } from '../actions';
import { useCheckWords } from '../check/words';
import { editCount, NO_EDITS } from '../model/batch';
import partsCss from '../parts.module.css';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { takeCheckpoint } from '../useStep';
import { useWords } from '../words';
import batchCss from './batch.module.css';
import { stepTail, useWork } from './work';

export function BatchState() {
  const words = useWords();
  const checkWords = useCheckWords();
  const { template } = useDocument();
  const { traced } = useStepper();
  const edits = editCount(traced.edits);
  const applied = useSession((s) => s.applied);
  const undoable = canUndo(applied, traced.checkpoint.step);
  const training = useRun((run) => run.status === 'playing');
  const tail = useWork((work) => work.tail);
  const cropped = tail?.owner === template ? tail.from : null;
  if (edits === 0 && !undoable && !training && cropped === null) return null;
  return (
    <div className={batchCss.batchState}>
      {edits > 0 && (
        <>
          <span className={partsCss.pill} data-edited="true">
            {words('edit.count', { count: edits })}
          </span>
          <Button id="stepper-reset-edits" variant="quiet" onClick={() => useSession.setState({ edits: NO_EDITS })}>
            {words('edit.reset')}
          </Button>
        </>
      )}
      {cropped !== null && (
        <>
          <span className={batchCss.cropped}>{checkWords('large.cropped', { layer: cropped })}</span>
          <Button onClick={() => stepTail(null)}>{checkWords('large.whole')}</Button>
        </>
      )}
      {training && (
        <>
          <span className={partsCss.pill}>{words('batch.snapshot', { step: traced.checkpoint.step })}</span>
          <Button variant="quiet" icon={<IconRefresh size={15} />} onClick={() => takeCheckpoint()}>
            {words('batch.refresh')}
          </Button>
        </>
      )}
      {undoable && (
        <Button id="stepper-undo-update" icon={<IconArrowBackUp size={15} />} onClick={() => void undoUpdate()}>
          {words('update.undo')}
        </Button>
      )}
    </div>
  );
}
