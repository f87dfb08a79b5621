/** What differs from the run: numbers changed by hand, weights of an earlier step, an update that can be taken back. */
import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { useDocument, useRun } from '@/state';
import { Button } from '@/ui';
import { canUndo, undoUpdate } from '../actions';
import { ChangesState, useChangeCount } from '../changes/ChangesState';
import { useCheckWords } from '../check/words';
import partsCss from '../parts.module.css';
import { useSession } from '../session';
import { useScene } from '../stepper';
import { takeCheckpoint } from '../useStep';
import { useWords } from '../words';
import batchCss from './batch.module.css';
import { stepTail, useWork } from './work';

export function BatchState() {
  const words = useWords();
  const checkWords = useCheckWords();
  const { template } = useDocument();
  const { traced } = useScene();
  const { edits, settings } = useChangeCount();
  const applied = useSession((s) => s.applied);
  const undoable = canUndo(applied, traced.checkpoint.step);
  const training = useRun((run) => run.status === 'playing');
  const tail = useWork((work) => work.tail);
  const cropped = tail?.owner === template ? tail.from : null;
  if (edits + settings === 0 && !undoable && !training && cropped === null) return null;
  return (
    <div className={batchCss.batchState}>
      <ChangesState />
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
