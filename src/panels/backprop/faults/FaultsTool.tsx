/** "Break it": a classic mistake is built into the graph; what gives it away is shown, or it is hidden and to be found. */
import { useEffect, useRef, useState } from 'react';
import { Button, Panel, Segmented } from '@/ui';
import layoutCss from '../layout.module.css';
import { useScene } from '../stepper';
import { Evidence } from './Evidence';
import { FaultList } from './FaultList';
import { FindMistake } from './FindMistake';
import faultsCss from './faults.module.css';
import { giveUp, useFaults } from './store';
import { useFaultWords } from './words';

const MODES = ['choose', 'find'] as const;

export function FaultsTool() {
  const words = useFaultWords();
  const { traced } = useScene();
  const mode = useFaults((s) => (s.round === null ? s.mode : 'find'));
  const open = useFaults(({ round }) => round !== null && !round.over);
  const [leaving, setLeaving] = useState(false);
  const choose = (value: (typeof MODES)[number]) => {
    setLeaving(open && value !== mode);
    if (!open) useFaults.setState({ mode: value, round: null });
  };
  return (
    <Panel title={words('title')} className={layoutCss.detail} id="stepper-faults">
      <Segmented
        label={words('mode.label')}
        className={faultsCss.modes}
        options={MODES.map((value) => ({ value, label: words(`mode.${value}`) }))}
        value={mode}
        onChange={choose}
      />
      {open && leaving && <Leaving done={() => setLeaving(false)} />}
      {mode === 'find' ? <FindMistake /> : <FaultList />}
      {mode === 'find' && traced.fault !== null && <Evidence />}
    </Panel>
  );
}

/** The list names the mistake that is built in: before it ends a round it asks. */
function Leaving({ done }: { done(): void }) {
  const words = useFaultWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    element?.querySelector('button')?.focus();
    const chosen = element?.parentElement?.querySelector<HTMLElement>('[role=radiogroup]');
    return () => {
      if (element?.contains(document.activeElement) || document.activeElement === document.body) {
        chosen?.querySelector<HTMLElement>('input:checked')?.focus();
      }
    };
  }, []);
  const leave = () => {
    giveUp();
    useFaults.setState({ mode: 'choose', round: null });
    done();
  };
  return (
    <div ref={place} role="alertdialog" aria-label={words('leave.question')} className={faultsCss.leaving}>
      <p>{words('leave.question')}</p>
      <div className={faultsCss.buttons}>
        <Button id="stepper-find-stay" variant="primary" onClick={done}>
          {words('leave.stay')}
        </Button>
        <Button id="stepper-find-leave" onClick={leave}>
          {words('leave.end')}
        </Button>
      </div>
    </div>
  );
}
