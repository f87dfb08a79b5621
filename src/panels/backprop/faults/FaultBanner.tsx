/** Above the pictures while a mistake is built in: which one, unless it is to be found, and how to mend it. */
import { Button } from '@/ui';
import { useSession } from '../session';
import { useScene } from '../stepper';
import faultsCss from './faults.module.css';
import { breakIt, isSecret, useFaults } from './store';
import { useApplicable } from './useApplicable';
import { useFaultWords } from './words';

export function FaultBanner() {
  const fault = useSession((s) => s.fault);
  return fault === null ? null : <Banner kind={fault.kind} />;
}

function Banner({ kind }: { kind: string }) {
  const words = useFaultWords();
  const { traced } = useScene();
  const secret = useFaults(({ round }) => isSecret(round, traced.fault));
  const tool = useSession((s) => s.tool);
  const reason = useApplicable()[kind];
  return (
    <div className={faultsCss.banner} role="status" id="stepper-fault-banner">
      <span aria-hidden="true" className={faultsCss.bannerMark}>
        ≠
      </span>
      <p>
        {secret ? words('banner.secret') : words('banner.known', { name: words(`kinds.${kind}.name`) })}
        {reason && !secret && ` ${words('banner.idle')} ${words(`reasons.${reason.code}`, reason.params)}`}
      </p>
      {tool !== 'faults' && (
        <Button variant="quiet" onClick={() => useSession.setState({ tool: 'faults' })}>
          {words('banner.open')}
        </Button>
      )}
      <Button id="stepper-mend" onClick={() => breakIt(null)}>
        {words('banner.mend')}
      </Button>
    </div>
  );
}
