/** A number that the walk has not come to, or that is hidden to be found by hand: said instead of shown, with the way there. */
import type { ElementRef } from '@/core/interpreter/timeline';
import { Button } from '@/ui';
import { isHidden } from '../model/moment';
import { select, useSession } from '../session';
import { useStepper } from '../stepper';
import checkCss from './check.module.css';
import { useCheckWords } from './words';

export function NotYet({ element: ref }: { element: ElementRef }) {
  const words = useCheckWords();
  const { moment, timeline } = useStepper();
  if (isHidden(moment, ref.node, ref.element)) return <p className={checkCss.note}>{words('notYet.hidden')}</p>;
  const step = timeline.stepOf(ref.node, ref.element);
  const go = () => {
    useSession.setState({ position: step, playing: false });
    select(ref);
  };
  return (
    <div className={checkCss.notYet}>
      <p className={checkCss.note}>{words('notYet.later', { step, length: timeline.length })}</p>
      <Button onClick={go}>{words('notYet.go')}</Button>
    </div>
  );
}
