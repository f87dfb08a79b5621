/** The learning rate of this update, to try another: the run keeps its own until the change is kept. */
import { NumberField } from '@/ui';
import { tryRate } from '../actions';
import { useSession } from '../session';
import { useScene } from '../stepper';
import { useWords } from '../words';
import changesCss from './changes.module.css';
import { useOwnRate } from './own';

export function RateField({ id, spelled = false }: { id: string; spelled?: boolean }) {
  const words = useWords();
  const { traced } = useScene();
  const own = useOwnRate();
  const tried = useSession((s) => s.overrides.learningRate);
  return (
    <div className={changesCss.rate} data-edited={tried !== null} data-spelled={spelled || undefined}>
      {!spelled && <span aria-hidden="true">{words('timeline.rateShort')}</span>}
      <NumberField
        id={id}
        label={words('timeline.rate')}
        hideLabel={!spelled}
        value={tried ?? traced.learningRate}
        min={0}
        max={1e6}
        step={0.1}
        onChange={(rate) => tryRate(rate, own)}
      />
    </div>
  );
}
