/** "Break it": a classic mistake is built into the graph; what gives it away is shown, or it is hidden and to be found. */
import { Panel, Segmented } from '@/ui';
import layoutCss from '../layout.module.css';
import { useScene } from '../stepper';
import { Evidence } from './Evidence';
import { FaultList } from './FaultList';
import { FindMistake } from './FindMistake';
import faultsCss from './faults.module.css';
import { useFaults } from './store';
import { useFaultWords } from './words';

const MODES = ['choose', 'find'] as const;

export function FaultsTool() {
  const words = useFaultWords();
  const { traced } = useScene();
  const mode = useFaults((s) => (s.round === null ? s.mode : 'find'));
  return (
    <Panel title={words('title')} className={layoutCss.detail} id="stepper-faults">
      <Segmented
        label={words('mode.label')}
        className={faultsCss.modes}
        options={MODES.map((value) => ({ value, label: words(`mode.${value}`) }))}
        value={mode}
        onChange={(value) => useFaults.setState({ mode: value, round: null })}
      />
      {mode === 'find' ? <FindMistake /> : <FaultList />}
      {mode === 'find' && traced.fault !== null && <Evidence />}
    </Panel>
  );
}
