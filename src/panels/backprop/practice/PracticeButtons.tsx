/** The ways into practising from the timeline: hiding a value, and the worksheet. */
import { lazy, Suspense } from 'react';
import { Button } from '@/ui';
import { useSession } from '../session';
import practiceCss from './practice.module.css';
import { openWorksheet, usePractice } from './store';
import { usePracticeWords } from './words';

const Worksheet = lazy(() => import('./worksheet/Worksheet').then((m) => ({ default: m.Worksheet })));

export function PracticeButtons() {
  const words = usePracticeWords();
  const worksheet = usePractice((p) => p.worksheet);
  const practise = () => {
    useSession.setState({ tool: 'practice', playing: false });
    // On a narrow page the tool is not beside the timeline but above it.
    requestAnimationFrame(() => document.getElementById('stepper-tools')?.scrollIntoView({ block: 'nearest' }));
  };
  return (
    <>
      <Button id="stepper-hide" onClick={practise}>
        {words('button.hide')}
      </Button>
      {/* Where there is little room, the tool has it. */}
      <Button id="stepper-worksheet" className={practiceCss.roomy} onClick={() => openWorksheet(true)}>
        {words('button.worksheet')}
      </Button>
      {worksheet && (
        <Suspense fallback={null}>
          <Worksheet onClose={() => openWorksheet(false)} />
        </Suspense>
      )}
    </>
  );
}
