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

/** The same for a room: what is said, without what can be done about it. */
export function PresentedFault() {
  const fault = useSession((s) => s.fault);
  const told = useTold(fault?.kind ?? '');
  if (fault === null) return null;
  return (
    <p className={faultsCss.presented} role="status" id="present-fault">
      <span aria-hidden="true" className={faultsCss.bannerMark}>
        ≠
      </span>
      {told}
    </p>
  );
}

/** Which mistake is built in, and why it may do nothing here; of one that is to be found only that there is one. */
function useTold(kind: string): string {
  const words = useFaultWords();
  const { traced } = useScene();
  const secret = useFaults(({ round }) => isSecret(round, traced.fault));
  const reason = useApplicable()[kind];
  if (secret) return words('banner.secret');
  const known = words('banner.known', { name: words(`kinds.${kind}.name`) });
  return reason ? `${known} ${words('banner.idle')} ${words(`reasons.${reason.code}`, reason.params)}` : known;
}

function Banner({ kind }: { kind: string }) {
  const words = useFaultWords();
  const told = useTold(kind);
  const tool = useSession((s) => s.tool);
  return (
    <div className={faultsCss.banner} role="status" id="stepper-fault-banner">
      <span aria-hidden="true" className={faultsCss.bannerMark}>
        ≠
      </span>
      <p>{told}</p>
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
