/** That an interpretation takes its time, how far it is, and how to stop it. Quick ones show nothing. */
import { useEffect, useState } from 'react';
import { Button, ProgressBar } from '@/ui';
import { useCheckWords } from '../check/words';
import batchCss from './batch.module.css';
import { cancelWork, tryAgain, useWork } from './work';

/** What is done sooner needs no words. */
const QUICK_MS = 400;

export function Computing() {
  const words = useCheckWords();
  const { progress, cancelled, stop } = useWork();
  const slow = useSlow(stop);
  if (cancelled) {
    return (
      <div className={batchCss.computing} role="status">
        <span>{words('work.cancelled')}</span>
        <Button onClick={tryAgain}>{words('work.again')}</Button>
      </div>
    );
  }
  if (!slow || progress === null) return null;
  return (
    <div className={batchCss.computing}>
      <ProgressBar label={words('work.computing')} value={progress.done / progress.total} />
      <Button onClick={cancelWork}>{words('all.cancel')}</Button>
    </div>
  );
}

/** Whether the same work has been going on for a while. */
function useSlow(work: unknown): boolean {
  const [slow, setSlow] = useState<unknown>(null);
  useEffect(() => {
    if (work === null) return;
    const timer = setTimeout(() => setSlow(() => work), QUICK_MS);
    return () => clearTimeout(timer);
  }, [work]);
  return work !== null && slow === work;
}
