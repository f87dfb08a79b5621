/** All mistakes, one to be switched on: what the wrong line of code looks like beside the right one. */
import { Button, NumberField } from '@/ui';
import { useSession } from '../session';
import { FAULT_CODE, type FaultCode } from './code';
import faultsCss from './faults.module.css';
import { breakIt, setStepsPerEpoch, useFaults } from './store';
import { KINDS, useApplicable } from './useApplicable';
import { useFaultWords } from './words';

export function FaultList() {
  const words = useFaultWords();
  const on = useSession((s) => s.fault?.kind ?? null);
  const reasons = useApplicable();
  return (
    <ul className={faultsCss.list} aria-label={words('list')}>
      {KINDS.map((kind) => {
        const reason = reasons[kind];
        const isOn = on === kind;
        return (
          <li key={kind} className={faultsCss.fault} data-on={isOn} data-fault={kind}>
            <button
              type="button"
              className={faultsCss.head}
              aria-pressed={isOn}
              disabled={reason !== null && !isOn}
              onClick={() => breakIt(isOn ? null : kind)}
            >
              <strong>{words(`kinds.${kind}.name`)}</strong>
              <span>{words(`kinds.${kind}.say`)}</span>
            </button>
            {reason !== null && <p className={faultsCss.reason}>{words(`reasons.${reason.code}`, reason.params)}</p>}
            {isOn && <OpenFault kind={kind} />}
          </li>
        );
      })}
    </ul>
  );
}

function OpenFault({ kind }: { kind: string }) {
  const words = useFaultWords();
  const stepsPerEpoch = useFaults((s) => s.stepsPerEpoch);
  return (
    <div className={faultsCss.open}>
      <CodeLines code={FAULT_CODE[kind]} />
      {kind === 'momentsReset' && (
        <NumberField
          label={words('stepsPerEpoch')}
          value={stepsPerEpoch}
          min={1}
          max={1000}
          integer
          onChange={setStepsPerEpoch}
        />
      )}
      <p className={faultsCss.note}>{words(`kinds.${kind}.shows`)}</p>
      <Button onClick={() => breakIt(null)}>{words('banner.mend')}</Button>
    </div>
  );
}

/** The wrong lines and the right ones. */
export function CodeLines({ code }: { code: FaultCode | undefined }) {
  const words = useFaultWords();
  if (code === undefined) return null;
  return (
    <dl className={faultsCss.code}>
      {(['wrong', 'right'] as const).map((which) => (
        <div key={which} data-code={which}>
          <dt>{words(`code.${which}`)}</dt>
          <dd>
            <pre>
              <code>{code[which].join('\n')}</code>
            </pre>
          </dd>
        </div>
      ))}
    </dl>
  );
}
