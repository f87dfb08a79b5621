/** A small button beside a formula that copies it, with all its lines, in the notation that is chosen. */
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementRef } from '@/core/interpreter/timeline';
import { copyText, IconButton } from '@/ui';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { written } from './formulas';
import exportCss from './handout.module.css';

/** How long the button says what became of a press, in milliseconds. */
const SAID_FOR = 2000;

export function CopyFormula({ elements }: { elements: readonly ElementRef[] }) {
  const { t } = useTranslation('handout');
  const stepper = useStepper();
  const notation = useSession((s) => s.notation);
  const presenting = useSession((s) => s.presenting);
  const [said, setSaid] = useState<'done' | 'failed' | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);
  if (presenting) return null;
  const copy = async () => setSaid((await copyText(written(stepper, elements, notation))) ? 'done' : 'failed');
  return (
    <span className={exportCss.copy} data-handout="none">
      <IconButton
        variant="quiet"
        label={said === null ? t(notation === 'code' ? 'copy.code' : 'copy.formula') : t(`copy.${said}`)}
        icon={said === 'done' ? <IconCheck size={15} /> : <IconCopy size={15} />}
        onClick={() => void copy()}
      />
      <span className="ui-hidden" role="status">
        {said && t(`copy.${said}`)}
      </span>
    </span>
  );
}
