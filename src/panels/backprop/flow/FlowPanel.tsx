/**
 * Vanishing and exploding: how signals travel through the layers and gradients back, in the network that is stepped,
 * and in a laboratory where depth, activation and initializer can be tried.
 */
import { useTranslation } from 'react-i18next';
import { Segmented } from '@/ui';
import { useStepper } from '../stepper';
import flowCss from './flow.module.css';
import { Laboratory } from './Laboratory';
import { NetworkFlow } from './NetworkFlow';
import { PLACES, setFlow, useFlow } from './store';
import { UnitsPanel } from './UnitsPanel';
import { useFlowWords } from './words';

export function FlowPanel() {
  // Asked for here, once: the parts must not wait for their words one after another.
  useTranslation(['flow', 'vocabulary']);
  const words = useFlowWords();
  const place = useFlow((s) => s.place);
  const { moment } = useStepper();
  const practising = (moment.hidden?.size ?? 0) > 0;
  return (
    <div className={flowCss.flow} id="stepper-flow">
      <Segmented
        label={words('place.label')}
        options={PLACES.map((value) => ({ value, label: words(`place.${value}`) }))}
        value={place}
        onChange={(value) => setFlow({ place: value })}
      />
      {place === 'network' && practising ? (
        <p className={flowCss.verdict}>{words('hidden')}</p>
      ) : place === 'network' ? (
        <>
          <NetworkFlow />
          <UnitsPanel />
        </>
      ) : (
        <Laboratory />
      )}
    </div>
  );
}
