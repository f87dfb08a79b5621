/** All mistakes, one to be switched on: what the wrong line of code looks like beside the right one. */
import { useEffect, useRef } from 'react';
import { Button, NumberField } from '@/ui';
import { useSession } from '../session';
import { FAULT_CODE, type FaultCode } from './code';
import { Evidence } from './Evidence';
import faultsCss from './faults.module.css';
import { breakIt, setStepsPerEpoch, useFaults } from './store';
import { KINDS, useApplicable } from './useApplicable';
import { useFaultWords } from './words';

/** The mistake that is built in comes first, with what gives it away; the others below. */
export function FaultList() {
  const words = useFaultWords();
  const on = useSession((s) => s.fault?.kind ?? null);
  const others = KINDS.filter((kind) => kind !== on);
  const place = useKeptFocus(on);
  return (
    <div ref={place}>
      {on === null ? (
        <p className={faultsCss.note}>{words('lead')}</p>
      ) : (
        <>
          <ul className={faultsCss.list} aria-label={words('on')}>
            <Fault kind={on} isOn />
          </ul>
          <Evidence />
          <h3 className={faultsCss.heading}>{words('others')}</h3>
        </>
      )}
      <ul className={faultsCss.list} aria-label={words('list')}>
        {others.map((kind) => (
          <Fault key={kind} kind={kind} isOn={false} />
        ))}
      </ul>
    </div>
  );
}

/** A mistake that is switched on or mended moves to another place, and the keyboard's focus goes with it. */
function useKeptFocus(on: string | null) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(on);
  useEffect(() => {
    const moved = on ?? before.current;
    const changed = on !== before.current;
    before.current = on;
    if (!changed || (document.activeElement ?? document.body) !== document.body) return;
    place.current?.querySelector<HTMLElement>(`[data-fault="${moved}"] button`)?.focus();
  }, [on]);
  return place;
}

function Fault({ kind, isOn }: { kind: string; isOn: boolean }) {
  const words = useFaultWords();
  const reason = useApplicable()[kind];
  return (
    <li className={faultsCss.fault} data-on={isOn} data-fault={kind}>
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
