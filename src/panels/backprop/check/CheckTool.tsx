/**
 * Is the gradient right? One number is found in independent ways: by the chain rule in float64, by a central difference
 * of the loss for any h, and by the training engine in float32. Then all of them at once.
 */
import { Panel } from '@/ui';
import layoutCss from '../layout.module.css';
import { useStepper } from '../stepper';
import { AllNumbers } from './AllNumbers';
import { OneNumber } from './OneNumber';
import { subjectOf } from './subject';
import { useCheckWords } from './words';

export function CheckTool() {
  const words = useCheckWords();
  const { model, focus, traced } = useStepper();
  const subject = subjectOf(model, focus, traced.values);
  return (
    <Panel title={words('title')} className={layoutCss.detail} id="stepper-check">
      {subject && <OneNumber subject={subject} />}
      <AllNumbers />
    </Panel>
  );
}
